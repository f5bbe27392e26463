import type { Nodes, PhrasingContent, RootContent, Text } from 'mdast';

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
