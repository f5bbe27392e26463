import type { Paragraph, PhrasingContent, RootContent } from 'mdast';

const MARK =
  /^\s*(?:[✓✔☑✅☐□▢⬜]\uFE0F?|\[[ xX]\](?=\s)|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):)\s*/u;
const MARK_ON_NEW_LINE =
  /\n(?=\s*(?:[✓✔☑✅☐□▢⬜]|\[[ xX]\]\s|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):))/u;

/** Groups blocks into items: each opens with a paragraph that starts with a check mark or an icon, and what follows belongs to it. */
export const splitMarkedItems = (blocks: readonly RootContent[]): RootContent[][] => {
  const items: RootContent[][] = [];
  let isOpen = false;
  for (const block of blocks) {
    if (block.type === 'thematicBreak') isOpen = false;
    if (block.type !== 'paragraph') {
      if (isOpen) items.at(-1)?.push(block);
      continue;
    }
    for (const { isMarked, children } of splitAtMarks(block)) {
      const paragraph: Paragraph = { ...block, children };
      if (isMarked) items.push([paragraph]);
      else if (isOpen) items.at(-1)?.push(paragraph);
      isOpen ||= isMarked;
    }
  }
  return items;
};

/** Tells whether a paragraph opens an item. */
export const opensWithMark = (block: RootContent): boolean =>
  block.type === 'paragraph' && (splitAtMarks(block)[0]?.isMarked ?? false);

interface Part {
  isMarked: boolean;
  children: PhrasingContent[];
}

// Items may follow each other line by line within one paragraph.
const splitAtMarks = ({ children }: Paragraph): Part[] => {
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
};

const atLineStart = ({ isMarked, children }: Part): boolean => {
  const last = children.at(-1);
  if (last === undefined) return !isMarked;
  return last.type === 'break' || (last.type === 'text' && /\n\s*$/.test(last.value));
};
