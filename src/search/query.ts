import type { Vocabulary } from './index.js';
import { type Correct, isMisspeltGrammar } from './spelling.js';
import { isEveryday } from './words/everyday-words.js';
import { shortOf, wholeOf } from './words/short-forms.js';
import { stem } from './words/stem.js';
import { isAskingWord, isStopWord } from './words/stop-words.js';
import { toTerms } from './words/terms.js';
import { type Token, tokenize } from './words/tokenize.js';

/** A question, reduced to what is looked for. */
export interface ReadQuestion {
  /** The words that tell what it is about, each once. */
  readonly terms: readonly Term[];
  /** The numbers of the stems of every word that the guide has, with those of grammar, each once. */
  readonly said: readonly number[];
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
  /** The stem's number in the guide. */
  readonly number: number;
  /** From 0 to 1: how likely it is that the word was meant at all; less for a guessed spelling. */
  readonly certainty: number;
  /** From 0 to 1: how likely it is beside the other readings. */
  readonly likelihood: number;
  /** Whether it is the word together with its neighbour: `roll back` read as "rollback". */
  readonly isCompound?: boolean;
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
/** A word of everyday English that the guide lacks is seldom the topic, in a question that is for this guide. */
const EVERYDAY_SHARE = 0.5;
/** What `db` counts where a page says "database". */
const ALIKE_LIKELIHOOD = 0.8;
// In a chat an emoji arrives by its name.
const EMOJI_NAME = /(?<!\S):[\w+'-]+:(?!\S)/g;

/** What a question is read by. */
export interface Readers {
  readonly vocabulary: Vocabulary;
  readonly lexicon: Lexicon;
  readonly correct: Correct;
  /** What a sentence counts that does not ask, where another does. */
  readonly background: number;
}

/** Finds out what a question looks for, in the words of the guide. */
export function readQuestion(question: string, { vocabulary, lexicon, correct, background }: Readers): ReadQuestion {
  const text = withoutEmoji(question.slice(0, LONGEST_QUESTION));
  const terms = new Map<string, Term>();
  const said: number[] = [];
  let looked = 0;

  const say = (stem: number): void => {
    if (stem >= 0 && !said.includes(stem)) said.push(stem);
  };

  const add = (written: string, readings: readonly Reading[], importance: number): void => {
    const [first] = readings;
    const key = first?.stem ?? stem(written);
    const before = terms.get(key);
    if (before === undefined ? terms.size >= MOST_TERMS : strength(before) >= strength({ importance, readings }))
      return;
    terms.set(key, { written, readings, importance, weight: vocabulary.weight(first?.number ?? -1) });
  };

  /** The readings of a word; undefined where it is a misspelt word of grammar. */
  const readingsOf = (lexeme: Lexeme): Reading[] | undefined => {
    const { alike } = lexeme;
    if (lexeme.isKnown) return alike === undefined ? [asWritten(lexeme)] : [asWritten(lexeme), asAlike(alike)];
    if (alike !== undefined) return [asWritten(alike)];
    const guesses = looked++ < MOST_UNKNOWN && terms.size < MOST_TERMS ? correct(lexeme.word) : [];
    if (isMisspeltGrammar(lexeme.word, guesses)) return undefined;
    const readings: Reading[] = [];
    for (const { word: guess, certainty, likelihood } of guesses) {
      const { stem, number, isGrammar } = lexicon(guess);
      if (isGrammar || readings.some((reading) => reading.number === number)) continue;
      readings.push({ stem, number, certainty, likelihood, guess });
    }
    return readings;
  };

  for (const { tokens, importance } of toSentences(text, background)) {
    const { words, compounds } = readTokens(tokens, lexicon, vocabulary);
    for (const word of words) {
      const { lexeme, written } = word;
      say(lexeme.number);
      if (lexeme.isGrammar) continue;
      const within = compounds.length === 0 ? compounds : compounds.filter(({ parts }) => parts.includes(word));
      if (within.length > 0 && !lexeme.isKnown) continue;
      const readings = readingsOf(lexeme);
      if (readings === undefined) continue;
      const halves = isFarFetched(readings) ? halvesOf(lexeme.word, vocabulary, lexicon) : undefined;
      if (halves !== undefined) {
        for (const half of halves) add(written, [{ ...asWritten(half), certainty: HALF_CERTAINTY }], importance);
        continue;
      }
      for (const compound of within) readings.push({ ...asWritten(compound.lexeme), isCompound: true });
      const isTalk = readings.length === 0 && isEveryday(lexeme.stem);
      add(written, readings, isTalk ? EVERYDAY_SHARE * importance : importance);
    }
    for (const compound of compounds) {
      const { parts } = compound;
      // Where its parts are known, it is among their readings already.
      if (parts.every(isKnown) && parts.some(({ lexeme }) => !lexeme.isGrammar)) continue;
      const written = [...new Set(parts.map((part) => part.written))].join(' ');
      add(written, [asWritten(compound.lexeme)], importance);
    }
  }
  if (terms.size === 0) {
    // Nothing but grammar: it may still be a page's whole title.
    for (const found of toTerms(text)) {
      const number = vocabulary.numberOf(found);
      if (vocabulary.has(number)) add(found, [asWritten({ stem: found, number })], 1);
    }
  }
  for (const { readings } of terms.values()) for (const reading of readings) say(reading.number);
  return { terms: [...terms.values()], said };
}

function withoutEmoji(text: string): string {
  return text.includes(':') ? text.replace(EMOJI_NAME, ' ') : text;
}

/** The two words that the guide writes apart and the question as one: `healthcheck`; none where a part may be chance. */
function halvesOf(word: string, vocabulary: Vocabulary, lexicon: Lexicon): readonly [Lexeme, Lexeme] | undefined {
  for (let place = SHORTEST_HALF; place <= word.length - SHORTEST_HALF; place++) {
    const first = word.slice(0, place);
    if (!vocabulary.isSpelt(first) || isStopWord(first)) continue;
    const second = lexicon(word.slice(place));
    if (second.isKnown && !second.isGrammar) return [lexicon(first), second];
  }
  return undefined;
}

/** Nothing, or what takes two edits. */
function isFarFetched([first]: readonly Reading[]): boolean {
  return first === undefined || first.likelihood < 1;
}

function isKnown({ lexeme }: Word): boolean {
  return lexeme.isGrammar || lexeme.isKnown;
}

function asWritten({ stem, number }: Pick<Lexeme, 'stem' | 'number'>): Reading {
  return {
    stem,
    number,
    certainty: 1,
    likelihood: 1,
  };
}

function asAlike(alike: Pick<Lexeme, 'stem' | 'number'>): Reading {
  return {
    ...asWritten(alike),
    likelihood: ALIKE_LIKELIHOOD,
  };
}

function strength({ importance, readings }: Pick<Term, 'importance' | 'readings'>): number {
  return importance * (readings[0]?.certainty ?? 1);
}

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
