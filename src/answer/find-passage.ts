import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Page, Section } from '../guide/page.js';
import type { Passage } from './answer.js';
import { emphasise } from './emphasise.js';
import { wordsIn } from './words-in.js';

/**
 * The part of a section that answers best: the block with the most different matched words, the earlier where two tie,
 * together with what it announces ("…:" and the list or code after it). Absent where the summary already says it.
 */
export const findPassage = (page: Page, section: Section, isMatch: (word: string) => boolean): Passage | undefined => {
  const blocks = section.content.filter((block) => textOf(block).trim() !== '');
  const [first] = blocks;
  if (first === undefined) return undefined;
  const scores = blocks.map((block) => countMatches(textOf(block), isMatch));
  const most = Math.max(...scores);
  const best = most === 0 ? 0 : scores.indexOf(most);
  const content = withWhatItAnnounces(blocks, best);
  if (section.heading === undefined && isSaidIn(page.summary, content)) return undefined;
  return { section, content: emphasise(content, isMatch) };
};

const countMatches = (text: string, isMatch: (word: string) => boolean): number =>
  new Set(
    wordsIn(text)
      .filter(isMatch)
      .map((word) => word.toLowerCase()),
  ).size;

const withWhatItAnnounces = (blocks: readonly RootContent[], index: number): RootContent[] => {
  const announces = (block: RootContent | undefined): boolean =>
    block?.type === 'paragraph' && /:\s*$/.test(textOf(block));
  const isAnnounced = (block: RootContent | undefined): boolean => block?.type === 'list' || block?.type === 'code';
  const start = isAnnounced(blocks[index]) && announces(blocks[index - 1]) ? index - 1 : index;
  const end = announces(blocks[index]) && isAnnounced(blocks[index + 1]) ? index + 2 : index + 1;
  return blocks.slice(start, end);
};

const isSaidIn = (summary: string, content: readonly RootContent[]): boolean => {
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return plain(summary).startsWith(plain(content.map((block) => textOf(block)).join(' ')));
};
