import type { Nodes, PhrasingContent } from 'mdast';

/** The text of some nodes without any markup. `separator` goes between blocks, and between the lines of lists and tables. */
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

/** The text of an inline node, with its white space, so that offsets into it are right; undefined for a block. */
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

/** Splits a line at an offset into its plain text. Emphasis, code and links stay whole, in the first part. */
export function splitPhrasing(
  nodes: readonly PhrasingContent[],
  offset: number,
): [PhrasingContent[], PhrasingContent[]] {
  const before: PhrasingContent[] = [];
  let left = offset;
  for (const [index, node] of nodes.entries()) {
    if (left <= 0) return [before, nodes.slice(index)];
    const length = (inlineText(node) ?? '').length;
    if (node.type === 'text' && length > left) {
      const rest: PhrasingContent = { type: 'text', value: node.value.slice(left) };
      return [
        [...before, { type: 'text', value: node.value.slice(0, left) }],
        [rest, ...nodes.slice(index + 1)],
      ];
    }
    before.push(node);
    left -= length;
  }
  return [before, []];
}

function blockText(node: Nodes, separator: string): string {
  if (node.type === 'code') return node.value.trim();
  if (node.type === 'tableRow') return node.children.map((cell) => plainText(cell.children, ' ')).join(' | ');
  return 'children' in node ? plainText(node.children, separator) : '';
}

const ABBREVIATION =
  /(?:^|[\s("“])(?:e\.g|i\.e|etc|cf|vs|approx|resp|incl|Mr|Mrs|Ms|Dr|St|No|Fig|Inc|Ltd|Jr|Sr)\.\s*$/i;

/** The sentences of a text, each with the white space after it. Joined, they are the text again. */
export function* sentencesOf(text: string): Generator<string> {
  // The segmenter ends a sentence at every line break, so make it a space. The length stays the same, and so do offsets.
  const line = text.replace(/\s/g, ' ');
  let sentence = '';
  for (const segment of segmentsOf(line)) {
    if (sentence !== '' && !ABBREVIATION.test(sentence.slice(-20))) {
      yield sentence;
      sentence = '';
    }
    sentence += segment;
  }
  if (sentence !== '') yield sentence;
}

let segmenter: Intl.Segmenter | undefined;
/** The segmenter copies its whole input for each sentence that it finds, so a long paragraph would take gigabytes. */
const WINDOW = 4_000;

function* segmentsOf(line: string): Generator<string> {
  // Made on first use: Node's language data would take 9 MiB, also where nothing is parsed.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' });
  for (let start = 0; start < line.length; ) {
    const segments = Array.from(segmenter.segment(line.slice(start, start + WINDOW)), ({ segment }) => segment);
    // The last one may go on in the next window.
    if (start + WINDOW < line.length && segments.length > 1) segments.pop();
    for (const segment of segments) {
      yield segment;
      start += segment.length;
    }
  }
}

/** The end of a sentence, with the quotation mark or bracket after it. */
const SENTENCE_END = /[.!?…][”"’')\]]*(?=\s|$)/g;

/**
 * The first sentences of a text that together have at most `max` characters; the first one in any case. By hand, because the segmenter's
 * language data takes 9 MiB.
 */
export function leadingSentences(text: string, max: number): string {
  let end = 0;
  for (const { 0: mark, index } of text.matchAll(SENTENCE_END)) {
    const next = index + mark.length;
    if (ABBREVIATION.test(text.slice(Math.max(0, next - 20), next))) continue;
    if (end > 0 && next > max) break;
    end = next;
  }
  return end === 0 ? text : text.slice(0, end);
}

/** A name without the marks of Markdown, as menus and front matter may write it: "`kubectl` **basics**" → "kubectl basics". */
export function withoutMarks(name: string): string {
  if (!/[`*[]/.test(name)) return name;
  return name
    .replace(/!?\[([^\]]+)\]\([^()\s]*\)/g, '$1')
    .replace(/(`+)([^`]+)\1/g, '$2')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])/g, '$1')
    .trim();
}

/** Shortens a text to `limit` characters, between words where possible, with an ellipsis. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  const space = head.lastIndexOf(' ');
  const cut = space > limit / 2 ? head.slice(0, space) : head.replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.replace(/[\s,;:.…–—-]+$/, '')}…`;
}
