import type { Button, KnownBlock } from '@slack/types';
import { hasGuideChanged } from '../../answer/revisions.js';
import { progressOf, type Run } from '../../checklist/run.js';
import type { Guide } from '../../guide/page.js';
import { actions, button, context, header, type Message } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { type ChosenItems, chooseItems, drawnItem, foldedLines, type Numbered } from './checklist-items.js';
import { completionFacts } from './checklist-notifications.js';
import { personLink, progressBar, progressWords, runTitle, when } from './format.js';

/** What a posted checklist is drawn with besides the run. */
export interface RunLook {
  readonly pageUrl: PageUrl;
  readonly guide: Pick<Guide, 'revision' | 'bySlug'>;
}

/** Room that the ids of the frame's blocks need, and in a list that does not fit, the folded line and the buttons to other parts. */
const IDS = 300;
const FOLDED = 2_300;
/** Blocks besides the items: header, progress, notices, folded line, two for the parts, Manage. */
const FRAME_BLOCKS = 10;

/** A posted checklist, drawn from the run alone. */
export function runMessage(run: Run, look: RunLook): Message {
  const before = headBlocks(run, look);
  const buttons = runButtons(run, look);
  // An archived run can no longer be ticked: it shows no items to press.
  const items = run.archivedAt ? [] : run.items.map((item, index) => drawnItem(run, item, index + 1, look.pageUrl));
  const chosen = chooseItems(run, items, {
    characters: limits.messageCharacters - IDS - JSON.stringify([before, actions(buttons)]).length,
    entries: limits.messageBlocks - FRAME_BLOCKS,
    folded: FOLDED,
  });
  const folded = foldedLines(chosen.folded);
  const blocks = [
    ...before,
    ...(folded.length > 0 ? [context(folded.join('\n'))] : []),
    ...(chosen.windows[chosen.window] ?? []).map(({ block }) => block()),
    ...rangeLine(run, chosen),
    actions([...turns(run, chosen), ...buttons]),
  ];
  const progress = progressOf(run);
  return {
    text: escapeEntities(`${runTitle(run)}: ${progressWords(progress)}${endWords(run)}`),
    // New ids at each redraw: clients keep what they know of a block whose id stays.
    blocks: blocks.map((block, index) => ({ ...block, block_id: `b${index}.${run.wantedVersion}` })),
  };
}

function endWords({ archivedAt, completedAt }: Run): string {
  if (archivedAt) return '. Archived.';
  return completedAt ? '. All done!' : '';
}

function headBlocks(run: Run, { guide }: RunLook): KnownBlock[] {
  const progress = progressOf(run);
  const title = runTitle(run);
  const facts = completionFacts(run, 5);
  const notes = [
    ...(facts ? [`Finished ${facts}`] : []),
    ...(run.archivedAt
      ? [`Archived${run.archivedBy ? ` by ${personLink(run.archivedBy)}` : ''} ${when(run.archivedAt)}`]
      : []),
    ...(hasGuideChanged(run, guide)
      ? ['The guide has changed since this was posted; these items stay as they were.']
      : []),
  ];
  return [
    header(`${run.archivedAt ? '🗄️ ' : run.completedAt ? '✅ ' : ''}${title}${run.completedAt ? ' – all done' : ''}`),
    context(
      `${progressBar(progress)}  *${progress.done} of ${progress.total}* done${progress.skipped > 0 ? ` · ${progress.skipped} skipped` : ''} · posted by ${personLink(run.postedBy)}`,
    ),
    ...(notes.length > 0 ? [context(notes.join('\n'))] : []),
  ];
}

function runButtons(run: Run, { guide }: RunLook): Button[] {
  return [
    button('Manage…', { do: 'run:manage', run: run.id, part: 0 }, { label: `Manage ${runTitle(run)}` }),
    ...(hasGuideChanged(run, guide) && guide.bySlug.get(run.page)?.checklist
      ? [
          button('Start a new run', {
            do: 'checklist:preview',
            slug: run.page,
            part: 0,
            anew: true,
            ...(run.name !== undefined && { name: run.name }),
          }),
        ]
      : []),
  ];
}

function rangeOf(part: readonly Numbered[] = []): string {
  return `${part[0]?.number ?? 0}–${part.at(-1)?.number ?? 0}`;
}

function rangeLine(run: Run, { window, windows }: ChosenItems): KnownBlock[] {
  return windows.length < 2
    ? []
    : [
        context(
          `Items ${rangeOf(windows[window])} of ${run.items.length}; those that are done are folded, and all are under Manage…`,
        ),
      ];
}

/** To the first part, the one before and the one after. */
function turns(run: Run, { window, windows }: ChosenItems): Button[] {
  return [...new Set([0, window - 1, window + 1])]
    .filter((index) => index !== window && windows[index] !== undefined)
    .sort((one, other) => one - other)
    .map((index) => button(`Items ${rangeOf(windows[index])}`, { do: 'run:window', run: run.id, window: index }));
}
