import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Section } from '../guide/page.js';
import { wordsIn } from './words-in.js';

/** A section, with what is the same for every question. Words are different ones, in lower case. */
export interface SectionText {
  readonly words: readonly string[];
  /** Without those that say nothing. */
  readonly blocks: readonly BlockText[];
}

export interface BlockText {
  readonly block: RootContent;
  readonly text: string;
  readonly words: readonly string[];
}

/** Reads a section; each once, when it is first asked for. */
export type ReadSection = (section: Section) => SectionText;

export const createReadSection = (): ReadSection => {
  const read = new WeakMap<Section, SectionText>();
  return (section) => {
    const before = read.get(section);
    if (before !== undefined) return before;
    const blocks = section.content.map(readBlock).filter(({ text }) => text.trim() !== '');
    const now = { blocks, words: [...new Set(blocks.flatMap(({ words }) => words))] };
    read.set(section, now);
    return now;
  };
};

const readBlock = (block: RootContent): BlockText => {
  const text = textOf(block);
  return { block, text, words: [...new Set(wordsIn(text).map((word) => word.toLowerCase()))] };
};
