import type { SectionBlock } from '@slack/types';
import type { Run, RunItem } from '../../checklist/run.js';
import type { ChecklistItem } from '../../guide/page.js';
import { button, section } from '../block-kit/blocks.js';
import { cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { day, personLink, when } from './format.js';
import { type Room, windowsOf } from './paging.js';

/** Characters of a reason or a note; the dialog shows them whole. */
const SAID = 100;

/** What "Done by" with a name and a time takes. */
const LINE = 200;

/** An item as a posted checklist may show it. Laid out when it is first needed: most items of a long list never are. */
export interface DrawnItem extends Numbered {
  /** With the one button that ticks or reopens it. */
  readonly block: () => SectionBlock;
  /** What it takes as JSON whatever becomes of it, so that a list keeps its shape while a team works through it. */
  readonly room: () => number;
}

export function drawnItem(run: Run, item: RunItem, number: number, pageUrl: PageUrl): DrawnItem {
  let words: ReturnType<typeof itemText> | undefined;
  const text = () => {
    words ??= itemText(item, number, pageUrl);
    return words;
  };
  return {
    item,
    number,
    block: () => runItemBlock(run, item, text()),
    room: () => {
      const bare = runItemBlock(run, { ...item, state: { kind: 'open' } }, { ...text(), detail: '' });
      return JSON.stringify(bare).length + Math.max(JSON.stringify(text().detail).length, LINE);
    },
  };
}

function runItemBlock(run: Run, item: RunItem, { title, detail }: ReturnType<typeof itemText>): SectionBlock {
  const isOpen = item.state.kind === 'open';
  const lines = [
    isOpen ? `*${unbold(title)}*` : `${itemSign(item)}${title}`,
    itemLine(item, SAID),
    ...(isOpen ? [detail] : []),
  ];
  return section(
    lines.filter((line) => line !== '').join('\n'),
    button(
      isOpen ? 'Done' : 'Reopen',
      { do: 'item:set', run: run.id, item: item.id, done: isOpen },
      { ...(isOpen && { style: 'primary' as const }), label: `${isOpen ? 'Done' : 'Reopen'}: ${item.title}` },
    ),
  );
}

export interface ChosenItems {
  /** The parts up to the one after the shown one; later ones are not laid out. */
  readonly windows: readonly (readonly DrawnItem[])[];
  /** The part that the message shows, from 0. */
  readonly window: number;
  /** What no part has: it is folded into a line. */
  readonly folded: readonly DrawnItem[];
}

/**
 * Which items stand in the message. A run that fits shows them all. A longer one shows those still open from the first on,
 * as many as have room, and what was settled last, so that a slip is mended by one press; the rest is folded.
 * @param folded characters of the room that folding takes
 */
export function chooseItems(
  run: Run,
  items: readonly DrawnItem[],
  { folded, ...room }: Room & { readonly folded: number },
): ChosenItems {
  const size = ({ block }: DrawnItem): number => JSON.stringify(block()).length + BLOCK_ID;
  const steady = (item: DrawnItem): number => Math.max(size(item), item.room() + BLOCK_ID);
  if (windowsOf(items, steady, room, 2).length < 2) return { windows: [items], window: 0, folded: [] };

  const last = lastSettled(run.items);
  const isUnfolded = ({ item }: DrawnItem): boolean => item.state.kind === 'open' || item === last;
  const wanted = run.window === 'first-open' ? 0 : run.window;
  const windows = windowsOf(
    items.filter(isUnfolded),
    size,
    { ...room, characters: room.characters - folded },
    wanted + 2,
  );
  return {
    windows,
    window: Math.min(wanted, Math.max(0, windows.length - 1)),
    folded: items.filter((item) => !isUnfolded(item)),
  };
}

/** What a block's id adds to it as JSON. */
const BLOCK_ID = 40;

function lastSettled(items: readonly RunItem[]): RunItem | undefined {
  const at = ({ state }: RunItem): number => (state.kind === 'open' ? Number.NEGATIVE_INFINITY : state.at.getTime());
  return items
    .filter(({ state }) => state.kind !== 'open')
    .reduce<RunItem | undefined>((last, item) => (last === undefined || at(item) >= at(last) ? item : last), undefined);
}

const TITLE = 40;
const LINE_2 = 300;

export interface Numbered {
  readonly item: RunItem;
  /** From 1, by the place in the run. */
  readonly number: number;
}

/** "✅ 5 done: 1. Restore a backup · 2. … and 3 more", and the same for what was skipped; no line where nothing is folded. */
export function foldedLines(folded: readonly Numbered[]): string[] {
  return [...lineOf(folded, 'done', '✅'), ...lineOf(folded, 'skipped', '⏭️')];
}

function lineOf(folded: readonly Numbered[], kind: 'done' | 'skipped', sign: string): string[] {
  const titles = folded
    .filter(({ item }) => item.state.kind === kind)
    .map(({ item, number }) => `${number}. ${cutPlain(item.title, TITLE)}`);
  if (titles.length === 0) return [];
  const shown: string[] = [];
  for (const title of titles) {
    if ([...shown, title].join(' · ').length > LINE_2) break;
    shown.push(title);
  }
  const more = titles.length > shown.length ? ` and ${titles.length - shown.length} more` : '';
  return [`${sign} *${titles.length} ${kind}:* ${escapeMrkdwn(shown.join(' · '))}${more}`];
}

/** What became of an item and who has it, in one compact line; empty where there is nothing to say. @param most characters of a reason or note */
export function itemLine({ state, assignee, due, note }: RunItem, most: number): string {
  const said = (text: string): string => escapeMrkdwn(cutPlain(text, most));
  const open = state.kind === 'open';
  const facts = [
    ...(open && assignee ? [personLink(assignee)] : []),
    ...(open && due ? [`due ${day(due)}`] : []),
    ...(state.kind === 'done' ? [`_Done by ${personLink(state.by)} ${when(state.at)}_`] : []),
    ...(state.kind === 'skipped'
      ? [`_Skipped by ${personLink(state.by)} ${when(state.at)}_`, `because: ${said(state.reason)}`]
      : []),
    ...(note ? [`note: ${said(note)}`] : []),
  ];
  return facts.length === 0 ? '' : `${open ? '↳ ' : ''}${facts.join(' · ')}`;
}

/** The sign before an item's title. */
export function itemSign({ state }: RunItem): string {
  return { open: '', done: '✅  ', skipped: '⏭️  ' }[state.kind];
}

const TITLE_2 = 300;
const DETAIL = 500;

/** An item as mrkdwn: its title in bold, its detail below. A longer one is cut after a sentence; the page has it all. */
export function itemText(
  { titleContent, detail }: Pick<ChecklistItem, 'titleContent' | 'detail'>,
  number: number,
  pageUrl: PageUrl,
): { title: string; detail: string } {
  const [title = '…', ...moreTitle] = layOut([{ type: 'paragraph', children: [...titleContent] }], pageUrl, TITLE_2);
  const [text = '', ...moreDetail] = layOut(detail, pageUrl, DETAIL);
  return {
    title: `${number}. ${title}${moreTitle.length > 0 ? ' …' : ''}`,
    detail: `${text}${moreDetail.length > 0 ? ' …' : ''}`,
  };
}

/** Bold does not nest. */
export function unbold(title: string): string {
  return title.replace(/(?<![\p{L}\p{N}])\*(\S.*?)\*(?![\p{L}\p{N}])/gu, '$1');
}
