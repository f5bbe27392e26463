import { compoundsOf, type Word, wordsOf } from './compounds.js';
import { type Correct, isMisspeltGrammar } from './correct.js';
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
}

export interface Term {
  /** As typed. */
  readonly written: string;
  /** What is looked up for the word, any one of which will do; none where neither the guide nor a guess knows it. */
  readonly readings: readonly Reading[];
  /** How informative the word is in this guide. */
  readonly weight: number;
  /** From 0 to 1: less in a sentence that only gives the background. */
  readonly importance: number;
  /** Another spelling of words that are terms already (`nodejs` for `node.js`): it finds, but is not asked for. */
}

export interface Reading {
  readonly stem: string;
  /** From 0 to 1: how likely it is that the word was meant at all; less for a guessed spelling. */
  readonly certainty: number;
  /** From 0 to 1: how likely it is beside the other readings. */
  readonly likelihood: number;
  /** The word of the guide, folded, where it was guessed. */
  readonly guess?: string;
}

// A question that somebody pasted a log file into still has to be cheap.
const LONGEST_QUESTION = 4000;
const MOST_TERMS = 48;
const MOST_UNKNOWN = 12;
// In a chat an emoji arrives by its name.
const EMOJI_NAME = /(?<!\S):[\w+'-]+:(?!\S)/g;

/** Finds out what a question looks for, in the words of the guide. `background`: what a sentence counts that does not ask. */
export const readQuestion = (
  question: string,
  vocabulary: Vocabulary,
  correct: Correct,
  background: number,
): ReadQuestion => {
  const text = question.slice(0, LONGEST_QUESTION).replace(EMOJI_NAME, ' ');
  const terms = new Map<string, Term>();
  let looked = 0;

  const add = (term: Omit<Term, 'weight'>): void => {
    const key = term.readings[0]?.stem ?? stem(term.written);
    const before = terms.get(key);
    if (before === undefined ? terms.size >= MOST_TERMS : strength(before) >= strength(term)) return;
    terms.set(key, { ...term, weight: vocabulary.weight(key) });
  };

  /** The readings of a word; undefined where it is a misspelt word of grammar. */
  const readingsOf = (word: string): Reading[] | undefined => {
    if (vocabulary.has(stem(word))) return [{ stem: stem(word), certainty: 1, likelihood: 1 }];
    const guesses = looked++ < MOST_UNKNOWN && terms.size < MOST_TERMS ? correct(word) : [];
    if (isMisspeltGrammar(word, guesses)) return undefined;
    const readings = new Map<string, Reading>();
    for (const { word: guess, certainty, likelihood } of guesses) {
      if (!isStopWord(guess) && !readings.has(stem(guess)))
        readings.set(stem(guess), { stem: stem(guess), certainty, likelihood, guess });
    }
    return [...readings.values()];
  };

  for (const { tokens, importance } of toSentences(text, background)) {
    const words = wordsOf({ tokens });
    const isKnown = ({ word }: Word): boolean => isStopWord(word) || vocabulary.has(stem(word));
    const spelt = compoundsOf(words, { tokens }).filter(
      ({ joined }) => !isStopWord(joined) && vocabulary.has(stem(joined)),
    );
    for (const word of words.filter(({ word }) => !isStopWord(word))) {
      const within = spelt.filter(({ parts }) => parts.includes(word));
      if (!isKnown(word) && within.length > 0) continue;
      const readings = readingsOf(word.word);
      if (readings === undefined) continue;
      const joined = within.map(({ joined }) => ({ stem: stem(joined), certainty: 1, likelihood: 1 }));
      add({ written: word.written, readings: [...readings, ...joined], importance });
    }
    for (const { joined, parts } of spelt) {
      // Where its parts are known, it is among their readings already.
      if (parts.every(isKnown) && parts.some(({ word }) => !isStopWord(word))) continue;
      const written = [...new Set(parts.map((part) => part.written))].join(' ');
      add({ written, readings: [{ stem: stem(joined), certainty: 1, likelihood: 1 }], importance });
    }
  }
  if (terms.size === 0) {
    // Nothing but grammar: it may still be a page's whole title.
    for (const found of toTerms(text).filter((term) => vocabulary.has(term))) {
      add({ written: found, readings: [{ stem: found, certainty: 1, likelihood: 1 }], importance: 1 });
    }
  }
  const read = [...terms.values()];
  return {
    terms: read,
    words: new Set([
      ...tokenize(text).flatMap(({ parts }) => parts.map(stem)),
      ...read.flatMap(({ readings }) => readings.map((reading) => reading.stem)),
    ]),
  };
};

const strength = ({ importance, readings }: Omit<Term, 'weight'>): number => importance * (readings[0]?.certainty ?? 1);
