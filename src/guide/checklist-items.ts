import type { RootContent } from 'mdast';
import { checklistItem } from './checklist-item.js';
import type { ChecklistItem } from './page.js';
import { walkTree } from './rewrite-tree.js';
import { splitItems } from './split-items.js';

export interface LocatedItem {
  readonly item: ChecklistItem;
  readonly line: number | undefined;
}

/** What a section would give to a checklist. */
export interface ListedItems {
  readonly items: readonly LocatedItem[];
  /** How many of the items are items of lists. */
  readonly listItems: number;
  /** How many items of lists would be left out all the same: they say nothing, or stand in a quotation. */
  readonly leftOut: number;
}

export function listItems(blocks: readonly RootContent[]): ListedItems {
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
