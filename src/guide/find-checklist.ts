import type { RootContent } from 'mdast';
import { checklistItem } from './checklist-item.js';
import type { CutSection } from './cut-sections.js';
import type { ChecklistItem } from './page.js';
import { opensWithMark, splitMarkedItems } from './split-marked-items.js';

export interface FoundChecklist {
  readonly heading: string;
  /** Of the heading, from 1. */
  readonly line: number;
  readonly items: readonly LocatedItem[];
}

export interface LocatedItem {
  readonly item: ChecklistItem;
  readonly line: number | undefined;
}

/**
 * The checklists of a page, in its order: what stands under each heading that says "checklist", as list items or else as paragraphs
 * that open with a check mark. Where nothing stands right under such a heading, its subheadings' items count.
 */
export const findChecklists = (
  sections: readonly CutSection[],
): { checklists: FoundChecklist[]; empty: CutSection[] } => {
  const headings = [...sections.entries()].filter(([, section]) => /checklist/i.test(section.heading));
  const ownItems = headings.map(([, section]) => itemsOf(section.blocks));
  const filled = headings.flatMap(([index, { heading, line }], position) => {
    const own = ownItems[position] ?? [];
    const items = own.length > 0 || ownItems.some((other) => other.length > 0) ? own : itemsBelow(sections, index);
    return items.length > 0 ? [{ heading, line, items }] : [];
  });
  // "Why checklists work" may well be prose; "Launch checklist" without items is an oversight.
  const announced = headings.map(([, section]) => section).filter(({ heading }) => /\bchecklist\W*$/i.test(heading));
  return { checklists: filled, empty: filled.length > 0 ? [] : announced };
};

const itemsBelow = (sections: readonly CutSection[], index: number): LocatedItem[] => {
  const depth = sections[index]?.depth ?? 0;
  const after = sections.slice(index + 1);
  const end = after.findIndex((section) => section.depth <= depth);
  return after.slice(0, end === -1 ? undefined : end).flatMap((section) => itemsOf(section.blocks));
};

const itemsOf = (blocks: readonly RootContent[]): LocatedItem[] => {
  const firstList = blocks.findIndex((block) => block.type === 'list');
  const firstMark = blocks.findIndex(opensWithMark);
  // A list after a marked paragraph is that item's detail, not the checklist.
  const isMarked = firstMark !== -1 && (firstList === -1 || firstMark < firstList);
  const groups: readonly RootContent[][] = isMarked
    ? splitMarkedItems(blocks)
    : blocks.flatMap((block) => (block.type === 'list' ? block.children.map((item) => item.children) : []));
  return groups.flatMap((group) => {
    const item = checklistItem(group);
    return item === undefined ? [] : [{ item, line: lineOf(group) }];
  });
};

const lineOf = ([first]: readonly RootContent[]): number | undefined => first?.position?.start.line;
