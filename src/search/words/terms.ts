import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { type Token, toTokens, wordsAsWritten } from './tokenize.js';

/** What a text is found by. */
export interface ReadText<T = string> {
  /** Its words as they are spelt, folded. */
  readonly words: readonly T[];
  /**
   * The stems of its words without those of grammar, compounds also as one word, in their order. A text that has nothing but
   * grammar, such as the title "What now?", keeps it: it could not be found otherwise.
   */
  readonly terms: readonly T[];
}

/** What to take for a word and for a stem: themselves, or their numbers. */
export interface Names<T> {
  readonly word: (word: string) => T;
  readonly stem: (stem: string) => T;
}

/** Reads texts, and each different word but once: a guide of ten thousand sections has few. */
export function createReader<T>(names: Names<T>): (text: string) => ReadText<T> {
  const known = new Map<string, Reading<T>>();
  return (text) => {
    const words: T[] = [];
    const terms: T[] = [];
    const grammar: T[] = [];
    for (const written of wordsAsWritten(text)) {
      let read = known.get(written);
      if (read === undefined) {
        read = readWord(toTokens(written), names);
        known.set(written, read);
      }
      for (const word of read.words) words.push(word);
      for (const term of read.topics) terms.push(term);
      if (terms.length === 0) for (const term of read.terms) grammar.push(term);
    }
    return { words, terms: terms.length > 0 ? terms : grammar };
  };
}

interface Reading<T> extends ReadText<T> {
  /** Without grammar. */
  readonly topics: readonly T[];
}

function readWord<T>(tokens: readonly Token[], names: Names<T>): Reading<T> {
  const toStem = (word: string): T => names.stem(stem(word));
  const parts = tokens.flatMap((token) => token.parts);
  return {
    words: parts.map(names.word),
    terms: parts.map(toStem),
    topics: tokens.flatMap((token) => {
      const topics = token.parts.filter((part) => !isStopWord(part)).map(toStem);
      return token.joined === undefined ? topics : [...topics, toStem(token.joined)];
    }),
  };
}

function itself(text: string): string {
  return text;
}

export function createTextReader(): (text: string) => ReadText {
  return createReader({ word: itself, stem: itself });
}

/** The terms of a single text. */
export function toTerms(text: string): readonly string[] {
  return createTextReader()(text).terms;
}
