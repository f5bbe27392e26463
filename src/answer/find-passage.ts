import type { Page, Section } from '../guide/page.js';
import type { Passage } from './answer.js';
import type { BlockText } from './read-section.js';
import type { Sources } from './sources.js';

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
