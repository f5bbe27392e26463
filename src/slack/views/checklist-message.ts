import type { Button, KnownBlock } from '@slack/types';
import { hasGuideChanged } from '../../answer/revisions.js';
import { progressOf } from '../../checklist/progress.js';
import type { Run } from '../../checklist/run.js';
import type { Guide } from '../../guide/page.js';
import { actions, button, contextLine, header, type Message } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { type ChosenItems, chooseItems, foldedLines, itemView, type NumberedItem } from './checklist-items.js';
import { completionFacts } from './checklist-notifications.js';
import { personLink, progressBar, progressWords, runTitle, when } from './format.js';
import { messageOf } from './message-text.js';

/** What the message of a run shows besides the run. */
export interface RunContext {
  readonly pageUrl: PageUrl;
  readonly guide: Pick<Guide, 'revision' | 'bySlug'>;
}

/** Characters that the block ids need. */
const IDS = 300;
/** Characters that the folded line and the buttons to other windows need, in a list that does not fit. */
const FOLDED = 2_300;
/** Blocks besides the items: header, progress, notes, folded line, two for the windows, Manage. */
const FRAME_BLOCKS = 10;

/** A posted checklist, rendered only from the run. */
export function runMessage(run: Run, context: RunContext): Message {
  const head = headBlocks(run, context);
  const buttons = runButtons(run, context);
  // An archived run can no longer be ticked, so it shows no items.
  const items = run.archivedAt ? [] : run.items.map((item, index) => itemView(run, item, index + 1, context.pageUrl));
  const chosen = chooseItems(run, items, {
    characters: limits.messageCharacters - IDS - JSON.stringify([head, actions(buttons)]).length,
    entries: limits.messageBlocks - FRAME_BLOCKS,
    folded: FOLDED,
  });
  const folded = foldedLines(chosen.folded);
  const blocks = [
    ...head,
    ...(folded.length > 0 ? [contextLine(folded.join('\n'))] : []),
    ...(chosen.windows[chosen.window] ?? []).map(({ block }) => block()),
    ...rangeLine(run, chosen),
    actions([...windowButtons(run, chosen), ...buttons]),
  ];
  const progress = progressOf(run);
  // The head is left out of the text: the opening says the same in words.
  const { text } = messageOf(blocks.slice(head.length), `${runTitle(run)}: ${progressWords(progress)}${ending(run)}`);
  return {
    text,
    // New ids at each update: Slack's clients keep what they know of a block whose id stays the same.
    blocks: blocks.map((block, index) => ({ ...block, block_id: `b${index}.${run.wantedVersion}` })),
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
  const notes = [
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
      `${progressBar(progress)}  *${done} of ${total}* done${skipped > 0 ? ` · ${skipped} skipped` : ''} · posted by ${personLink(run.postedBy)}`,
    ),
    ...(notes.length > 0 ? [contextLine(notes.join('\n'))] : []),
  ];
}

function runButtons(run: Run, { guide }: RunContext): Button[] {
  const { id, name, page } = run;
  const canStartAgain = hasGuideChanged(run, guide) && guide.bySlug.get(page)?.checklists.length;
  return [
    button('Manage…', { do: 'run:manage', run: id, part: 0 }, { label: `Manage ${runTitle(run)}` }),
    ...(canStartAgain
      ? [
          button('Start a new run', {
            do: 'checklist:preview',
            slug: page,
            part: 0,
            anew: true,
            ...(name !== undefined && { name }),
          }),
        ]
      : []),
  ];
}

function rangeOf(items: readonly NumberedItem[] = []): string {
  return `${items[0]?.number ?? 0}–${items.at(-1)?.number ?? 0}`;
}

function rangeLine(run: Run, { window, windows }: ChosenItems): KnownBlock[] {
  if (windows.length < 2) return [];
  const range = `Items ${rangeOf(windows[window])} of ${run.items.length}`;
  return [contextLine(`${range}. Finished items are folded; Manage… shows them all.`)];
}

/** To the first window, the one before and the one after. */
function windowButtons(run: Run, { window, windows }: ChosenItems): Button[] {
  return [...new Set([0, window - 1, window + 1])]
    .filter((index) => index !== window && windows[index] !== undefined)
    .sort((one, other) => one - other)
    .map((index) => button(`Items ${rangeOf(windows[index])}`, { do: 'run:window', run: run.id, window: index }));
}
