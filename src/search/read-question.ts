import { compoundsOf, type Word, wordsOf } from './compounds.js';
import type { Correct } from './correct.js';
import type { Correction } from './search.js';
import { toSentences } from './sentences.js';
import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { toTerms } from './to-terms.js';
import { tokenize } from './tokenize.js';
import type { Vocabulary } from './vocabulary.js';

/** A question, reduced to what is looked for. */
export interface ReadQuestion {
  /** The words that tell what it is about, each once. */
  readonly terms: readonly Term[];
  /** The stems of every word, with those of grammar. */
  readonly words: ReadonlySet<string>;
  readonly corrections: readonly Correction[];
  /** As typed. */
  readonly unknownWords: readonly string[];
}

export interface Term {
  readonly stem: string;
  /** How informative the word is in this guide. */
  readonly weight: number;
  /** From 0 to 1: less in a sentence that only gives the background. */
  readonly importance: number;
  /** From 0 to 1: less for a guessed spelling. */
  readonly certainty: number;
  readonly known: boolean;
  /** Another spelling that stands for this word where it is found: `nosql` for the `sql` of `no-sql`. */
  readonly within: readonly string[];
  /** Another spelling of words that are terms already (`nodejs` for `node.js`): it finds, but is not asked for. */
  readonly variant: boolean;
}

// A question that somebody pasted a log file into still has to be cheap.
const LONGEST_QUESTION = 4000;
const MOST_TERMS = 48;
const MOST_CORRECTIONS = 12;
// In a chat an emoji arrives by its name.
const EMOJI_NAME = /(?<!\S):[\w+'-]+:(?!\S)/g;

/** Finds out what a question looks for, in the words of the guide. */
export const readQuestion = (question: string, vocabulary: Vocabulary, correct: Correct): ReadQuestion => {
  const text = question.slice(0, LONGEST_QUESTION).replace(EMOJI_NAME, ' ');
  const terms = new Map<string, Term>();
  const corrections = new Map<string, Correction>();
  const unknownWords = new Map<string, string>();

  const add = (term: Omit<Term, 'weight'>): void => {
    const before = terms.get(term.stem);
    if (before === undefined ? terms.size >= MOST_TERMS : strength(before) >= strength(term)) return;
    terms.set(term.stem, { ...term, weight: vocabulary.weight(term.stem) });
  };

  const readWord = ({ word, written }: Word, importance: number, within: readonly string[]): void => {
    const asWritten = { stem: stem(word), importance, certainty: 1, within, variant: false };
    if (vocabulary.has(asWritten.stem)) {
      add({ ...asWritten, known: true });
      return;
    }
    if (terms.size >= MOST_TERMS) return;
    const guess = corrections.size + unknownWords.size < MOST_CORRECTIONS ? correct(word) : undefined;
    if (guess !== undefined && isStopWord(guess.word)) return;
    if (guess === undefined) {
      unknownWords.set(word, written);
      add({ ...asWritten, known: false });
      return;
    }
    corrections.set(word, { typed: written, read: guess.word });
    // The more of a word was mended, the less certain it is that this word was meant.
    const certainty = 1 - (2 * guess.edits) / word.length;
    add({ ...asWritten, stem: stem(guess.word), certainty, known: true });
  };

  for (const sentence of toSentences(text)) {
    const words = wordsOf(sentence);
    const isKnown = ({ word }: Word): boolean => isStopWord(word) || vocabulary.has(stem(word));
    const spelt = compoundsOf(words, sentence).filter(
      ({ joined }) => !isStopWord(joined) && vocabulary.has(stem(joined)),
    );
    for (const word of words.filter(({ word }) => !isStopWord(word))) {
      const within = spelt.filter(({ parts }) => parts.includes(word)).map(({ joined }) => stem(joined));
      if (isKnown(word) || within.length === 0) readWord(word, sentence.importance, within);
    }
    for (const { joined, parts } of spelt) {
      const variant = parts.every(isKnown) && parts.some(({ word }) => !isStopWord(word));
      add({ stem: stem(joined), importance: sentence.importance, certainty: 1, known: true, within: [], variant });
    }
  }
  if (terms.size === 0) {
    // Nothing but grammar: it may still be a page's whole title.
    const known = toTerms(text).filter((found) => vocabulary.has(found));
    for (const found of known)
      add({ stem: found, importance: 1, certainty: 1, known: true, within: [], variant: false });
  }
  return {
    terms: [...terms.values()],
    words: new Set([...tokenize(text).flatMap(({ parts }) => parts.map(stem)), ...terms.keys()]),
    corrections: [...corrections.values()],
    unknownWords: [...unknownWords.values()],
  };
};

const strength = ({ importance, certainty }: Omit<Term, 'weight'>): number => importance * certainty;
