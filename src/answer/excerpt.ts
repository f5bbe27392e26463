import type { Code, List, Nodes, Paragraph, PhrasingContent, RootContent, Table, Text } from 'mdast';
import { plainText, sentencesOf, shorten, splitPhrasing } from '../guide/text.js';

/** The blocks with every matched word (given in lower case) in bold. Code, links and bold text stay as they are. */
export function emphasise(blocks: readonly RootContent[], words: ReadonlySet<string>): RootContent[] {
  return blocks.map((block) => emphasiseNode(block, words));
}

function emphasiseNode<N extends Nodes>(node: N, words: ReadonlySet<string>): N {
  if (!('children' in node) || node.type === 'link' || node.type === 'strong') return node;
  const children: Nodes[] = [];
  for (const child of node.children as Nodes[]) {
    if (child.type === 'text') children.push(...emphasiseText(child, words));
    else children.push(emphasiseNode(child, words));
  }
  return { ...node, children } as N;
}

function emphasiseText(node: Text, words: ReadonlySet<string>): PhrasingContent[] {
  const places = findWords(node.value, words);
  if (places.length === 0) return [node];
  const content: PhrasingContent[] = [];
  let done = 0;
  for (const { start, end } of places) {
    if (start > done) content.push({ type: 'text', value: node.value.slice(done, start) });
    content.push({ type: 'strong', children: [{ type: 'text', value: node.value.slice(start, end) }] });
    done = end;
  }
  if (done < node.value.length) content.push({ type: 'text', value: node.value.slice(done) });
  return content;
}

