import type { Lexeme, Lexicon } from './lexicon.js';
import type { Token } from './tokenize.js';
import type { Vocabulary } from './vocabulary.js';

/** A plain word of a question. */
export interface Word {
  readonly lexeme: Lexeme;
  /** The whole token that it is a part of, as it was typed. */
  readonly written: string;
}

/** Words that the guide writes as one. */
export interface Compound {
  readonly lexeme: Lexeme;
  readonly parts: readonly Word[];
}

export interface ReadTokens {
  readonly words: readonly Word[];
  /** `nodejs` for `node.js`, `websockets` for the neighbours `web sockets`. */
  readonly compounds: readonly Compound[];
}

/** Reads the words of a sentence, with those that the guide knows as one. */
export function readTokens(
  tokens: readonly Token[],
  lexicon: Lexicon,
  { mayBegin }: Pick<Vocabulary, 'mayBegin'>,
): ReadTokens {
  const words: Word[] = [];
  const compounds: Compound[] = [];
  const join = (joined: string, parts: readonly Word[]): void => {
    const lexeme = lexicon(joined);
    if (lexeme.isKnown && !lexeme.isGrammar) compounds.push({ lexeme, parts });
  };
  for (const { parts, written, joined } of tokens) {
    const first = words.length;
    for (const part of parts) words.push({ lexeme: lexicon(part), written });
    if (joined !== undefined) join(joined, words.slice(first));
  }
  for (let place = 1; place < words.length; place++) {
    const [before, word] = [words[place - 1], words[place]];
    if (before === undefined || word === undefined || isSeldom(before.lexeme, word.lexeme)) continue;
    const [first, second] = [before.lexeme.word, word.lexeme.word];
    if (mayBegin(first, second)) join(first + second, [before, word]);
  }
  return { words, compounds };
}

/** Two words of grammar seldom make another: "back up" is one. */
function isSeldom(first: Lexeme, second: Lexeme): boolean {
  return first.isGrammar && (!second.isGrammar || first.word.length + second.word.length < 6);
}
