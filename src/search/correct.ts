import { editDistance } from './edit-distance.js';
import { stem } from './stem.js';
import { isStopWord, stopWords } from './stop-words.js';
import type { Spelling } from './vocabulary.js';

/** A word of the guide, or of grammar, that a typed word may stand for. */
export interface Guess {
  readonly word: string;
  /** From 0 to 1: the more of a word was mended, the less certain it is that a word of the guide was meant at all. */
  readonly certainty: number;
  /** From 0 to 1: how likely it is beside the likeliest guess. */
  readonly likelihood: number;
}

/** Guesses what was meant by a word that the guide does not have, the likeliest first; nothing where no word is near. */
export type Correct = (word: string) => readonly Guess[];

const MOST_GUESSES = 8;

/** @param spellings The words to choose from, with how often each occurs: of equally near ones the most frequent comes first. */
export const createCorrect = (spellings: Iterable<Spelling>): Correct => {
  const wholeWords = new Map<number, LetteredCandidate[]>();
  const stems = new Map<number, LetteredCandidate[]>();
  for (const { word, stem: form, frequency } of spellings) {
    if (/\d/.test(word) || isStopWord(word)) continue;
    addCandidate(wholeWords, { word, form: word, frequency });
    if (form !== word) addCandidate(stems, { word, form, frequency });
  }
  for (const word of stopWords()) {
    if (word.length > 3) addCandidate(wholeWords, { word, form: word, frequency: Number.POSITIVE_INFINITY });
  }
  return (word) => {
    const limit = editsAllowed(word);
    if (limit === 0) return [];
    const found = nearestForms(word, limit, wholeWords, stems);
    found.sort((a, b) => a.edits - b.edits || b.frequency - a.frequency);
    return found.slice(0, MOST_GUESSES).map(({ word: guess, edits }) => ({
      word: guess,
      certainty: Math.max(0, 1 - (1.5 * edits ** 2) / word.length),
      likelihood: 0.5 ** (edits - 1),
    }));
  };
};

/**
 * The words one edit away, else those of the same stem: the guide may have the word in another form only, `databse` is nearer
 * to the stem of "databases" than to the word. Else the words two edits away, which are many to look through.
 */
const nearestForms = (word: string, limit: number, wholeWords: Candidates, stems: Candidates): FoundCandidate[] => {
  const near = nearest(word, 1, wholeWords);
  if (near.length > 0) return near;
  const alike = stem(word).length < 4 ? [] : nearest(stem(word), 1, stems);
  return alike.length > 0 || limit === 1 ? alike : nearest(word, limit, wholeWords);
};

interface Candidate {
  readonly word: string;
  /** What is compared: the word, or its stem. */
  readonly form: string;
  readonly frequency: number;
}

type FoundCandidate = Candidate & { readonly edits: number };

/** With its set of letters: bit n for the n-th letter of the alphabet. */
type LetteredCandidate = Candidate & { readonly letters: number };

/** By the length of the form. */
type Candidates = ReadonlyMap<number, readonly LetteredCandidate[]>;

const addCandidate = (candidates: Map<number, LetteredCandidate[]>, candidate: Candidate): void => {
  const sameLength = candidates.get(candidate.form.length) ?? [];
  sameLength.push({ ...candidate, letters: letterSet(candidate.form) });
  candidates.set(candidate.form.length, sameLength);
};

const nearest = (typed: string, limit: number, candidates: Candidates): FoundCandidate[] => {
  const letters = letterSet(typed);
  const found: FoundCandidate[] = [];
  for (let length = typed.length - limit; length <= typed.length + limit; length++) {
    for (const candidate of candidates.get(length) ?? []) {
      // One edit changes at most two members of the set of letters: most candidates fall here, without a table.
      if (countBits(letters ^ candidate.letters) > 2 * limit) continue;
      const edits = editDistance(typed, candidate.form, limit);
      if (edits <= limit) found.push({ ...candidate, edits });
    }
  }
  return found;
};

/**
 * Names with digits (`s3`, `http2`) and words of under four letters have too many neighbours to be read as one of them; and
 * two edits reach some word of the guide from four in ten words of eight letters that it does not have.
 */
const editsAllowed = (word: string): number => {
  if (word.length < 4 || word.length > 40 || /\d/.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
};

const letterSet = (word: string): number => {
  let letters = 0;
  for (let place = 0; place < word.length; place++) letters |= 1 << (word.charCodeAt(place) % 32);
  return letters;
};

/** How many bits are set (Warren, Hacker's Delight, 5-1). */
const countBits = (bits: number): number => {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/**
 * Tells whether a word is a misspelt one of grammar: `shuold`. A short one must have the same letters, `waht` for "what":
 * `wall` is not "will".
 */
export const isMisspeltGrammar = (typed: string, guesses: readonly Guess[]): boolean =>
  guesses.some(
    ({ word, certainty }) =>
      certainty === guesses[0]?.certainty && isStopWord(word) && (word.length > 4 || sorted(typed) === sorted(word)),
  );

const sorted = (word: string): string => [...word].sort().join('');
