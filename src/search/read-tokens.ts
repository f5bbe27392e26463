import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import type { Token } from './tokenize.js';

/** A plain word of a question. */
export interface Word {
  /** Folded. */
  readonly word: string;
  readonly stem: string;
  readonly isGrammar: boolean;
  /** The whole token that it is a part of, as it was typed. */
  readonly written: string;
}

/** Words that the guide writes as one. */
export interface Compound {
  readonly stem: string;
  readonly parts: readonly Word[];
}

export interface ReadTokens {
  readonly words: readonly Word[];
  /** `nodejs` for `node.js`, `websockets` for the neighbours `web sockets`. */
  readonly compounds: readonly Compound[];
}

/** Reads the words of a sentence, with those that `has` knows as one by its stem. */
export const readTokens = (tokens: readonly Token[], has: (stem: string) => boolean): ReadTokens => {
  const words: Word[] = [];
  const compounds: Compound[] = [];
  const join = (joined: string, parts: readonly Word[]): void => {
    if (isStopWord(joined)) return;
    const found = stem(joined);
    if (has(found)) compounds.push({ stem: found, parts });
  };
  for (const { parts, written, joined } of tokens) {
    const first = words.length;
    for (const word of parts) words.push({ word, written, stem: stem(word), isGrammar: isStopWord(word) });
    if (joined !== undefined) join(joined, words.slice(first));
  }
  for (const [place, word] of words.entries()) {
    const next = words[place + 1];
    // Two words of grammar seldom make another: "back up" is one.
    const isSeldom = word.isGrammar && (next?.isGrammar !== true || word.word.length + next.word.length < 6);
    if (next !== undefined && !isSeldom) join(word.word + next.word, [word, next]);
  }
  return { words, compounds };
};
