import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { LruMap } from 'toad-cache';
import type { Page, Section } from '../guide/page.js';
import { TermReader } from '../search/words/terms.js';
import type { Passage } from './answer.js';
import { wordsIn } from './emphasis.js';

/**
 * The part of a section that answers best: the block with the most different matching words (the earlier one of two), together with
 * the sentence that introduces it or the list or code that it introduces ("…:"). Absent if the page's summary says the same.
 */
export function findPassage(
  readSection: ReadSection,
  page: Page,
  section: Section,
  searchTerms: ReadonlySet<string>,
): Passage | undefined {
  const { blocks, wordsByTerm } = readSection(section);
  if (blocks.length === 0) return undefined;
  const matched = new Set<string>();
  const scores = blocks.map(() => 0);
  for (const { word, places } of [...searchTerms].flatMap((term) => wordsByTerm.get(term) ?? [])) {
    // Several terms may match the same word.
    if (matched.has(word)) continue;
    matched.add(word);
    for (const place of places) scores[place] = (scores[place] ?? 0) + 1;
  }
  const passage = withIntroduction(blocks, scores.indexOf(Math.max(...scores)));
  if (section.heading === undefined && isInSummary(page.summary, passage)) return undefined;
  return { section, content: passage.map(({ block }) => block), words: matched };
}

function withIntroduction(blocks: readonly Block[], place: number): readonly Block[] {
  const start = isListOrCode(blocks[place]) && introduces(blocks[place - 1]) ? place - 1 : place;
  const end = introduces(blocks[place]) && isListOrCode(blocks[place + 1]) ? place + 2 : place + 1;
  return blocks.slice(start, end);
}

function introduces(block: Block | undefined): boolean {
  return block?.block.type === 'paragraph' && /:\s*$/.test(block.text);
}

function isListOrCode(block: Block | undefined): boolean {
  return block?.block.type === 'list' || block?.block.type === 'code';
}

function isInSummary(summary: string, passage: readonly Block[]): boolean {
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return plain(summary).startsWith(plain(passage.map(({ text }) => text).join(' ')));
}

/** What is the same for every question that a section answers. */
export interface SectionText {
  /** Those that have text. */
  readonly blocks: readonly Block[];
  /** The words that each term of the search finds. */
  readonly wordsByTerm: ReadonlyMap<string, readonly SectionWord[]>;
}

interface Block {
  readonly block: RootContent;
  readonly text: string;
}

interface SectionWord {
  /** In lower case. */
  readonly word: string;
  /** The places of the blocks that have it. */
  readonly places: readonly number[];
}

export type ReadSection = (section: Section) => SectionText;

/** All sections of most guides; one takes some ten kilobytes. */
const MAX_CACHED = 1_000;

/** Reads sections, each once while it is in the cache. */
export function sectionReader(): ReadSection {
  const cache = new LruMap<SectionText>(MAX_CACHED);
  return (section) => {
    let text = cache.get(section);
    if (text === undefined) {
      text = readSection(section);
      cache.set(section, text);
    }
    return text;
  };
}

function readSection({ content }: Section): SectionText {
  const blocks = content.map((block) => ({ block, text: textOf(block) })).filter(({ text }) => text.trim() !== '');
  const places = new Map<string, readonly number[]>();
  for (const [place, { text }] of blocks.entries()) {
    for (const word of new Set(wordsIn(text).map((written) => written.toLowerCase()))) addTo(places, word, place);
  }
  const reader = new TermReader();
  const wordsByTerm = new Map<string, readonly SectionWord[]>();
  for (const [word, ofWord] of places) {
    for (const term of new Set(reader.read(word).terms)) addTo(wordsByTerm, term, { word, places: ofWord });
  }
  return { blocks, wordsByTerm };
}

/** The lists are short and stay in the cache: a pushed array has room for sixteen more. */
function addTo<T>(lists: Map<string, readonly T[]>, key: string, value: T): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}
