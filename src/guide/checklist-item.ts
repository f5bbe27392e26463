import type { BlockContent, DefinitionContent, PhrasingContent, RootContent } from 'mdast';
import type { ChecklistItem } from './page.js';
import { inlineText, plainText } from './plain-text.js';
import { splitPhrasing } from './split-phrasing.js';
import { splitSentences } from './split-sentences.js';
import { tidyBlocks, tidyPhrasing } from './tidy-tree.js';

const MAX_LEAD = 75;

/** An item from what stands in it: its first sentence or line is the title, everything after it the detail. */
export function checklistItem(
  blocks: readonly (BlockContent | DefinitionContent | RootContent)[],
): ChecklistItem | undefined {
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
  const [lead, rest] = splitPhrasing(line, splitSentences(text)[0]?.length ?? text.length);
  if (lead.length === 0) return [children, []];
  const isMore = rest.length > 0 && afterLine.length > 0;
  return [lead, [...rest, ...(isMore ? [{ type: 'break' as const }] : []), ...afterLine]];
}
