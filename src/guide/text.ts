import type { Nodes } from 'mdast';

/** The text of some nodes without any markup. Blocks, and the lines of a list or table, are parted by `separator`. */
export function plainText(nodes: readonly Nodes[], separator = '\n'): string {
  const parts: string[] = [];
  let inline = '';
  const endInline = (): void => {
    if (inline.trim() !== '') parts.push(inline.trim());
    inline = '';
  };
  for (const node of nodes) {
    const text = inlineText(node);
    if (text === undefined) {
      endInline();
      const block = blockText(node, separator);
      if (block !== '') parts.push(block);
    } else inline += text;
  }
  endInline();
  return parts.join(separator);
}

/** The text of a node inside a line, or undefined for a block. Its white space is kept, so that offsets into it can be counted. */
export function inlineText(node: Nodes): string | undefined {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value;
    case 'break':
      return ' ';
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'link':
      return node.children.map((child) => inlineText(child) ?? '').join('');
    default:
      return undefined;
  }
}

function blockText(node: Nodes, separator: string): string {
  if (node.type === 'code') return node.value.trim();
  if (node.type === 'tableRow') return node.children.map((cell) => plainText(cell.children, ' ')).join(' | ');
  return 'children' in node ? plainText(node.children, separator) : '';
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const ABBREVIATION =
  /(?:^|[\s("“])(?:e\.g|i\.e|etc|cf|vs|approx|resp|incl|Mr|Mrs|Ms|Dr|St|No|Fig|Inc|Ltd|Jr|Sr)\.\s*$/i;

/** The sentences of a text, with the white space that follows each: joined they are the text again. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  // The segmenter ends a sentence at every line break; here a break is a space. Same length, so that offsets stay true.
  const line = text.replace(/\s/g, ' ');
  for (const { segment } of segmenter.segment(line)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATION.test(last.slice(-20))) sentences[sentences.length - 1] = last + segment;
    else sentences.push(segment);
  }
  return sentences;
}

/** The text, cut at a word with an ellipsis where it is longer than `limit` characters. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  const space = head.lastIndexOf(' ');
  const cut = space > limit / 2 ? head.slice(0, space) : head.replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.replace(/[\s,;:.–—-]+$/, '')}…`;
}
