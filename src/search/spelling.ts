import { editDistance } from '../guide/near-names.js';
import { isEveryday } from './words/everyday-words.js';
import { isStopWord, stopWords } from './words/stop-words.js';
import { stem } from './words/terms.js';

/** A word of the guide, or a stop word, that a misspelled word may stand for. */
export interface Guess {
  readonly word: string;
  /** From 0 to 1: the more of the word was changed, the less certain it is that a word of the guide was meant at all. */
  readonly certainty: number;
  /** From 0 to 1: how much a page with this word counts, compared with one that has the word as typed. */
  readonly likelihood: number;
}

const MAX_GUESSES = 8;
/** How uncertain one edit makes a word of a single letter; two edits make it four times as uncertain. */
const DOUBT = 1.5;

/** Guesses which words of the guide were meant by a word that it does not have. */
export class SpellingCorrector {
  readonly #frequencies: ReadonlyMap<string, number>;
  readonly #words = new WordsByLength();
  readonly #stems = new WordsByLength();

  /** @param frequencies In how many pages each word of the guide occurs: of equally near words the most frequent comes first */
  constructor(frequencies: ReadonlyMap<string, number>) {
    this.#frequencies = frequencies;
    for (const word of frequencies.keys()) {
      const form = withoutVersion(word);
      if (/\d/.test(form) || isStopWord(form) || (form !== word && frequencies.has(form))) continue;
      const stemmed = stem(form);
      this.#words.add(word, form);
      if (stemmed !== form) this.#stems.add(word, stemmed);
    }
    for (const word of stopWords()) {
      if (word.length > 3) this.#words.add(word, word);
    }
  }

  /** The likeliest guess first; none if no word is near. */
  correct(typed: string): Guess[] {
    const name = withoutVersion(typed);
    if (name !== typed) return this.#frequencies.has(name) ? [{ word: name, certainty: 1, likelihood: 1 }] : [];
    // Spelled right: the guide just does not have it.
    if (isEveryday(stem(typed))) return [];
    return this.#near(typed)
      .sort((a, b) => a.edits - b.edits || this.#frequencyOf(b.word) - this.#frequencyOf(a.word))
      .slice(0, MAX_GUESSES)
      .map(({ word, edits }) => ({
        word,
        certainty: Math.max(0, 1 - (DOUBT * edits ** 2) / typed.length),
        likelihood: edits <= 1 ? 1 : 0.5,
      }));
  }

  #frequencyOf(word: string): number {
    return isStopWord(word) ? Number.POSITIVE_INFINITY : (this.#frequencies.get(word) ?? 0);
  }

  /**
   * The words one edit away; if there are none, the words whose stem is one edit away from the typed stem, because the guide may have
   * the word in another form only (`databse` is nearer to the stem of "databases" than to the word); if there are none, and the word
   * is long, the words two edits away.
   */
  #near(word: string): NearWord[] {
    const limit = editsAllowed(word);
    if (limit === 0) return [];
    const near = this.#words.near(word, 1);
    if (near.length > 0) return near;
    const stemmed = stem(word);
    // Hardly anybody mistypes the first letter: "failed" is no "sailing".
    const sameStem = stemmed.length < 4 ? [] : this.#stems.near(stemmed, 1).filter((near) => near.word[0] === word[0]);
    return sameStem.length > 0 || limit === 1 ? sameStem : this.#words.near(word, limit);
  }
}

/**
 * Whether a word is a misspelled stop word: `shuold`. A short one must have the same letters, as `waht` for "what": `wall` is not
 * "will".
 */
export function isMisspelledStopWord(typed: string, guesses: readonly Guess[]): boolean {
  return guesses.some(
    ({ word, certainty }) =>
      certainty === guesses[0]?.certainty &&
      isStopWord(word) &&
      (word.length > 4 || sortLetters(typed) === sortLetters(word)),
  );
}

/** The name without its version, which people leave out or add: `turbogears` for `turbogears2`. */
function withoutVersion(word: string): string {
  return word.replace(/^([a-z]{4,})\d+$/, '$1');
}

/** Words of under four letters and names with digits (`s3`, `http2`) have too many neighbours; two edits make a `handover` a `handler`. */
function editsAllowed(word: string): number {
  if (word.length < 4 || word.length > 40 || /\d/.test(word)) return 0;
  return word.length < 9 ? 1 : 2;
}

function sortLetters(word: string): string {
  return [...word].sort().join('');
}

interface NearWord {
  readonly word: string;
  readonly edits: number;
}

/** Words of one length. Arrays side by side, because a scan over plain numbers is many times faster than one over objects. */
interface SameLength {
  readonly words: string[];
  readonly forms: string[];
  readonly letterSets: number[];
}

class WordsByLength {
  readonly #byLength = new Map<number, SameLength>();

  /** @param form what is compared: the word without its version, or its stem */
  add(word: string, form: string): void {
    const { words, forms, letterSets } = this.#ofLength(form.length);
    words.push(word);
    forms.push(form);
    letterSets.push(letterSet(form));
  }

  #ofLength(length: number): SameLength {
    let list = this.#byLength.get(length);
    if (list === undefined) {
      list = { words: [], forms: [], letterSets: [] };
      this.#byLength.set(length, list);
    }
    return list;
  }

  /** Those at most `limit` edits away, in no order. */
  near(typed: string, limit: number): NearWord[] {
    const found: NearWord[] = [];
    const typedLetters = letterSet(typed);
    for (let length = typed.length - limit; length <= typed.length + limit; length++) {
      const { words, forms, letterSets } = this.#ofLength(length);
      for (let place = 0; place < letterSets.length; place++) {
        // One edit changes at most two members of the set of letters. Most words differ in more and need no comparison.
        if (hasMoreBits(typedLetters ^ (letterSets[place] ?? 0), 2 * limit)) continue;
        const edits = editDistance(typed, forms[place] ?? '', limit);
        if (edits <= limit) found.push({ word: words[place] ?? '', edits });
      }
    }
    return found;
  }
}

/** The letters of a word, each as one of 31 bits. */
function letterSet(word: string): number {
  let letters = 0;
  for (let place = 0; place < word.length; place++) letters |= 1 << (word.charCodeAt(place) % 31);
  return letters;
}

function hasMoreBits(bits: number, max: number): boolean {
  let rest = bits;
  for (let count = 0; rest !== 0; count++) {
    if (count === max) return true;
    // Clears the lowest bit.
    rest &= rest - 1;
  }
  return false;
}
