import { isAskingWord } from './stop-words.js';
import { type Token, tokenize } from './tokenize.js';

/** A sentence or clause of a question, and how much its words count. */
export interface Sentence {
  readonly tokens: readonly Token[];
  readonly importance: number;
}

/**
 * Parts "I have deployed my app; how do I monitor it?" so that the sentence that asks weighs more than the other, which counts
 * as `background` says.
 */
export function toSentences(question: string, background: number): Sentence[] {
  const texts = question.split(BOUNDARY).filter((text) => text.trim() !== '');
  const sentences = texts.map((text) => {
    const tokens = tokenize(text);
    return { tokens, asks: asks(text, tokens) };
  });
  const someAsk = sentences.some((sentence) => sentence.asks);
  return sentences.map(({ tokens, asks }) => ({ tokens, importance: someAsk && !asks ? background : 1 }));
}

const SENTENCE_END = /(?<=[.!?;。！？；])\s+|[。！？；\n]+/;
/** Before a clause that asks: "my app is deployed, how do I …", "… but how do I …". Not before "which", that points back. */
const CLAUSE_START =
  /,\s+(?=(?:(?:and|but|so)\s+)?(?:how|what|where|why|who)\s)|\s(?=(?:and|but|so)\s+(?:how|what|where|why|who)\s)/i;
const BOUNDARY = new RegExp(`${SENTENCE_END.source}|${CLAUSE_START.source}`, 'i');
const CONJUNCTION: ReadonlySet<string> = new Set(['and', 'but', 'so']);

function asks(text: string, [first, second]: readonly Token[]): boolean {
  if (/[?？]\s*$/.test(text)) return true;
  const opening = first !== undefined && CONJUNCTION.has(first.written.toLowerCase()) ? second : first;
  return opening?.parts[0] !== undefined && isAskingWord(opening.parts[0]);
}
