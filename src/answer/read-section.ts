import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Section } from '../guide/page.js';
import { createTextReader } from '../search/to-terms.js';
import { wordsIn } from './words-in.js';

/** A section, with what is the same for every question. Words are different ones, in lower case. */
export interface SectionText {
  /** Without those that say nothing. */
  readonly blocks: readonly BlockText[];
  /** The section's words by what each is found by. */
  readonly wordsByTerm: ReadonlyMap<string, readonly string[]>;
}

export interface BlockText {
  readonly block: RootContent;
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** Reads a section; each once, when it is first asked for. */
export type ReadSection = (section: Section) => SectionText;

/** All sections of most guides. Of a larger one those that were read first make room: one costs some ten kilobytes. */
const MOST_KEPT = 1_000;

export const createReadSection = (): ReadSection => {
  const kept = new Map<Section, SectionText>();
  return (section) => {
    const before = kept.get(section);
    if (before !== undefined) return before;
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= MOST_KEPT) kept.delete(oldest);
    const now = read(section);
    kept.set(section, now);
    return now;
  };
};

const read = ({ content }: Section): SectionText => {
  const blocks = content.map(readBlock).filter(({ text }) => text.trim() !== '');
  const toTerms = createTextReader();
  const wordsByTerm = new Map<string, string[]>();
  for (const word of new Set(blocks.flatMap(({ words }) => [...words]))) {
    for (const term of new Set(toTerms(word).terms)) {
      const words = wordsByTerm.get(term);
      if (words === undefined) wordsByTerm.set(term, [word]);
      else words.push(word);
    }
  }
  return { blocks, wordsByTerm };
};

const readBlock = (block: RootContent): BlockText => {
  const text = textOf(block);
  return { block, text, words: new Set(wordsIn(text).map((word) => word.toLowerCase())) };
};
