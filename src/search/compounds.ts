import type { Sentence } from './sentences.js';
import { isStopWord } from './stop-words.js';

/** A plain word of a question, and which of its tokens it is a part of. */
export interface Word {
  /** Folded. */
  readonly word: string;
  /** The whole token, as it was typed. */
  readonly written: string;
  readonly token: number;
}

/** Words that the guide may write as one. */
export interface Compound {
  readonly joined: string;
  readonly parts: readonly Word[];
}

export const wordsOf = ({ tokens }: Pick<Sentence, 'tokens'>): Word[] =>
  tokens.flatMap(({ parts, written }, token) => parts.map((word) => ({ word, written, token })));

/** `nodejs` for `node.js`, `websockets` for the neighbours `web sockets`. */
export const compoundsOf = (words: readonly Word[], { tokens }: Pick<Sentence, 'tokens'>): Compound[] => [
  ...tokens.flatMap(({ joined }, token) =>
    joined === undefined ? [] : [{ joined, parts: words.filter((word) => word.token === token) }],
  ),
  ...words.flatMap((word, index) => {
    const next = words[index + 1];
    return next === undefined || isStopWord(word.word) ? [] : [{ joined: word.word + next.word, parts: [word, next] }];
  }),
];
