import type { BlockContent, DefinitionContent, Paragraph, PhrasingContent, RootContent } from 'mdast';
import type { ChecklistItem } from './page.js';
import { tidyBlocks, tidyPhrasing } from './parse/tree.js';
import { inlineText, plainText, sentencesOf, splitPhrasing } from './text.js';

const MARK =
  /^\s*(?:[✓✔☑✅☐□▢⬜]\uFE0F?|\[[ xX]\](?=\s)|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):)\s*/u;
const MARK_ON_NEW_LINE =
  /\n(?=\s*(?:[✓✔☑✅☐□▢⬜]|\[[ xX]\]\s|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):))/u;

/** The blocks of one item of a checklist. */
interface ItemBlocks {
  readonly content: RootContent[];
  /** It comes from a list, not from a paragraph with a mark. */
  readonly isListItem: boolean;
}

/**
 * Groups blocks into items: the items of lists, and paragraphs that begin with a check mark or an icon. What follows such a
 * paragraph, up to the next one or a rule, belongs to it, lists included. `others` are the blocks that belong to no item.
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

// One paragraph may contain several items, one per line.
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

const MAX_LEAD = 75;

/** What an item says. */
export type ItemText = Pick<ChecklistItem, 'title' | 'titleContent' | 'detail'>;

/** Makes an item: its first sentence or line is the title, the rest is the detail. Undefined if it has no text. */
export function checklistItem(
  blocks: readonly (BlockContent | DefinitionContent | RootContent)[],
): ItemText | undefined {
  const [first, ...others] = tidyBlocks(blocks as readonly RootContent[]);
  if (first === undefined) return undefined;
  if (first.type !== 'paragraph' && first.type !== 'heading') {
    const [title = '', ...lines] = plainText([first]).split('\n');
    if (title === '') return undefined;
    const detail = first.type === 'code' || lines.length > 0 ? [first, ...others] : others;
    return { title, titleContent: [{ type: 'text', value: title }], detail };
  }
  const [lead, rest] = splitLead(first.children);
  const titleContent = tidyPhrasing(lead);
  const restOfLine = tidyPhrasing(rest);
  const title = plainText(titleContent);
  const detail: RootContent[] =
    restOfLine.length === 0 ? others : [{ type: 'paragraph', children: restOfLine }, ...others];
  return title === '' ? undefined : { title, titleContent, detail };
}

function splitLead(children: readonly PhrasingContent[]): [readonly PhrasingContent[], readonly PhrasingContent[]] {
  const [first, second, ...others] = children;
  // "**Back up first**: then …" is a title and its explanation, as is bold text on a line of its own.
  if (first?.type === 'strong' && plainText([first]).length <= MAX_LEAD) {
    const separator = second?.type === 'text' ? /^\s*[:–—]\s*/.exec(second.value)?.[0] : undefined;
    if (second?.type === 'text' && separator !== undefined) {
      return [[first], [{ type: 'text', value: second.value.slice(separator.length) }, ...others]];
    }
  }
  const lineBreak = children.findIndex((node) => node.type === 'break');
  const line = lineBreak === -1 ? children : children.slice(0, lineBreak);
  const afterLine = lineBreak === -1 ? [] : children.slice(lineBreak + 1);
  const text = line.map((node) => inlineText(node) ?? '').join('');
  const [firstSentence = text] = sentencesOf(text);
  const [lead, rest] = splitPhrasing(line, firstSentence.length);
  if (lead.length === 0) return [children, []];
  const isMore = rest.length > 0 && afterLine.length > 0;
  return [lead, [...rest, ...(isMore ? [{ type: 'break' as const }] : []), ...afterLine]];
}
