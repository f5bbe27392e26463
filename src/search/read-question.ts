import { type Correct, isMisspeltGrammar } from './correct.js';
import { readTokens, type Word } from './read-tokens.js';
import { toSentences } from './sentences.js';
import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { toTerms } from './to-terms.js';
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
const SHORTEST_HALF = 3;
/** A `keyboard` is neither a key nor a board. */
const HALF_CERTAINTY = 0.5;
// In a chat an emoji arrives by its name.
const EMOJI_NAME = /(?<!\S):[\w+'-]+:(?!\S)/g;

/** Finds out what a question looks for, in the words of the guide. `background`: what a sentence counts that does not ask. */
export const readQuestion = (
  question: string,
  vocabulary: Vocabulary,
  correct: Correct,
  background: number,
): ReadQuestion => {
  const text = withoutEmoji(question.slice(0, LONGEST_QUESTION));
  const terms = new Map<string, Term>();
  const said = new Set<string>();
  let looked = 0;

  const add = (written: string, readings: readonly Reading[], importance: number): void => {
    const key = readings[0]?.stem ?? stem(written);
    const before = terms.get(key);
    if (before === undefined ? terms.size >= MOST_TERMS : strength(before) >= strength({ importance, readings }))
      return;
    terms.set(key, { written, readings, importance, weight: vocabulary.weight(key) });
  };

  /** The readings of a word; undefined where it is a misspelt word of grammar. */
  const readingsOf = (word: Word): Reading[] | undefined => {
    if (vocabulary.has(word.stem)) return [asWritten(word.stem)];
    const guesses = looked++ < MOST_UNKNOWN && terms.size < MOST_TERMS ? correct(word.word) : [];
    if (isMisspeltGrammar(word.word, guesses)) return undefined;
    const readings = new Map<string, Reading>();
    for (const { word: guess, certainty, likelihood } of guesses) {
      const found = stem(guess);
      if (!isStopWord(guess) && !readings.has(found))
        readings.set(found, { stem: found, certainty, likelihood, guess });
    }
    return [...readings.values()];
  };

  const isKnown = (word: Word): boolean => word.isGrammar || vocabulary.has(word.stem);

  for (const { tokens, importance } of toSentences(text, background)) {
    const { words, compounds } = readTokens(tokens, vocabulary.has);
    for (const word of words) {
      said.add(word.stem);
      if (word.isGrammar) continue;
      const within = compounds.filter(({ parts }) => parts.includes(word));
      if (within.length > 0 && !isKnown(word)) continue;
      const readings = readingsOf(word);
      if (readings === undefined) continue;
      const halves = isFarFetched(readings) ? halvesOf(word.word, vocabulary) : undefined;
      if (halves !== undefined) {
        for (const half of halves) add(word.written, [{ ...asWritten(half), certainty: HALF_CERTAINTY }], importance);
        continue;
      }
      for (const compound of within) readings.push(asWritten(compound.stem));
      add(word.written, readings, importance);
    }
    for (const compound of compounds) {
      const { parts } = compound;
      // Where its parts are known, it is among their readings already.
      if (parts.every(isKnown) && parts.some(({ isGrammar }) => !isGrammar)) continue;
      const written = [...new Set(parts.map((part) => part.written))].join(' ');
      add(written, [asWritten(compound.stem)], importance);
    }
  }
  if (terms.size === 0) {
    // Nothing but grammar: it may still be a page's whole title.
    for (const found of toTerms(text)) if (vocabulary.has(found)) add(found, [asWritten(found)], 1);
  }
  for (const { readings } of terms.values()) for (const reading of readings) said.add(reading.stem);
  return { terms: [...terms.values()], words: said };
};

const withoutEmoji = (text: string): string => (text.includes(':') ? text.replace(EMOJI_NAME, ' ') : text);

/** The two words that the guide writes apart and the question as one: `healthcheck`; none where a part may be chance. */
const halvesOf = (word: string, vocabulary: Vocabulary): readonly [string, string] | undefined => {
  for (let place = SHORTEST_HALF; place <= word.length - SHORTEST_HALF; place++) {
    const [first, second] = [word.slice(0, place), word.slice(place)];
    if (vocabulary.isSpelt(first) && vocabulary.has(stem(second)) && !isStopWord(first) && !isStopWord(second))
      return [stem(first), stem(second)];
  }
  return undefined;
};

/** Nothing, or what takes two edits. */
const isFarFetched = ([first]: readonly Reading[]): boolean => first === undefined || first.likelihood < 1;

const asWritten = (found: string): Reading => ({ stem: found, certainty: 1, likelihood: 1 });

const strength = ({ importance, readings }: Pick<Term, 'importance' | 'readings'>): number =>
  importance * (readings[0]?.certainty ?? 1);
