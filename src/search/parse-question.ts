import { isKnown, type SearchIndex, stemWeight } from './index.js';
import type { Parameters } from './parameters.js';
import { isPastedLog, messageOf } from './pasted-log.js';
import type { Query, Term, Variant } from './query.js';
import { isMisspelledStopWord } from './spelling.js';
import { fullFormOf, meaningsOf, shortFormOf } from './synonyms.js';
import { isEveryday } from './words/everyday-words.js';
import { isAskingWord, isForeign, isStopWord } from './words/stop-words.js';
import { stem, termsOfWord } from './words/terms.js';
import { type Token, tokenize } from './words/tokenize.js';

// Somebody may paste a log file.
const MAX_LENGTH = 4000;
/** Words that are read. After so many, there is no room for another term. */
const MAX_WORDS = 256;
const MAX_TERMS = 48;
const MAX_CORRECTED = 12;
/** In a chat, an emoji arrives by its name. */
const EMOJI_NAME = /(?<!\S):[\w+'-]+:(?!\S)/g;
/** Of a person, a group or a channel: "@Guidepost how do I …", "<@U012AB3CD>". */
const MENTION = /<[@#!][^>\n]{1,200}>|(?<!\S)@[\w.-]+/g;
/** How much a word of everyday English counts that the guide lacks: it is seldom the topic. */
const EVERYDAY_SHARE = 0.5;

/** Works out what a question asks for, in the words of the guide. */
export function parseQuestion(question: string, index: SearchIndex, parameters: Parameters): Query {
  const asked = question.slice(0, MAX_LENGTH).replace(EMOJI_NAME, ' ').replace(MENTION, ' ');
  const isLog = isPastedLog(asked);
  const text = isLog ? messageOf(asked) : asked;
  const terms = new TermList(index);
  const stems = new Set<string>();
  let lookups = 0;

  /** Nothing if it is a misspelled stop word. */
  const variantsOf = (word: Word, synonyms: readonly string[]): Variant[] | undefined => {
    const other = otherForm(word, index);
    const others = [...new Set(other === undefined ? synonyms : [other, ...synonyms])];
    if (word.isKnown) return [asTyped(word.stem), ...others.filter((each) => each !== word.stem).map(asOtherForm)];
    if (others.length > 0) return others.map(asTyped);
    const canCorrect = isMisspellable && lookups++ < MAX_CORRECTED && !terms.isFull;
    return canCorrect ? correctionsOf(word, index) : [];
  };

  const clauses = splitIntoClauses(text, parameters.background);
  const isMisspellable = parameters.corrections && !isLog && !isInOtherLanguage(clauses, text, index);
  for (const { tokens, importance } of clauses) {
    const { words, compounds } = readTokens(tokens, index);
    const compoundsOf = byPart(compounds);
    const meanings = meaningsOf(words, index.synonyms);
    for (const [place, word] of words.entries()) {
      stems.add(word.stem);
      if (word.isStopWord && !isWrittenAsName(word, place, index)) continue;
      const within = compoundsOf.get(word) ?? [];
      if (within.length > 0 && !word.isKnown) continue;
      const [meaning = [], ...more] = (meanings.get(word) ?? []).map((each) =>
        each.filter((term) => isKnown(index, term)),
      );
      if (!word.isKnown && more.length === 0 && meaning.length > 1) {
        // It means a phrase and nothing else: a page should have all of it.
        for (const each of meaning) terms.add(word.written, [asTyped(each)], importance);
        continue;
      }
      const variants = variantsOf(word, [meaning, ...more].flat());
      if (variants === undefined) continue;
      const halves = isFarFetched(variants) ? splitInTwo(word.text, index) : undefined;
      if (halves !== undefined) {
        for (const half of halves) terms.add(word.written, [asHalf(half)], importance);
        continue;
      }
      for (const { stem } of within) variants.push(asCompound(stem, word, index));
      const isSmallTalk = variants.length === 0 && isEveryday(word.stem);
      terms.add(word.written, variants, isSmallTalk ? EVERYDAY_SHARE * importance : importance);
    }
    for (const { stem, parts } of compounds) {
      // Where its parts are known, it is one of their variants already.
      if (parts.every((part) => part.isStopWord || part.isKnown) && !parts.every((part) => part.isStopWord)) continue;
      const written = [...new Set(parts.map((part) => part.written))].join(' ');
      terms.add(written, [asTyped(stem)], importance);
    }
  }
  if (terms.isEmpty) {
    // Stop words alone may still be a page's whole title.
    const { terms: found, stopWords } = termsOfWord(clauses.flatMap(({ tokens }) => tokens));
    for (const term of found.length > 0 ? found : stopWords) {
      if (isKnown(index, term)) terms.add(term, [asTyped(term)], 1);
    }
  }
  for (const { variants } of terms.values()) for (const { stem } of variants) stems.add(stem);
  const message = isLog
    ? clauses.flatMap(({ tokens }) => tokens.map(({ written }) => written.toLowerCase()))
    : undefined;
  return { terms: terms.values(), stems, ...(message && { message }) };
}

/** Whether a stop word is written as the name that a page has: "Go", "IT", but not at the start of a sentence, as "How". */
function isWrittenAsName({ written, stem }: Word, place: number, { names }: SearchIndex): boolean {
  const isCapital = place > 0 ? /^\p{Lu}/u.test(written) : /^\p{Lu}{2,}$/u.test(written);
  return isCapital && names.get(stem)?.some(({ name }) => name.words.length === 1) === true;
}

/** Whether a question is in another language than the guide. Words that the guide has say nothing, so a German guide may be asked in German. */
function isInOtherLanguage(
  clauses: readonly { readonly tokens: readonly Token[] }[],
  text: string,
  { spellings }: SearchIndex,
): boolean {
  const words = clauses.flatMap(({ tokens }) => tokens.flatMap(({ parts }) => parts));
  return isForeign(
    words.filter((word) => !spellings.has(word)),
    text,
  );
}

/** Keeps each term once, in its strongest form. */
class TermList {
  readonly #terms = new Map<string, Term>();
  readonly #index: SearchIndex;

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  get isEmpty(): boolean {
    return this.#terms.size === 0;
  }

  get isFull(): boolean {
    return this.#terms.size >= MAX_TERMS;
  }

  add(written: string, variants: readonly Variant[], importance: number): void {
    const key = variants[0]?.stem ?? stem(written);
    const before = this.#terms.get(key);
    if (before === undefined ? this.isFull : strength(before) >= strength({ importance, variants })) return;
    this.#terms.set(key, { written, variants, importance, weight: stemWeight(this.#index, variants[0]?.stem ?? '') });
  }

  values(): Term[] {
    return [...this.#terms.values()];
  }
}

function strength({ importance, variants }: Pick<Term, 'importance' | 'variants'>): number {
  return importance * (variants[0]?.certainty ?? 1);
}

const SENTENCE_END = /(?<=[.!?;。！？；])\s+|[。！？；\n]+/;
/** Before a clause that asks: "my app is deployed, how do I …", "… but how do I …". Not before "which", which points back. */
const CLAUSE_START =
  /,\s+(?=(?:(?:and|but|so)\s+)?(?:how|what|where|why|who)\s)|\s(?=(?:and|but|so)\s+(?:how|what|where|why|who)\s)/i;
const BOUNDARY = new RegExp(`${SENTENCE_END.source}|${CLAUSE_START.source}`, 'i');
/** What every boundary has. Most questions have none, and this is found out sooner. */
const MAY_HAVE_BOUNDARY = /[.!?;,]\s|[。！？；\n]|\s(?:and|but|so)\s/i;
const CONJUNCTIONS: ReadonlySet<string> = new Set(['and', 'but', 'so']);

/** Splits "I have deployed my app; how do I monitor it?", so that the clause that asks counts more than the background. */
function splitIntoClauses(question: string, background: number): { tokens: readonly Token[]; importance: number }[] {
  const parts = MAY_HAVE_BOUNDARY.test(question) ? question.split(BOUNDARY) : [question];
  const texts = parts.filter((text) => text.trim() !== '');
  let left = MAX_WORDS;
  const clauses = texts.map((text) => {
    const tokens = left > 0 ? tokenize(text, left) : [];
    for (const { parts } of tokens) left -= parts.length;
    return { tokens, asks: asks(text, tokens) };
  });
  const someAsk = clauses.some(({ asks }) => asks);
  return clauses.map(({ tokens, asks }) => ({ tokens, importance: someAsk && !asks ? background : 1 }));
}

function asks(text: string, [first, second]: readonly Token[]): boolean {
  if (/[?？]\s*$/.test(text)) return true;
  const opening = first !== undefined && CONJUNCTIONS.has(first.written.toLowerCase()) ? second : first;
  return opening?.parts[0] !== undefined && isAskingWord(opening.parts[0]);
}

/** A plain word of a question. */
interface Word {
  /** Folded. */
  readonly text: string;
  readonly stem: string;
  readonly isKnown: boolean;
  readonly isStopWord: boolean;
  /** The whole token that it is a part of, as typed. */
  readonly written: string;
}

/** Words that the guide writes as one: `nodejs` for `node.js`, `websockets` for the neighbours `web sockets`. */
interface Compound {
  readonly stem: string;
  readonly parts: readonly Word[];
}

function readTokens(
  tokens: readonly Token[],
  index: SearchIndex,
): { readonly words: readonly Word[]; readonly compounds: readonly Compound[] } {
  const words: Word[] = [];
  const compounds: Compound[] = [];
  const join = (joined: string, parts: readonly Word[]): void => {
    // Most neighbours are no compound, and looking for one is much faster than stemming it.
    if (!isSpelled(index, joined)) return;
    const found = stem(joined);
    if (isKnown(index, found) && !isStopWord(joined)) compounds.push({ stem: found, parts });
  };
  for (const { parts, written, joined } of tokens) {
    const inToken = parts.map((part) => toWord(part, written, index));
    words.push(...inToken);
    if (joined !== undefined) join(joined, inToken);
  }
  for (const [place, second] of words.entries()) {
    const first = words[place - 1];
    if (first !== undefined && mayBeCompound(first, second)) join(first.text + second.text, [first, second]);
  }
  return { words, compounds };
}

function byPart(compounds: readonly Compound[]): ReadonlyMap<Word, readonly Compound[]> {
  const found = new Map<Word, Compound[]>();
  for (const compound of compounds) {
    for (const part of compound.parts) {
      const list = found.get(part);
      if (list === undefined) found.set(part, [compound]);
      else list.push(compound);
    }
  }
  return found;
}

/** Whether the guide has a word, in the singular or the plural. */
function isSpelled({ spellings }: SearchIndex, word: string): boolean {
  return spellings.has(word) || spellings.has(`${word}s`) || (word.endsWith('s') && spellings.has(word.slice(0, -1)));
}

function toWord(text: string, written: string, index: SearchIndex): Word {
  const found = stem(text);
  return { text, written, stem: found, isKnown: isKnown(index, found), isStopWord: isStopWord(text) };
}

/** A stop word seldom begins a compound; "back up" is one. */
function mayBeCompound(first: Word, second: Word): boolean {
  return !first.isStopWord || (second.isStopWord && first.text.length + second.text.length >= 6);
}

/**
 * The stem of the full form of a short one, or the reverse, if the guide has it. The short form only stands in for a word that the
 * guide lacks, because it would make a common word a rare one.
 */
function otherForm({ stem, isKnown: hasWord }: Word, index: SearchIndex): string | undefined {
  const other = fullFormOf(stem) ?? (hasWord ? undefined : shortFormOf(stem));
  return other !== undefined && isKnown(index, other) ? other : undefined;
}

function correctionsOf({ text }: Word, { corrector }: SearchIndex): Variant[] | undefined {
  const guesses = corrector().correct(text);
  if (isMisspelledStopWord(text, guesses)) return undefined;
  const variants: Variant[] = [];
  for (const { word, certainty, likelihood } of guesses) {
    const found = stem(word);
    if (isStopWord(word) || variants.some((variant) => variant.stem === found)) continue;
    variants.push({ stem: found, certainty, likelihood, correction: word });
  }
  return variants;
}

/** No variant at all, or one that takes two edits. */
function isFarFetched([first]: readonly Variant[]): boolean {
  return first === undefined || first.likelihood < 1;
}

const MIN_HALF = 3;
/** No two real words are longer together, and each place to split takes a look at all letters. */
const MAX_SPLIT = 40;

/** The stems of the two words that the guide writes apart and the question as one: `healthcheck`. */
function splitInTwo(word: string, index: SearchIndex): readonly [string, string] | undefined {
  if (word.length > MAX_SPLIT) return undefined;
  for (let place = MIN_HALF; place <= word.length - MIN_HALF; place++) {
    const [first, second] = [word.slice(0, place), word.slice(place)];
    if (!index.spellings.has(first) || isStopWord(first) || isStopWord(second)) continue;
    if (isKnown(index, stem(second))) return [stem(first), stem(second)];
  }
  return undefined;
}

function asTyped(stem: string): Variant {
  return { stem, certainty: 1, likelihood: 1 };
}

/** How much a word joined with its neighbour counts, against the word itself. */
const COMPOUND_SHARE = 0.75;

/** A page that writes two words as one is no better than one that has both, however rare the one word is in the guide. */
function asCompound(compound: string, word: Word, index: SearchIndex): Variant {
  const likelihood = COMPOUND_SHARE * Math.min(1, stemWeight(index, word.stem) / stemWeight(index, compound));
  return { stem: compound, certainty: 1, likelihood, isCompound: true };
}

/** `database` for a typed `db`. */
function asOtherForm(stem: string): Variant {
  return { stem, certainty: 1, likelihood: 0.8 };
}

/** Less certain: a `keyboard` is neither a key nor a board. */
function asHalf(stem: string): Variant {
  return { stem, certainty: 0.5, likelihood: 1 };
}
