import type { Paragraph, PhrasingContent, RootContent } from 'mdast';

const MARK =
  /^\s*(?:[✓✔☑✅☐□▢⬜]\uFE0F?|\[[ xX]\](?=\s)|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):)\s*/u;
const MARK_ON_NEW_LINE =
  /\n(?=\s*(?:[✓✔☑✅☐□▢⬜]|\[[ xX]\]\s|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):))/u;

/** What becomes an item of a checklist. */
export interface ItemBlocks {
  readonly content: RootContent[];
  /** It comes from a list, not from a paragraph with a mark. */
  readonly isListItem: boolean;
}

/**
 * Groups blocks into items: those of each list, and each paragraph that opens with a check mark or an icon. What follows such a
 * paragraph, up to the next one or a thematic break, belongs to it, lists too. `others` are the blocks of no item.
 */
export function splitItems(blocks: readonly RootContent[]): { items: ItemBlocks[]; others: RootContent[] } {
  const items: ItemBlocks[] = [];
  const others: RootContent[] = [];
  let open: RootContent[] | undefined;
  for (const block of blocks) {
    if (block.type === 'thematicBreak') open = undefined;
    if (block.type === 'paragraph') {
      for (const { isMarked, children } of splitAtMarks(block)) {
        const paragraph: Paragraph = { ...block, children };
        if (isMarked) {
          open = [paragraph];
          items.push({ content: open, isListItem: false });
        } else (open ?? others).push(paragraph);
      }
    } else if (open === undefined && block.type === 'list') {
      items.push(...block.children.map(({ children }) => ({ content: [...children], isListItem: true })));
    } else {
      (open ?? others).push(block);
    }
  }
  return { items, others };
}

interface Part {
  isMarked: boolean;
  children: PhrasingContent[];
}

// Items may follow each other line by line within one paragraph.
function splitAtMarks({ children }: Paragraph): Part[] {
  const parts: Part[] = [{ isMarked: false, children: [] }];
  const current = (): Part => parts.at(-1) ?? { isMarked: false, children: [] };
  const openPart = (): void => {
    if (current().children.length === 0 && !current().isMarked) current().isMarked = true;
    else parts.push({ isMarked: true, children: [] });
  };
  for (const node of children) {
    if (node.type !== 'text') {
      current().children.push(node);
    } else if (node.data?.checkMark) {
      if (atLineStart(current())) openPart();
    } else {
      for (const [index, line] of node.value.split(MARK_ON_NEW_LINE).entries()) {
        const startsLine = index > 0 || atLineStart(current());
        const mark = startsLine ? MARK.exec(line)?.[0] : undefined;
        if (mark !== undefined) openPart();
        current().children.push({ type: 'text', value: line.slice(mark?.length ?? 0) });
      }
    }
  }
  return parts;
}

function atLineStart({ isMarked, children }: Part): boolean {
  const last = children.at(-1);
  if (last === undefined) return !isMarked;
  return last.type === 'break' || (last.type === 'text' && /\n\s*$/.test(last.value));
}
