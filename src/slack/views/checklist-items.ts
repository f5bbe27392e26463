import type { SectionBlock } from '@slack/types';
import type { Run, RunItem } from '../../checklist/run.js';
import type { ChecklistItem } from '../../guide/page.js';
import { button, section } from '../block-kit/blocks.js';
import { cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { day, personLink, when } from './format.js';
import { type Room, windowsOf } from './paging.js';

const TITLE = 300;
const DETAIL = 500;

/** An item's title and detail as mrkdwn. Longer ones are cut after a sentence; the page has all of it. */
export function itemText(
  { titleContent, detail }: Pick<ChecklistItem, 'titleContent' | 'detail'>,
  number: number,
  pageUrl: PageUrl,
): { title: string; detail: string } {
  const [title = '…', ...moreTitle] = layOut([{ type: 'paragraph', children: [...titleContent] }], pageUrl, TITLE);
  const [text = '', ...moreDetail] = layOut(detail, pageUrl, DETAIL);
  return {
    title: `${number}. ${title}${moreTitle.length > 0 ? ' …' : ''}`,
    detail: `${text}${moreDetail.length > 0 ? ' …' : ''}`,
  };
}

/** Removes bold from a text that is about to be set in bold: bold does not nest. */
export function unbold(title: string): string {
  return title.replace(/(?<![\p{L}\p{N}])\*(\S.*?)\*(?![\p{L}\p{N}])/gu, '$1');
}

/** The sign before an item's title. */
export function itemSign({ state }: RunItem): string {
  return { open: '', done: '✅  ', skipped: '⏭️  ' }[state.kind];
}

/**
 * An item's state, assignee, due date and note in one line; empty if there are none.
 * @param max characters of a reason or note
 */
export function itemLine({ state, assignee, due, note }: RunItem, max: number): string {
  const short = (text: string): string => escapeMrkdwn(cutPlain(text, max));
  const open = state.kind === 'open';
  const facts = [
    ...(open && assignee ? [personLink(assignee)] : []),
    ...(open && due ? [`due ${day(due)}`] : []),
    ...(state.kind === 'done' ? [`_Done by ${personLink(state.by)} ${when(state.at)}_`] : []),
    ...(state.kind === 'skipped'
      ? [`_Skipped by ${personLink(state.by)} ${when(state.at)}_`, `reason: ${short(state.reason)}`]
      : []),
    ...(note ? [`note: ${short(note)}`] : []),
  ];
  return facts.length === 0 ? '' : `${open ? '↳ ' : ''}${facts.join(' · ')}`;
}

/** An item and its number in the run, from 1. */
export interface NumberedItem {
  readonly item: RunItem;
  readonly number: number;
}

/** An item as a posted checklist may show it. It renders when first needed: most items of a long list are never shown. */
export interface ItemView extends NumberedItem {
  /** With the one button that ticks or reopens it. */
  readonly block: () => SectionBlock;
  /** Characters that it takes as JSON in any state, so that a list keeps its windows while a team works through it. */
  readonly room: () => number;
}

/** Characters of a reason or a note. The dialog shows all of it. */
const SAID = 100;
/** Characters that "Done by" with a name and a time takes. */
const STATE_LINE = 200;

export function itemView(run: Run, item: RunItem, number: number, pageUrl: PageUrl): ItemView {
  let rendered: ReturnType<typeof itemText> | undefined;
  const text = () => {
    rendered ??= itemText(item, number, pageUrl);
    return rendered;
  };
  return {
    item,
    number,
    block: () => itemBlock(run, item, text()),
    room: () => {
      const bare = itemBlock(run, { ...item, state: { kind: 'open' } }, { ...text(), detail: '' });
      return JSON.stringify(bare).length + Math.max(JSON.stringify(text().detail).length, STATE_LINE);
    },
  };
}

function itemBlock(run: Run, item: RunItem, { title, detail }: ReturnType<typeof itemText>): SectionBlock {
  const isOpen = item.state.kind === 'open';
  const text = isOpen ? 'Done' : 'Reopen';
  const lines = [
    isOpen ? `*${unbold(title)}*` : `${itemSign(item)}${title}`,
    itemLine(item, SAID),
    ...(isOpen ? [detail] : []),
  ];
  return section(
    lines.filter((line) => line !== '').join('\n'),
    button(
      text,
      { do: 'item:set', run: run.id, item: item.id, done: isOpen },
      { ...(isOpen && { style: 'primary' as const }), label: `${text}: ${item.title}` },
    ),
  );
}

export interface ChosenItems {
  /** The windows up to the one after the shown one. Later ones are not made. */
  readonly windows: readonly (readonly ItemView[])[];
  /** The shown window, from 0. */
  readonly window: number;
  /** Items in no window: they are folded into a line. */
  readonly folded: readonly ItemView[];
}

/**
 * Chooses the items that the message shows. A run that fits shows them all. A longer one shows its open items, as many as fit,
 * and the last one that was done or skipped, so that one press undoes a mistake. The others are folded.
 * @param folded characters that the folded line needs
 */
export function chooseItems(
  run: Run,
  items: readonly ItemView[],
  { folded, ...room }: Room & { readonly folded: number },
): ChosenItems {
  const size = ({ block }: ItemView): number => JSON.stringify(block()).length + BLOCK_ID;
  const steadySize = (item: ItemView): number => Math.max(size(item), item.room() + BLOCK_ID);
  if (windowsOf(items, steadySize, room, 2).length < 2) return { windows: [items], window: 0, folded: [] };

  const last = lastSettled(run.items);
  const isUnfolded = ({ item }: ItemView): boolean => item.state.kind === 'open' || item === last;
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

/** Characters that a block's id takes as JSON. */
const BLOCK_ID = 40;

function lastSettled(items: readonly RunItem[]): RunItem | undefined {
  const at = ({ state }: RunItem): number => (state.kind === 'open' ? Number.NEGATIVE_INFINITY : state.at.getTime());
  return items
    .filter(({ state }) => state.kind !== 'open')
    .reduce<RunItem | undefined>((last, item) => (last === undefined || at(item) >= at(last) ? item : last), undefined);
}

const FOLDED_TITLE = 40;
const FOLDED_LINE = 300;

/** `✅ 5 done: 1. Restore a backup · 2. … and 3 more`, and the same for skipped items; empty if nothing is folded. */
export function foldedLines(folded: readonly NumberedItem[]): string[] {
  return [...foldedLine(folded, 'done', '✅'), ...foldedLine(folded, 'skipped', '⏭️')];
}

function foldedLine(folded: readonly NumberedItem[], kind: 'done' | 'skipped', sign: string): string[] {
  const titles = folded
    .filter(({ item }) => item.state.kind === kind)
    .map(({ item, number }) => `${number}. ${cutPlain(item.title, FOLDED_TITLE)}`);
  if (titles.length === 0) return [];
  const shown: string[] = [];
  for (const title of titles) {
    if ([...shown, title].join(' · ').length > FOLDED_LINE) break;
    shown.push(title);
  }
  const more = titles.length > shown.length ? ` and ${titles.length - shown.length} more` : '';
  return [`${sign} *${titles.length} ${kind}:* ${escapeMrkdwn(shown.join(' · '))}${more}`];
}
