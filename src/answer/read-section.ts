import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { keepLast } from '../guide/keep-last.js';
import type { Section } from '../guide/page.js';
import { createTextReader } from '../search/to-terms.js';
import { wordsIn } from './words-in.js';

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
