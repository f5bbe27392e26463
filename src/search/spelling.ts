import type { Spelling } from './index.js';
import { A_STEP, type Steps } from './steps.js';
import { type NearCandidate, WordShelf } from './word-shelf.js';
import { isEveryday } from './words/everyday-words.js';
import { stem } from './words/stem.js';
import { isStopWord, stopWords } from './words/stop-words.js';

/** A word of the guide, or of grammar, that a typed word may stand for. */
export interface Guess {
  readonly word: string;
  /** From 0 to 1: the more of a word was mended, the less certain it is that a word of the guide was meant at all. */
  readonly certainty: number;
  /** From 0 to 1: how much a page that has it counts beside one that has the word as typed. */
  readonly likelihood: number;
}

/** Guesses what was meant by a word that the guide does not have, the likeliest first; nothing where no word is near. */
export type Correct = (word: string) => readonly Guess[];

const MOST_GUESSES = 8;
/** How uncertain one edit makes a word of a single letter; two edits do it four times as much. */
const DOUBT = 1.5;

/** @param spellings The words to choose from, with how often each occurs: of equally near ones the most frequent comes first. */
export function* createCorrect(spellings: Iterable<Spelling>): Steps<Correct> {
  const words = new WordShelf();
  const stems = new WordShelf();
  const known: Spelling[] = [];
  const spelt = new Set<string>();
  for (const spelling of spellings) {
    if (known.push(spelling) % A_STEP === 0) yield;
    spelt.add(spelling.word);
  }
  for (const [number, { word, stem: wordStem, frequency }] of known.entries()) {
    if (number % A_STEP === 0) yield;
    const form = withoutVersion(word);
    if (/\d/.test(form) || isStopWord(form) || (form !== word && spelt.has(form))) continue;
    const stemmed = form === word ? wordStem : stem(form);
    words.add({ word, form, frequency });
    if (stemmed !== form) stems.add({ word, form: stemmed, frequency });
  }
  for (const word of stopWords()) {
    if (word.length > 3) words.add({ word, form: word, frequency: Number.POSITIVE_INFINITY });
  }
  return (typed) => {
    const name = withoutVersion(typed);
    if (name !== typed) return spelt.has(name) ? [{ word: name, certainty: 1, likelihood: 1 }] : [];
    // It is spelt right: the guide just does not have it.
    if (isEveryday(stem(typed))) return [];
    return nearest(typed, words, stems)
      .sort((a, b) => a.edits - b.edits || b.frequency - a.frequency)
      .slice(0, MOST_GUESSES)
      .map(({ word: guess, edits }) => ({
        word: guess,
        certainty: Math.max(0, 1 - (DOUBT * edits ** 2) / typed.length),
        likelihood: edits === 0 ? 1 : 0.5 ** (edits - 1),
      }));
  };
}

/**
 * The words one edit away, else those of the same stem: the guide may have the word in another form only, `databse` is nearer
 * to the stem of "databases" than to the word. Else, of a long word, those two edits away.
 */
function nearest(word: string, words: WordShelf, stems: WordShelf): NearCandidate[] {
  const limit = editsAllowed(word);
  if (limit === 0) return [];
  const near = words.near(word, 1);
  if (near.length > 0) return near;
  const alike = stem(word).length < 4 ? [] : stems.near(stem(word), 1);
  return alike.length > 0 || limit === 1 ? alike : words.near(word, limit);
}

/** The name without its version, which people leave out or put in: `turbogears` for `turbogears2`. */
function withoutVersion(word: string): string {
  return word.replace(/(?<=^[a-z]{4,})\d+$/, '');
}

/** Names with digits (`s3`, `http2`) and words of under four letters have too many neighbours to be read as one of them. */
function editsAllowed(word: string): number {
  if (word.length < 4 || word.length > 40 || /\d/.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/**
 * Tells whether a word is a misspelt one of grammar: `shuold`. A short one must have the same letters, `waht` for "what":
 * `wall` is not "will".
 */
export function isMisspeltGrammar(typed: string, guesses: readonly Guess[]): boolean {
  return guesses.some(
    ({ word, certainty }) =>
      certainty === guesses[0]?.certainty && isStopWord(word) && (word.length > 4 || sorted(typed) === sorted(word)),
  );
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
