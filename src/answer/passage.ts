import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { keepLast } from '../guide/keep-last.js';
import type { Page, Section } from '../guide/page.js';
import { createTextReader } from '../search/words/terms.js';
import type { Passage } from './answer.js';
import type { Sources } from './answers.js';
import { wordsIn } from './emphasis.js';

/**
 * The part of a section that answers best: the block with the most different matched words, the earlier where two tie,
 * together with what it announces ("…:" and the list or code after it). Absent where the summary already says it.
 */
export function findPassage(
  { readSection }: Pick<Sources, 'readSection'>,
  page: Page,
  section: Section,
  sought: ReadonlySet<string>,
): Passage | undefined {
  const { blocks, wordsByTerm } = readSection(section);
  if (blocks.length === 0) return undefined;
  const matched = new Set<string>();
  const scores = new Array<number>(blocks.length).fill(0);
  for (const term of sought) {
    for (const { word, blocks: places } of wordsByTerm.get(term) ?? []) {
      // A word may be found by several terms.
      if (matched.has(word)) continue;
      matched.add(word);
      for (const place of places) scores[place] = (scores[place] ?? 0) + 1;
    }
  }
  const most = Math.max(...scores);
  const passage = withWhatItAnnounces(blocks, most === 0 ? 0 : scores.indexOf(most));
  if (section.heading === undefined && isSaidIn(page.summary, passage)) return undefined;
  return { section, content: passage.map(({ block }) => block), words: matched };
}

function withWhatItAnnounces(blocks: readonly BlockText[], index: number): BlockText[] {
  const start = isAnnounced(blocks[index]) && announces(blocks[index - 1]) ? index - 1 : index;
  const end = announces(blocks[index]) && isAnnounced(blocks[index + 1]) ? index + 2 : index + 1;
  return blocks.slice(start, end);
}

function announces(read: BlockText | undefined): boolean {
  return read?.block.type === 'paragraph' && /:\s*$/.test(read.text);
}

function isAnnounced(read: BlockText | undefined): boolean {
  return read?.block.type === 'list' || read?.block.type === 'code';
}

function isSaidIn(summary: string, passage: readonly BlockText[]): boolean {
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return plain(summary).startsWith(plain(passage.map(({ text }) => text).join(' ')));
}

/** A section, with what is the same for every question. Words are in lower case, each once. */
export interface SectionText {
  /** Without those that say nothing. */
  readonly blocks: readonly BlockText[];
  /** The section's words by what each is found by. */
  readonly wordsByTerm: ReadonlyMap<string, readonly SectionWord[]>;
}

export interface BlockText {
  readonly block: RootContent;
  readonly text: string;
}

export interface SectionWord {
  readonly word: string;
  /** The places of the blocks that have it. */
  readonly blocks: readonly number[];
}

/** Reads a section; each once, when it is first asked for. */
export type ReadSection = (section: Section) => SectionText;

/** All sections of most guides. Of a larger one those that were read first make room: one costs some ten kilobytes. */
const MOST_KEPT = 1_000;

export function createReadSection(): ReadSection {
  return keepLast(MOST_KEPT, read);
}

function read({ content }: Section): SectionText {
  const blocks = content.map((block) => ({ block, text: textOf(block) })).filter(({ text }) => text.trim() !== '');
  const toTerms = createTextReader();
  const wordsByTerm = new Map<string, SectionWord[]>();
  for (const [word, places] of placesOfWords(blocks)) {
    for (const term of new Set(toTerms(word).terms)) {
      addTo(wordsByTerm, term, { word, blocks: places });
    }
  }
  return { blocks, wordsByTerm };
}

function placesOfWords(blocks: readonly BlockText[]): Map<string, number[]> {
  const words = new Map<string, number[]>();
  for (const [place, { text }] of blocks.entries()) {
    for (const word of new Set(wordsIn(text).map((written) => written.toLowerCase()))) {
      addTo(words, word, place);
    }
  }
  return words;
}

/** Most lists stay at one: made with it, they take a tenth of the memory of an empty one that something is pushed to. */
function addTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
