import type { RootContent } from 'mdast';
import { LruMap } from 'toad-cache';
import type { Page, Section } from '../guide/page.js';
import { isPropertyList } from '../guide/parse/summary.js';
import { plainText } from '../guide/text.js';
import type { TermWeights } from '../search/rank.js';
import type { Match } from '../search/search.js';
import { toTerms } from '../search/words/terms.js';
import type { Passage } from './answer.js';
import { excerptOf, wordsIn } from './excerpt.js';

/**
 * How long a passage is: characters of text that it has at least where its section has so many, because a short section is shown whole,
 * and characters that neighbours may fill it up to, and that one block may have.
 */
interface Length {
  readonly enough: number;
  readonly most: number;
}

/** A screenful on a phone. */
const FIRST: Length = { enough: 1_000, most: 1_200 };
const SECOND: Length = { enough: 600, most: 800 };
/** With this part of the first one's score, another section may as well be the one that answers. */
const CLOSE = 0.6;

/** Of a page, what answers a question. */
export interface FoundPassages {
  /** Absent if the page's summary says the same, or if the page has no text. */
  readonly passage?: Passage;
  /** Part of another section that matches nearly as well, shorter. */
  readonly secondPassage?: Passage;
}

/**
 * The part of a page that answers best: of its best sections, the block with the weightiest words, with as much around it as it needs
 * to be understood. If two sections match about as well, a part of each.
 */
export function findPassages(readSection: ReadSection, { page, sections, weights }: Match): FoundPassages {
  const candidates = sections
    .flatMap(({ section, score }) => bestBlock(section, readSection(section), weights, score) ?? [])
    .sort((one, other) => other.score - one.score);
  const [best, ...others] = candidates;
  if (best === undefined) return {};
  const passages = [toPassage(page, best, FIRST)];
  // The introduction says little that the card does not say already.
  const next =
    findBelow(page, best, readSection, weights) ??
    others.find(({ section, score }) => section.heading !== undefined && score >= CLOSE * best.score);
  if (next !== undefined) passages.push(toPassage(page, next, SECOND));
  const [passage, secondPassage] = passages.filter((each) => each !== undefined);
  return { ...(passage && { passage }), ...(secondPassage && { secondPassage }) };
}

/** So many sections below one are looked at. */
const MAX_BELOW = 20;

/** Of the sections below a short one, that with the most of the question that this one lacks: "Android" below "Pause a rollout". */
function findBelow(
  { sections }: Page,
  { section: above, blocks }: ScoredBlock,
  readSection: ReadSection,
  weights: TermWeights,
): ScoredBlock | undefined {
  if (above.heading === undefined || above.text.length >= SECOND.enough) return undefined;
  const start = sections.indexOf(above) + 1;
  const isBelow = (section: Section | undefined): boolean => section !== undefined && section.depth > above.depth;
  if (!isBelow(sections[start])) return undefined;
  const known = termsOf(above, blocks);
  let found: ScoredBlock | undefined;
  let most = 0;
  for (const section of sections.slice(start, start + MAX_BELOW)) {
    if (!isBelow(section)) break;
    const below = readSection(section);
    const terms = termsOf(section, below);
    let added = 0;
    for (const [term, weight] of weights) if (terms.has(term) && !known.has(term)) added += weight;
    const block = added > most ? bestBlock(section, below, weights, 0) : undefined;
    if (block !== undefined) [found, most] = [block, added];
  }
  return found;
}

function termsOf({ heading = '' }: Section, blocks: readonly Block[]): Set<string> {
  const ofHeading = wordsIn(heading).flatMap((word) => toTerms(word.toLowerCase()));
  return new Set([...ofHeading, ...blocks.flatMap(({ words }) => words.flatMap(({ terms }) => terms))]);
}

function toPassage(page: Page, { section, blocks, place, words }: ScoredBlock, length: Length): Passage | undefined {
  const around = withNeighbours(blocks, place, length);
  const content = around.flatMap(({ block, text }) => excerptOf(block, text, words, length.most));
  const [summary, said] = [plain(page.summary), plain(plainText(content, ' '))];
  const isIntroduction = section.heading === undefined;
  if (isIntroduction && summary.startsWith(plain(around.map(({ text }) => text).join(' ')))) return undefined;
  return {
    section,
    path: headingsAbove(page, section),
    start: section.content.indexOf(around[0]?.block as RootContent),
    content,
    words,
    ...(isIntroduction && summary !== '' && said.startsWith(summary) && { saysSummary: true }),
  };
}

interface ScoredBlock {
  readonly section: Section;
  readonly blocks: readonly Block[];
  readonly place: number;
  readonly score: number;
  readonly words: ReadonlySet<string>;
}

/**
 * How much a list of further reading counts: it names the topic, and another page answers. So do the page's properties, such as its owner
 * and its tags.
 */
const ASIDE_SHARE = 0.6;

/** The block of a section with the weightiest words, the first of several; undefined if the section has no text. */
function bestBlock(
  section: Section,
  blocks: readonly Block[],
  weights: TermWeights,
  base: number,
): ScoredBlock | undefined {
  const words = new Set<string>();
  const scores = blocks.map((block) => {
    // Several words of a block may mean the same term.
    const found = new Set<string>();
    for (const { word, terms } of block.words) {
      for (const term of terms) {
        if (!weights.has(term)) continue;
        words.add(word);
        found.add(term);
      }
    }
    let score = base;
    for (const [term, weight] of weights) if (found.has(term)) score += weight;
    return block.isLinkList || block.isProperties ? ASIDE_SHARE * score : score;
  });
  const score = Math.max(...scores);
  return blocks.length === 0 ? undefined : { section, blocks, place: scores.indexOf(score), score, words };
}

