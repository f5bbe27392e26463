import type { Button, KnownBlock, ModalView, SectionBlock } from '@slack/types';
import { gateOf } from '../../checklist/gate.js';
import { progressOf } from '../../checklist/progress.js';
import { LEAD } from '../../checklist/rules.js';
import type { Run, RunItem } from '../../checklist/run.js';
import { actions, button, contextLine, dialog, section } from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { bold, cutPlain, escapeEntities } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { bypassRows } from './bypass.js';
import { itemLine, itemNumbers, itemSign, unbold } from './checklist-items.js';
import { personLink, progressBar, progressWords, runTitle } from './format.js';
import { undeliverableText } from './notices.js';
import { pagedBlocks } from './paging.js';

const ITEMS = 40;
const TITLE = 500;
const TEXT = 500;

export interface ManageOptions {
  readonly part?: number;
  /** Opened from Home, which is updated after each change. */
  readonly home?: boolean | undefined;
  /** False if the run is only the person's part of it, by `partOutside`. */
  readonly isWhole?: boolean;
}

/** The items of a run, for one person to view and edit. */
export function manageDialog(
  run: Run,
  pageUrl: PageUrl,
  { part = 0, home = false, isWhole = true }: ManageOptions = {},
): ModalView {
  const from = home ? ({ home } as const) : {};
  const numbers = itemNumbers(run);
  const shown = Math.min(part, Math.max(0, Math.ceil(run.items.length / ITEMS) - 1));
  return dialog({
    kind: 'manage',
    title: isWhole ? 'Manage checklist' : 'Your items',
    metadata: encodeDialog({ dialog: 'manage', run: run.id, part: shown, ...from }),
    blocks: [
      ...(isWhole ? wholeHead(run, from) : [section(bold(runTitle(run))), contextLine(ONLY_OWN)]),
      ...pagedBlocks(run.items, {
        part: shown,
        max: ITEMS,
        render: (item) => itemRow(run, item, { number: numbers.get(item.id) ?? '', pageUrl, from }),
        turn: (to) => ({ do: 'run:manage', run: run.id, part: to, ...from }),
      }),
    ],
  });
}

const ONLY_OWN = 'Only the items that are assigned to you. Open the checklist in its channel to see all of it.';

function wholeHead(run: Run, from: { home?: true }): KnownBlock[] {
  const progress = progressOf(run);
  return [
    section(`${bold(runTitle(run))}\n${progressBar(progress)}  ${progressWords(progress)}\n${rolesLine(run)}`),
    actions(runButtons(run, from)),
    ...bypassRows(run, from),
    ...(run.undeliverableReason === undefined ? [] : [contextLine(`⚠️ ${undeliverableText(run.undeliverableReason)}`)]),
    contextLine(
      run.archivedAt
        ? 'This checklist is archived. You can view and copy it, or take it out of the archive.'
        : 'Edit an item to skip it, assign it, set a due date or add a note.',
    ),
  ];
}

/** `lead: Ada · dba: nobody yet`. */
function rolesLine({ roles }: Run): string {
  const named = roles.length > 0 ? roles : [{ name: LEAD }];
  return named
    .map(
      ({ name, holder }: Run['roles'][number]) =>
        `${escapeEntities(name)}: ${holder ? personLink(holder) : 'nobody yet'}`,
    )
    .join(' · ');
}

function runButtons(run: Run, from: { home?: true }): Button[] {
  const named = { run: run.id, ...from };
  const reading = [
    button('History', { do: 'run:history', run: run.id, part: 0 }),
    button('Copy as Markdown', { do: 'run:copy', run: run.id, part: 0 }),
  ];
  if (run.archivedAt) return [...reading, button('Unarchive', { do: 'run:unarchive', ...named })];
  return [
    button('Add an item…', { do: 'run:add', ...named }),
    button('Roles…', { do: 'run:roles', ...named }),
    ...(isGateOpen(run) ? [] : [button('Open the gate…', { do: 'run:bypass', ...named })]),
    ...reading,
    button(
      'Archive',
      { do: 'run:archive', run: run.id },
      {
        style: 'danger',
        confirm: {
          title: 'Archive this checklist?',
          text: `“${cutPlain(runTitle(run), 100)}” can no longer be ticked, and sends no more reminders. You can take it out of the archive later.`,
          yes: 'Archive',
        },
      },
    ),
  ];
}

/** Whether a deployment may go on already. */
function isGateOpen(run: Run): boolean {
  const gate = gateOf(run);
  return 'state' in gate && gate.state === 'complete';
}

function itemRow(
  run: Run,
  item: RunItem,
  { number, pageUrl, from }: { number: string; pageUrl: PageUrl; from: { home?: true } },
): SectionBlock {
  const [title = '…'] = layOut([{ type: 'paragraph', children: [...item.titleContent] }], pageUrl, TITLE);
  const line = itemLine(run, item, TEXT);
  return section(
    `${itemSign(item)}*${number}. ${unbold(title)}*${line === '' ? '' : `\n${line}`}`,
    run.archivedAt || item.doesNotApply !== undefined
      ? undefined
      : button('Edit', { do: 'item:edit', run: run.id, item: item.id, ...from }, { label: `Edit ${item.title}` }),
  );
}

/** The part of the dialog that shows an item. */
export function partOfItem(run: Run, item: string): number {
  return Math.max(0, Math.floor(run.items.findIndex(({ id }) => id === item) / ITEMS));
}