/** A word such as `fly.io`, `don't` and `static-content`, without the full stop after it. */
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}_]|[.'’+#-](?=[\p{L}\p{N}]))*/gu;

export function wordsIn(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** What comes before and after a place inside a word. */
const IN_WORD_BEFORE = /[\p{L}\p{N}]_*[.'’+#-]?$/u;
const IN_WORD_AFTER = /^(?:[\p{L}\p{N}_]|[.'’+#-][\p{L}\p{N}])/u;

/** So much of a text before a place is looked at: with all of it, a long text would take the square of its length. */
const LOOK_BACK = 32;

/** A word's place in a text, from `start` up to `end`. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The places in a text, in order, of words that `wordsIn` finds there (given in lower case). */
export function findWords(text: string, words: Iterable<string>): Place[] {
  const lower = text.toLowerCase();
  const places: Place[] = [];
  for (const word of words) {
    for (let start = lower.indexOf(word); start >= 0; start = lower.indexOf(word, start + 1)) {
      const end = start + word.length;
      const isWithin =
        start > 0 &&
        text.charAt(start - 1) !== ' ' &&
        IN_WORD_BEFORE.test(text.slice(Math.max(0, start - LOOK_BACK), start));
      if (isWithin || IN_WORD_AFTER.test(text.slice(end, end + 3))) continue;
      // In lower case, İ takes two places and moves what follows.
      if (text.slice(start, end).toLowerCase() === word) places.push({ start, end });
    }
  }
  return places.sort((a, b) => a.start - b.start);
}

/** What stands for the part that is left out. */
const GAP: Paragraph = { type: 'paragraph', children: [{ type: 'text', value: '…' }] };
/** Rows below the head that are shown whatever was asked. */
const FEW_ROWS = 5;
/** Lines of code before the one that matches. */
const LINES_BEFORE = 4;

/**
 * The part of a block that matches, if the whole is longer than `max` characters: the list from the item that matches best, the code
 * from a few lines above, the paragraph from the sentence. Of a long table, the head and the rows that match.
 * @param text of the block
 * @param words in lower case
 */
export function excerptOf(block: RootContent, text: string, words: ReadonlySet<string>, max: number): RootContent[] {
  if (block.type === 'table' && block.children.length > 1 + FEW_ROWS) return [matchingRows(block, words)];
  if (text.length <= max) return [block];
  switch (block.type) {
    case 'list':
      return fromItem(block, words, max);
    case 'code':
      return [fromLine(block, words, max)];
    case 'paragraph':
      return fromSentence(block, words, max);
    default:
      return [block];
  }
}

function matchingRows(table: Table, words: ReadonlySet<string>): Table {
  const [head, ...rows] = table.children;
  const matching = rows.filter((row) => countWords(plainText([row]), words) > 0);
  if (head === undefined || matching.length === 0) return table;
  return { ...table, children: [head, ...matching] };
}

function fromItem(list: List, words: ReadonlySet<string>, max: number): RootContent[] {
  const texts = list.children.map((item) => plainText([item]));
  const first = bestOf(texts, words);
  const last = lastThatFits(texts, first, max);
  const start = list.start == null ? {} : { start: list.start + first };
  return [
    ...(first > 0 ? [GAP] : []),
    { ...list, ...start, children: list.children.slice(first, last + 1) },
    ...(last < texts.length - 1 ? [GAP] : []),
  ];
}

function fromLine(code: Code, words: ReadonlySet<string>, max: number): Code {
  const lines = code.value.split('\n');
  const first = Math.max(0, bestOf(lines, words) - LINES_BEFORE);
  const last = lastThatFits(lines, first, max);
  const value = [
    ...(first > 0 ? ['…'] : []),
    ...lines.slice(first, last + 1),
    ...(last < lines.length - 1 ? ['…'] : []),
  ].join('\n');
  return { ...code, value };
}

function fromSentence(paragraph: Paragraph, words: ReadonlySet<string>, max: number): RootContent[] {
  const sentences = [...sentencesOf(plainText([paragraph], ' '))];
  const first = bestOf(sentences, words);
  const last = lastThatFits(sentences, first, max);
  const length = (from: number, to: number): number => sentences.slice(from, to).join('').length;
  const [, fromFirst] = splitPhrasing(paragraph.children, length(0, first));
  const [children] = splitPhrasing(first === 0 ? paragraph.children : fromFirst, length(first, last + 1));
  const gap = { type: 'text', value: '… ' } as const;
  return [
    {
      ...paragraph,
      children: [
        ...(first > 0 ? [gap] : []),
        ...children,
        ...(last < sentences.length - 1 ? [{ type: 'text', value: ' …' } as const] : []),
      ],
    },
  ];
}

/** The place of the text with the most different words, the first of several. */
function bestOf(texts: readonly string[], words: ReadonlySet<string>): number {
  const counts = texts.map((text) => countWords(text, words));
  return counts.indexOf(Math.max(...counts));
}

function countWords(text: string, words: ReadonlySet<string>): number {
  return new Set(wordsIn(text.toLowerCase()).filter((word) => words.has(word))).size;
}

/** The place of the last text that fits together with those from `first` on; `first` itself in any case. */
function lastThatFits(texts: readonly string[], first: number, max: number): number {
  let length = 0;
  for (let place = first; place < texts.length; place++) {
    length += texts[place]?.length ?? 0;
    if (length > max) return Math.max(first, place - 1);
  }
  return texts.length - 1;
}

/** What else needs a dot behind it, such as the rows of a table and the items of a list. */
const HAS_END = /[.!?:;,…]["”’)]*$/;
/** The end of a sentence, an item or a row before the place where an extract begins. */
const BEFORE_SENTENCE = /(?:[.!?:…]["”’)]*| ·)\s+/g;

/**
 * At most `max` characters of a passage, as plain text on one line: from the sentence where the most of its words stand close together.
 * Code is left out, unless only that has the words: on one line it is hard to read.
 * @param words in lower case
 */
export function snippetOf(content: readonly RootContent[], words: ReadonlySet<string>, max: number): string {
  const prose = toLine(withoutCode(content));
  const text = prose !== '' && (words.size === 0 || countWords(prose, words) > 0) ? prose : toLine(content);
  if (text.length <= max) return text;
  const start = snippetStart(text, words, max);
  return `${start > 0 ? '… ' : ''}${shorten(text.slice(start), start > 0 ? max - 2 : max)}`;
}

function isFollowed(next: string | undefined): boolean {
  return next !== undefined && next !== '…';
}

/** Between two texts, “…” says that code is left out: what follows may be about it. */
function withoutCode(content: readonly RootContent[]): RootContent[] {
  const isText = ({ type }: RootContent): boolean => type !== 'code';
  const start = content.findIndex(isText);
  const end = content.findLastIndex(isText) + 1;
  return start < 0 ? [] : content.slice(start, end).map((block) => (isText(block) ? block : GAP));
}

/** Plain text on one line. */
function toLine(content: readonly RootContent[]): string {
  // No text has this mark: it separates paragraphs.
  const parts = plainText(content, '\u2029')
    .split('\u2029')
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
  return parts
    .map((part, place) => (isFollowed(parts[place + 1]) && !HAS_END.test(part.slice(-8)) ? `${part} ·` : part))
    .join(' ');
}

function snippetStart(text: string, words: ReadonlySet<string>, max: number): number {
  const places = findWords(text, words).slice(0, MAX_PLACES);
  let best = 0;
  let most = 0;
  for (const { start } of places) {
    const near = places.filter((other) => other.start >= start && other.end <= start + max / 2);
    const different = new Set(near.map((other) => text.slice(other.start, other.end).toLowerCase())).size;
    if (different > most) [best, most] = [start, different];
  }
  let sentence = 0;
  for (const { 0: end, index } of text.slice(0, best).matchAll(BEFORE_SENTENCE)) sentence = index + end.length;
  // A long sentence is cut in front of the words.
  if (best - sentence <= max / 2) return sentence;
  return text.lastIndexOf(' ', best - Math.floor(max / 4)) + 1;
}

/** A passage has a few; each is compared with all others. */
const MAX_PLACES = 50;
