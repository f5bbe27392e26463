import type { ModalView, SectionBlock } from '@slack/types';
import { MAX_REASON } from '../../checklist/gate.js';
import { phaseProgress } from '../../checklist/progress.js';
import type { Bypass, Run } from '../../checklist/run.js';
import { button, dialog, input, option, section } from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { bold, cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { count, personLink, runTitle, said, when } from './format.js';
import type { RunDialogOptions } from './run-dialogs.js';

/** A message has little room: these are shown, the newest first. */
const SHOWN = 2;
const REASON = 150;
const PHASE = 40;

/** Who opened the gate of a run, when and why, each a line. */
export function bypassLines(run: Pick<Run, 'bypasses' | 'phases'>): string[] {
  const newest = (run.bypasses ?? []).toReversed();
  const more = newest.length - SHOWN;
  return [
    ...newest.slice(0, SHOWN).map((bypass) => bypassLine(run, bypass)),
    ...(more > 0 ? [`The gate was opened ${count(more, 'more time')}. Manage… shows why.`] : []),
  ];
}

function bypassLine(run: Pick<Run, 'phases'>, { at, by, phase, reason }: Bypass): string {
  const title = run.phases.find(({ id }) => id === phase)?.title;
  const where = title === undefined ? '' : ` for ${escapeMrkdwn(cutPlain(title, PHASE))}`;
  return `⚠️ Gate opened${where} by ${personLink(by)} ${when(at)}: “${said(reason, REASON)}”`;
}

/** The dialog has room for a hundred blocks, most of them for items. When one is closed, the next one is shown. */
const ROWS = 10;

/** Of the Manage dialog: the same with a button to close the gate again. */
export function bypassRows(run: Run, from: { home?: true }): SectionBlock[] {
  const newest = (run.bypasses ?? []).toReversed().slice(0, ROWS);
  return newest.map((bypass) =>
    section(
      bypassLine(run, bypass),
      run.archivedAt
        ? undefined
        : button('Close the gate', { do: 'run:unbypass', run: run.id, given: bypass.at.getTime(), ...from }),
    ),
  );
}

/** The field for the phase. */
export const PHASE_FIELD = 'phase';
const WHOLE = 'whole';
/** Phases that one select has room for, besides the whole run. */
const PHASES = 99;

/** Asks for what to open the gate, and why. */
export function bypassDialog(run: Run, { home }: RunDialogOptions): ModalView {
  const open = phaseProgress(run).flatMap(({ phase, isComplete }) => (phase && !isComplete ? [phase] : []));
  const phases = open.slice(0, PHASES).map(({ id, title }) => option(title, phaseOption(run, id)));
  return dialog({
    kind: 'bypass',
    title: 'Open the gate',
    submit: 'Open',
    close: 'Cancel',
    metadata: encodeDialog({ dialog: 'bypass', run: run.id, ...(home && { home }) }),
    blocks: [
      section(
        `${bold(runTitle(run))}\nA deployment that asks for this checklist goes on, although items are open. They stay open.`,
      ),
      ...(phases.length > 0
        ? [
            input(PHASE_FIELD, 'For', {
              type: 'static_select',
              action_id: PHASE_FIELD,
              options: [...phases, option('The whole checklist', WHOLE)],
            }),
          ]
        : []),
      input(
        'reason',
        'Why?',
        { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: MAX_REASON },
        { hint: 'It is posted in the thread with your name, and kept in the history and in exports.' },
      ),
    ],
  });
}

/** Phases are numbered: an id may be longer than the value of an option. A run keeps its phases. */
function phaseOption({ phases }: Pick<Run, 'phases'>, phase: string): string {
  return `phase:${phases.findIndex(({ id }) => id === phase)}`;
}

/** The id of the phase that was chosen; undefined for the whole run. Anything else is the name of no phase, and will be refused. */
export function chosenPhase(run: Pick<Run, 'phases'>, choice: string | undefined): string | undefined {
  if (choice === undefined || choice === WHOLE) return undefined;
  return run.phases.find(({ id }) => phaseOption(run, id) === choice)?.id ?? choice;
}
