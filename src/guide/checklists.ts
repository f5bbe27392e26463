import type { RootContent } from 'mdast';
import { checklistItem, type ItemText, splitItems } from './checklist-items.js';
import type { CutSection } from './parse/sections.js';
import { walkTree } from './parse/tree.js';

export interface FoundChecklist {
  readonly heading: string;
  /** Of the heading, from 1. */
  readonly line: number;
  readonly items: readonly LocatedItem[];
}

/** List items below a checklist's heading that are not part of it. */
interface LeftOutItems {
  readonly count: number;
  /** They have no text or are in a quotation; or their heading is another checklist's, or explains this one. */
  readonly reason: 'unreadable' | 'apart';
  /** Of the heading right above them. */
  readonly under: string;
  readonly line: number;
}

export interface FoundChecklists {
  /** In the order of the page. The first one is the page's checklist. */
  readonly checklists: readonly FoundChecklist[];
  /** Headings of checklists without items, if the page has no other checklist. */
  readonly empty: readonly CutSection[];
  /** For the first checklist. */
  readonly leftOut: readonly LeftOutItems[];
}

const MENTIONS = /checklist/i;
// "Launch checklist", "Checklist: launch", "Checklist for launches (v2)", but not "Why a checklist helps" or "How to use this checklist".
const NAMES =
  /\bchecklist(?:\s+(?:items?|steps?))?(?:\s*[:(–—].*|\s+(?:for|of|before|after|when)\b.*|[^\p{L}\p{N}]*)$/iu;
const EXPLAINS = /^[^\p{L}]*(?:why|how|what|when|where|who|about|using)\b|\?\s*$/iu;

/**
 * Finds the checklists of a page: the items under each heading that names one, with its subheadings, up to the next heading of the
 * same or a higher level or the next checklist. Headings that only mention the word count if no heading names one.
 */
export function findChecklists(sections: readonly CutSection[]): FoundChecklists {
  const mentioned = [...sections.keys()].filter((index) => MENTIONS.test(sections[index]?.heading ?? ''));
  const named = mentioned.filter((index) => namesChecklist(sections[index]?.heading ?? ''));
  const chosen = named.length > 0 ? named : mentioned;
  const listed = sections.map(({ blocks }) => listItems(blocks));
  const [isChecklist, isMention] = [new Set(chosen), new Set(mentioned)];
  const areas = chosen.map((index) => areaOf(sections, index, isChecklist, isMention));
  const found = areas.flatMap(({ own, all }) => {
    const [first] = own;
    const heading = first === undefined ? undefined : sections[first];
    const items = own.flatMap((index) => listed[index]?.items ?? []);
    return heading !== undefined && items.length > 0 ? [{ heading, first: first ?? 0, own, all, items }] : [];
  });
  // A page with "checklist" in its title may have the list itself under a heading.
  const isBare = found.length > 1 && found[0]?.heading.depth === 0 && listed[0]?.items.length === 0;
  const filled = isBare ? found.slice(1) : found;
  const taken = new Set(filled.flatMap(({ own }) => own));
  return {
    checklists: filled.map(({ heading, items }) => ({ heading: heading.heading, line: heading.line, items })),
    empty: filled.length > 0 ? [] : named.flatMap((index) => sections[index] ?? []),
    leftOut: (filled[0]?.all ?? []).flatMap((index) => leftOutOf(sections[index], listed[index], taken.has(index))),
  };
}

function namesChecklist(heading: string): boolean {
  return NAMES.test(heading) && !EXPLAINS.test(heading);
}

/** The sections below a heading, itself included: all of them, and those that make up its checklist. */
function areaOf(
  sections: readonly CutSection[],
  start: number,
  checklists: ReadonlySet<number>,
  mentioned: ReadonlySet<number>,
): { all: number[]; own: number[] } {
  const top = sections[start]?.depth ?? 0;
  const all = [start];
  const own = [start];
  let isOver = false;
  // A subheading about checklists explains this one, and so does everything below it.
  let aside: number | undefined;
  for (let index = start + 1; index < sections.length; index += 1) {
    const depth = sections[index]?.depth ?? 0;
    if (depth <= top) break;
    all.push(index);
    isOver ||= checklists.has(index);
    if (aside !== undefined && depth <= aside) aside = undefined;
    if (aside === undefined && mentioned.has(index)) aside = depth;
    if (!isOver && aside === undefined) own.push(index);
  }
  return { all, own };
}

function leftOutOf(section: CutSection | undefined, listed: ListedItems | undefined, isTaken: boolean): LeftOutItems[] {
  if (section === undefined || listed === undefined) return [];
  const [count, reason] = isTaken
    ? ([listed.leftOut, 'unreadable'] as const)
    : ([listed.leftOut + listed.listItems, 'apart'] as const);
  return count === 0 ? [] : [{ count, reason, under: section.heading, line: section.line }];
}

export interface LocatedItem {
  readonly item: ItemText;
  readonly line: number | undefined;
}

/** What a section has for a checklist. */
interface ListedItems {
  readonly items: readonly LocatedItem[];
  /** How many of `items` come from lists. */
  readonly listItems: number;
  /** How many items of lists cannot be taken: they have no text, or are in a quotation. */
  readonly leftOut: number;
}

function listItems(blocks: readonly RootContent[]): ListedItems {
  const { items: groups, others } = splitItems(blocks);
  const items = groups.flatMap(({ content }) => {
    const item = checklistItem(content);
    return item === undefined ? [] : [{ item, line: content[0]?.position?.start.line }];
  });
  const fromLists = groups.filter(({ isListItem }) => isListItem);
  const filled = fromLists.filter(({ content }) => checklistItem(content) !== undefined).length;
  const quoted = others.flatMap((block) => [...walkTree(block)]).filter(({ type }) => type === 'listItem').length;
  return { items, listItems: filled, leftOut: fromLists.length - filled + quoted };
}