/** The headings that a section stands under, its own last, without the page's title. */
export function headingsAbove({ sections }: Page, section: Section): string[] {
  const path: string[] = [];
  let depth = Number.POSITIVE_INFINITY;
  for (let place = sections.indexOf(section); place > 0 && depth > 0; place--) {
    const { heading, depth: own } = sections[place] ?? { depth: 0 };
    if (heading === undefined || own >= depth) continue;
    path.unshift(heading);
    depth = own;
  }
  return path;
}

/** A block with what it belongs to, then with its neighbours, the next ones first, up to a length that is good to read. */
function withNeighbours(blocks: readonly Block[], place: number, { enough, most }: Length): readonly Block[] {
  let start = place;
  let end = place + 1;
  if (needsIntroduction(blocks[place]) && blocks[place - 1]?.block.type === 'paragraph') start--;
  while (introduces(blocks[end - 1]) && needsIntroduction(blocks[end])) end++;
  const length = (from: number, to: number): number =>
    blocks.slice(from, to).reduce((sum, { text }) => sum + text.length, 0);
  while (length(start, end) < enough) {
    // A line that introduces a list comes with the list or not at all.
    let next = end + 1;
    while (introduces(blocks[next - 1]) && needsIntroduction(blocks[next])) next++;
    const isIntroduced = needsIntroduction(blocks[start - 1]) && blocks[start - 2]?.block.type === 'paragraph';
    const before = isIntroduced ? start - 2 : start - 1;
    if (next <= blocks.length && !blocks[end]?.isProperties && length(start, next) <= most) end = next;
    else if (before >= 0 && !blocks[start - 1]?.isProperties && length(before, end) <= most) start = before;
    else break;
  }
  return blocks.slice(start, end);
}

function introduces(block: Block | undefined): boolean {
  return block?.block.type === 'paragraph' && /:\s*$/.test(block.text);
}

function needsIntroduction(block: Block | undefined): boolean {
  return block?.block.type === 'list' || block?.block.type === 'code' || block?.block.type === 'table';
}

/** As a summary is compared with a text. */
function plain(text: string): string {
  return text.replaceAll('`', '').replace(/\s+/g, ' ').trim();
}

/** A block that has text, and what is the same for every question that it answers. */
interface Block {
  readonly block: RootContent;
  readonly text: string;
  /** Each once. */
  readonly words: readonly Word[];
  readonly isLinkList: boolean;
  /** It has properties of the page, which explain nothing around them. */
  readonly isProperties: boolean;
}

interface Word {
  /** In lower case. */
  readonly word: string;
  /** Those of the search that find it. */
  readonly terms: readonly string[];
}

/** The blocks of a section that have text, without a list of the page's own contents. */
export type ReadSection = (section: Section) => readonly Block[];

/** All sections of most guides; one takes a few kilobytes. */
const MAX_CACHED = 1_000;

/** Reads sections, each once while it is in the cache. */
export function sectionReader(): ReadSection {
  const cache = new LruMap<readonly Block[]>(MAX_CACHED);
  // Shared by all sections: a guide has each of its words many times.
  const words = new Map<string, Word>();
  const wordOf = (word: string): Word => {
    let found = words.get(word);
    if (found === undefined) {
      // Copied: a list that grew has room for more, and this one stays.
      found = { word, terms: toTerms(word).slice() };
      words.set(word, found);
    }
    return found;
  };
  return (section) => {
    let blocks = cache.get(section);
    if (blocks === undefined) {
      blocks = readBlocks(section, wordOf);
      cache.set(section, blocks);
    }
    return blocks;
  };
}

function readBlocks({ content }: Section, wordOf: (word: string) => Word): readonly Block[] {
  return content
    .filter((block) => !isTableOfContents(block))
    .map((block) => ({ block, text: plainText([block]) }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ block, text }) => ({
      block,
      text,
      words: [...new Set(wordsIn(text).map((word) => word.toLowerCase()))].map(wordOf),
      isLinkList: isLinkList(block),
      isProperties: block.type === 'paragraph' && isPropertyList(block),
    }));
}

/** A list of links to places of its own page, or the mark that some tools replace by one. */
function isTableOfContents(block: RootContent): boolean {
  if (block.type === 'paragraph') return /^\[\[?(?:toc|_toc_)\]?\]$/i.test(plainText([block]));
  return (
    block.type === 'list' &&
    block.children.length > 1 &&
    block.children.every(({ children }) =>
      children.every((child) => (child.type === 'list' ? isTableOfContents(child) : isOwnLink(child))),
    )
  );
}

function isOwnLink(block: RootContent): boolean {
  if (block.type !== 'paragraph') return false;
  const content = block.children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  return content.length === 1 && content[0]?.type === 'link' && content[0].url.startsWith('#');
}

/** A list of which most items begin with a link to the outside. */
function isLinkList(block: RootContent): boolean {
  if (block.type !== 'list' || block.children.length < 2) return false;
  const linking = block.children.filter(({ children: [first] }) => {
    const [opening] = first?.type === 'paragraph' ? first.children : [];
    return opening?.type === 'link' && /^https?:/.test(opening.url);
  });
  return linking.length > block.children.length / 2;
}
