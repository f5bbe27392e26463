import type { Button, KnownBlock, Overflow } from '@slack/types';
import { hasGuideChanged } from '../../answer/revisions.js';
import { phaseProgress, progressOf } from '../../checklist/progress.js';
import { LEAD } from '../../checklist/rules.js';
import type { Run, RunItem } from '../../checklist/run.js';
import { shownItems } from '../../checklist/shown-items.js';
import type { Guide, Phase } from '../../guide/page.js';
import { actions, button, contextLine, header, type Message, menu, messageOf } from '../block-kit/blocks.js';
import { cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { bypassLines } from './bypass.js';
import { evidenceText, itemBlock, itemNumbers, itemSign } from './checklist-items.js';
import { completionFacts } from './checklist-notifications.js';
import { count, personLink, progressBar, progressWords, runTitle, when } from './format.js';

/** What the message of a run shows besides the run. */
export interface RunContext {
  readonly pageUrl: PageUrl;
  readonly guide: Pick<Guide, 'revision' | 'bySlug'>;
  readonly now: Date;
}

/** The message of a run, and when it has to change though nothing happens. */
export interface RunMessage extends Message {
  readonly changesAt?: Date;
}

/**
 * A posted checklist, rendered only from the run. However long the list is, it is about one screen of a phone: who leads, how far it
 * is, and up to six items of the current phase. **Show all** has the rest.
 */
export function runMessage(run: Run, context: RunContext): RunMessage {
  const head = headBlocks(run, context);
  // An archived run can no longer be ticked, so it shows no items.
  const shown = run.archivedAt ? { items: [], more: 0 } : shownItems(run, context.now);
  const numbers = itemNumbers(run);
  const blocks = [
    ...head,
    ...shown.items.map((item) =>
      itemBlock(run, item, { number: numbers.get(item.id) ?? '', pageUrl: context.pageUrl }),
    ),
    ...footLine(run, shown, numbers),
    actions(runButtons(run, shown.undo, context)),
  ];
  // The head is left out of the text: the opening says the same in words.
  const opening = `${runTitle(run)}: ${progressWords(progressOf(run))}${ending(run)}`;
  const { text } = messageOf(blocks.slice(head.length), opening);
  const look = `${run.wantedVersion}${shown.changesAt === undefined ? '' : '+'}`;
  return {
    text,
    // New ids at each update: Slack's clients keep what they know of a block whose id stays the same.
    blocks: blocks.map((block, index) => ({ ...block, block_id: `b${index}.${look}` })),
    ...(shown.changesAt !== undefined && { changesAt: shown.changesAt }),
  };
}

function ending({ archivedAt, completedAt }: Run): string {
  if (archivedAt) return '. Archived.';
  return completedAt ? '. All done!' : '';
}

function headBlocks(run: Run, { guide }: RunContext): KnownBlock[] {
  const progress = progressOf(run);
  const { done, skipped, total } = progress;
  const facts = completionFacts(run, 5);
  const lead = run.roles.find(({ name }) => name === LEAD)?.holder;
  const notes = [
    ...bypassLines(run),
    ...(facts ? [`Finished ${facts}`] : []),
    ...(run.archivedAt
      ? [`Archived${run.archivedBy ? ` by ${personLink(run.archivedBy)}` : ''} ${when(run.archivedAt)}`]
      : []),
    ...(hasGuideChanged(run, guide)
      ? ['The guide has changed since this was posted. These items stay as they were.']
      : []),
  ];
  const sign = run.archivedAt ? '🗄️ ' : run.completedAt ? '✅ ' : '';
  return [
    header(`${sign}${runTitle(run)}${run.completedAt ? ' – all done' : ''}`),
    contextLine(
      `${progressBar(progress)}  *${done} of ${total}* done${skipped > 0 ? ` · ${skipped} skipped` : ''} · ${lead ? `led by ${personLink(lead)}` : `posted by ${personLink(run.postedBy)}`}`,
    ),
    ...phaseLine(run),
    ...(notes.length > 0 ? [contextLine(notes.join('\n'))] : []),
  ];
}

/** Phases that one line has room for. */
const PHASES = 6;
const PHASE_TITLE = 30;

/** `Before 5/5 ✓ · *Deploy 2/6* · After 0/4`: of many phases, those around the current one. */
function phaseLine(run: Run): KnownBlock[] {
  const groups = phaseProgress(run).flatMap(({ phase, ...progress }) => (phase ? [{ phase, ...progress }] : []));
  if (groups.length === 0) return [];
  const current = groups.findIndex(({ isComplete }) => !isComplete);
  const from = Math.min(Math.max(0, current - 2), Math.max(0, groups.length - PHASES));
  const parts = groups.slice(from, from + PHASES).map((group, index) => {
    const { isComplete, open, phase, total } = group;
    const text = `${escapeMrkdwn(cutPlain(phase.title, PHASE_TITLE))} ${total - open}/${total}`;
    if (isComplete) return `${text} ✓`;
    return from + index === current ? `*${text}*` : text;
  });
  const more = groups.length > from + PHASES ? ' · …' : '';
  return [contextLine(`${from > 0 ? '… · ' : ''}${parts.join(' · ')}${more}`)];
}

const LAST_TITLE = 60;

/** How many items follow, and the last thing that happened. */
function footLine(
  run: Run,
  { items, more, phase }: { items: readonly RunItem[]; more: number; phase?: Phase },
  numbers: ReadonlyMap<string, string>,
): KnownBlock[] {
  const inPhase = phase ? ` in ${escapeMrkdwn(cutPlain(phase.title, PHASE_TITLE))}` : '';
  const last = lastChange(run);
  const isShown = items.some(({ id }) => id === last?.id);
  const lines = [
    ...(more > 0 ? [`${count(more, 'more item')}${inPhase}`] : []),
    ...(last !== undefined && !isShown && last.state.kind !== 'open'
      ? [
          [
            `${itemSign(last)}${numbers.get(last.id) ?? ''}. ${escapeMrkdwn(cutPlain(last.title, LAST_TITLE))}`,
            `${personLink(last.state.by)} ${when(last.state.at)}`,
            ...(last.state.kind === 'done' && last.state.evidence
              ? [evidenceText(last.state.evidence, LAST_TITLE)]
              : []),
          ].join(' · '),
        ]
      : []),
  ];
  return lines.length > 0 ? [contextLine(lines.join('\n'))] : [];
}

function lastChange({ items }: Run): RunItem | undefined {
  const at = ({ state }: RunItem): number => (state.kind === 'open' ? 0 : state.at.getTime());
  return items.reduce<RunItem | undefined>(
    (last, item) => (item.state.kind !== 'open' && (last === undefined || at(item) >= at(last)) ? item : last),
    undefined,
  );
}

function runButtons(run: Run, undo: RunItem | undefined, { guide }: RunContext): (Button | Overflow)[] {
  const { checklist, id, name, page } = run;
  const title = runTitle(run);
  const canStartAgain = hasGuideChanged(run, guide) && (guide.bySlug.get(page)?.checklists.length ?? 0) > 0;
  return [
    ...(undo === undefined
      ? []
      : [button('Undo', { do: 'item:set', run: id, item: undo.id, done: false }, { label: `Reopen: ${undo.title}` })]),
    button('Show all', { do: 'run:all', run: id, part: 0 }, { label: `Show all items of ${title}` }),
    button('Manage…', { do: 'run:manage', run: id, part: 0 }, { label: `Manage ${title}` }),
    ...(canStartAgain
      ? [
          button('Start a new run', {
            do: 'checklist:preview',
            slug: page,
            part: 0,
            anew: true,
            ...(checklist !== undefined && { list: checklist }),
            ...(name !== undefined && { name }),
          }),
        ]
      : []),
    ...menu([
      { text: 'History', action: { do: 'run:history', run: id, part: 0 } },
      { text: 'Copy as Markdown', action: { do: 'run:copy', run: id, part: 0 } },
    ]),
  ];
}
