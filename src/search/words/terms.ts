import { FifoMap } from 'toad-cache';
import porter2 from 'wink-porter2-stemmer';
import { isStopWord } from './stop-words.js';
import { splitIntoWords, type Token, toTokens } from './tokenize.js';

// Stemming a word takes microseconds, and the same few thousand words come up in every text and question.
const cache = new FifoMap<string>(20_000);

/**
 * The stem of a folded word: Porter 2 for words of Latin letters; any other word, and one too long to be real, unchanged.
 * Porter 1 would give "deploy" and "deployment" different stems.
 */
export function stem(word: string): string {
  if (!/^[a-z]{3,40}$/.test(word)) return word;
  let found = cache.get(word);
  if (found === undefined) {
    found = porter2(word);
    cache.set(word, found);
  }
  return found;
}

/** A text as the search sees it. */
export interface TextTerms {
  /** Its words as they are spelled, folded. */
  readonly words: readonly string[];
  /**
   * The stems of its words without stop words, in their order; a compound such as `node.js` also counts as one word. A text of
   * stop words alone, such as the title "What now?", keeps them, because nothing else could find it.
   */
  readonly terms: readonly string[];
}

/** Reads many texts, and works out each different word only once. */
export class TermReader {
  readonly #known = new Map<string, WordTerms>();

  read(text: string): TextTerms {
    const words: string[] = [];
    const terms: string[] = [];
    const stopWords: string[] = [];
    for (const written of splitIntoWords(text)) {
      const word = this.#wordTerms(written);
      words.push(...word.words);
      terms.push(...word.terms);
      stopWords.push(...word.stopWords);
    }
    return { words, terms: terms.length > 0 ? terms : stopWords };
  }

  #wordTerms(written: string): WordTerms {
    let word = this.#known.get(written);
    if (word === undefined) {
      word = termsOfWord(toTokens(written));
      this.#known.set(written, word);
    }
    return word;
  }
}

/** The terms of a single text. */
export function toTerms(text: string): readonly string[] {
  return new TermReader().read(text).terms;
}

export interface WordTerms extends TextTerms {
  readonly stopWords: readonly string[];
}

export function termsOfWord(tokens: readonly Token[]): WordTerms {
  const words: string[] = [];
  const terms: string[] = [];
  const stopWords: string[] = [];
  for (const { parts, joined } of tokens) {
    for (const part of parts) {
      words.push(part);
      (isStopWord(part) ? stopWords : terms).push(stem(part));
    }
    if (joined !== undefined) terms.push(stem(joined));
  }
  return { words, terms, stopWords };
}
