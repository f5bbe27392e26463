import { shortOf, wholeOf } from './short-forms.js';
import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import type { Vocabulary } from './vocabulary.js';

/** A word of a question, with what the guide knows of it. */
export interface Lexeme {
  /** Folded. */
  readonly word: string;
  readonly stem: string;
  /** The stem's number in the guide; negative where it has none. */
  readonly number: number;
  /** Whether a page of the guide has the stem. */
  readonly isKnown: boolean;
  readonly isGrammar: boolean;
  /** The word that it is short for, where the guide has that one. */
  readonly alike?: Pick<Lexeme, 'stem' | 'number'>;
}

/** Looks up a folded word. */
export type Lexicon = (word: string) => Lexeme;

/** People ask with few different words, and to stem one takes longer than to remember it: some hundred bytes each. */
const MOST_KEPT = 5_000;
/** A longer one is hardly a word, and not met again. */
const LONGEST_KEPT = 40;

export function createLexicon(vocabulary: Vocabulary): Lexicon {
  const kept = new Map<string, Lexeme>();
  return (word) => {
    const before = kept.get(word);
    if (before !== undefined) return before;
    const lexeme = lookUp(word, vocabulary);
    if (word.length > LONGEST_KEPT) return lexeme;
    // Who fills it with rubbish makes it begin anew.
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(word, lexeme);
    return lexeme;
  };
}

function lookUp(word: string, vocabulary: Vocabulary): Lexeme {
  const found = stem(word);
  const number = vocabulary.numberOf(found);
  const isKnown = vocabulary.has(number);
  // The short form of a word that the guide does have would make an everyday word a rare one.
  const other = wholeOf(found) ?? (isKnown ? undefined : shortOf(found));
  const alike = other === undefined ? undefined : { stem: other, number: vocabulary.numberOf(other) };
  return {
    word,
    stem: found,
    number,
    isKnown,
    isGrammar: isStopWord(word),
    ...(alike !== undefined && vocabulary.has(alike.number) ? { alike } : {}),
  };
}
