import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { tokenize } from './tokenize.js';

/** What a text is found by. */
export interface ReadText {
  /** Its words as they are spelt, folded. */
  readonly words: readonly string[];
  /**
   * The stems of its words without those of grammar, compounds also as one word, in their order. A text that has nothing but
   * grammar, such as the title "What now?", keeps it: it could not be found otherwise.
   */
  readonly terms: readonly string[];
}

/** Reads texts, and each different word but once: a guide of ten thousand sections has few. */
export const createTextReader = (): ((text: string) => ReadText) => {
  const known = new Map<string, ReadText & { readonly topics: readonly string[] }>();
  const readToken = (token: ReturnType<typeof tokenize>[number]) => {
    const before = known.get(token.written);
    if (before !== undefined) return before;
    const { parts, joined, written } = token;
    const topics = parts.filter((part) => !isStopWord(part)).map(stem);
    const read = {
      words: parts,
      terms: parts.map(stem),
      topics: joined === undefined ? topics : [...topics, stem(joined)],
    };
    known.set(written, read);
    return read;
  };
  return (text) => {
    const words: string[] = [];
    const terms: string[] = [];
    const grammar: string[] = [];
    for (const token of tokenize(text)) {
      const read = readToken(token);
      words.push(...read.words);
      terms.push(...read.topics);
      if (terms.length === 0) grammar.push(...read.terms);
    }
    return { words, terms: terms.length > 0 ? terms : grammar };
  };
};

/** The terms of a single text. */
export const toTerms = (text: string): readonly string[] => createTextReader()(text).terms;
