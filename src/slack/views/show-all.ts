import type { KnownBlock, ModalView } from '@slack/types';
import { isSettled, phaseProgress, progressOf, topLevelItems } from '../../checklist/progress.js';
import type { Run, RunItem } from '../../checklist/run.js';
import { actions, contextLine, dialog, header, section } from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { bold, cutPlain } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { bypassLines } from './bypass.js';
import { itemButton, itemLine, itemNumbers, itemSign, unbold } from './checklist-items.js';
import { progressBar, progressWords, runTitle } from './format.js';
import { turnButtons, windowsOf } from './paging.js';

export interface ShowAllOptions {
  /** From 0. */
  readonly part?: number;
  /** Opened outside the channel. */
  readonly home?: boolean | undefined;
  /** Who sees the dialog. */
  readonly viewer?: string;
  /** False if the run is only the person's part of it, by `partOutside`. */
  readonly isWhole?: boolean;
}

/** Blocks of one part: the frame needs some of the hundred that Slack allows. */
const PART = 80;
/** A long section counts as several blocks, so that a part stays below Slack's 250,000 bytes. */
const BLOCK_CHARACTERS = 2_000;

/** Every item of a run with its whole detail, by phases, to tick. Each person has their own, and pages through it alone. */
export function showAllDialog(
  run: Run,
  pageUrl: PageUrl,
  { part = 0, home = false, viewer, isWhole = true }: ShowAllOptions = {},
): ModalView {
  const outside = home ? ({ home: true } as const) : {};
  const from = { ...outside, part, viewer };
  const numbers = itemNumbers(run);
  const entries = phaseProgress(run).flatMap(({ phase, items: all }) =>
    topLevelItems({ items: all }).flatMap((item, index) => [
      [
        ...(index === 0 && phase !== undefined ? [header(cutPlain(phase.title, limits.headerText))] : []),
        ...itemBlocks(run, item, { number: numbers.get(item.id) ?? '', pageUrl, from }),
      ],
      ...run.items
        .filter(({ parent }) => parent === item.id)
        .map((each) => itemBlocks(run, each, { number: numbers.get(each.id) ?? '', pageUrl, from })),
    ]),
  );
  const parts = windowsOf(
    entries,
    (blocks) => blocks.reduce((sum, block) => sum + Math.ceil(JSON.stringify(block).length / BLOCK_CHARACTERS), 0),
    { characters: PART, entries: PART },
  );
  const shown = Math.min(part, Math.max(0, parts.length - 1));
  const turns = turnButtons(shown, parts.length, (to) => ({ do: 'run:all', run: run.id, part: to, ...outside }));
  const progress = progressOf(run);
  return dialog({
    kind: 'run',
    title: isWhole ? 'All items' : 'Your items',
    metadata: encodeDialog({ dialog: 'run', run: run.id, part: shown, ...outside }),
    blocks: [
      section(bold(runTitle(run))),
      contextLine(
        isWhole
          ? `${progressBar(progress)}  ${progressWords(progress)}${run.archivedAt ? ' · archived' : ''}`
          : 'Only the items that are assigned to you. Open the checklist in its channel to see all of it.',
      ),
      ...(isWhole ? bypassLines(run).map((line) => contextLine(line)) : []),
      ...(parts[shown] ?? []).flat(),
      ...(turns.length > 0 ? [contextLine(`Part ${shown + 1} of ${parts.length}`), actions(turns)] : []),
    ],
  });
}

const TITLE = 700;
const SAID = 500;

function itemBlocks(
  run: Run,
  item: RunItem,
  {
    number,
    pageUrl,
    from,
  }: { number: string; pageUrl: PageUrl; from: { home?: true; part?: number; viewer: string | undefined } },
): KnownBlock[] {
  const [title = '…'] = layOut([{ type: 'paragraph', children: [...item.titleContent] }], pageUrl, TITLE);
  const head = `${itemSign(item)}${isSettled(item) ? `${number}. ${title}` : `*${number}. ${unbold(title)}*`}`;
  const line = itemLine(run, item, SAID);
  const top = line === '' ? head : `${head}\n${line}`;
  const [first = '', ...others] = layOut(item.detail, pageUrl, limits.sectionText);
  // A short detail needs no block of its own, and no gap above it.
  const isShort = first !== '' && others.length === 0 && top.length + first.length < limits.sectionText;
  const details = isShort || first === '' ? others : [first, ...others];
  return [
    section(isShort ? `${top}\n${first}` : top, itemButton(run, item, from)),
    ...details.map((text) => section(text)),
  ];
}
