import { editDistance } from '../guide/edit-distance.js';
import { IntList } from './int-list.js';

/** A word that may be meant, and what of it is compared: the word itself, or its stem. */
export interface Candidate {
  readonly word: string;
  readonly form: string;
  readonly frequency: number;
}

export interface NearCandidate extends Candidate {
  readonly edits: number;
}

/** Words by the length of their forms, so that the near ones are found among tens of thousands in a fraction of a millisecond. */
export class WordShelf {
  readonly #boards = new Map<number, { readonly candidates: Candidate[]; readonly letters: IntList }>();

  add(candidate: Candidate): void {
    const { length } = candidate.form;
    const board = this.#boards.get(length) ?? { candidates: [], letters: new IntList() };
    this.#boards.set(length, board);
    board.candidates.push(candidate);
    board.letters.push(letterSet(candidate.form));
  }

  /** Those at most `limit` edits away, in no order. */
  near(typed: string, limit: number): NearCandidate[] {
    const typedLetters = letterSet(typed);
    const found: NearCandidate[] = [];
    for (let length = typed.length - limit; length <= typed.length + limit; length++) {
      const board = this.#boards.get(length);
      const letters = board?.letters.values() ?? [];
      for (let place = 0; place < letters.length; place++) {
        // One edit changes at most two members of the set of letters: most words fall here, without a comparison.
        if (countBits(typedLetters ^ (letters[place] ?? 0)) > 2 * limit) continue;
        const candidate = board?.candidates[place];
        const edits = candidate === undefined ? limit + 1 : editDistance(typed, candidate.form, limit);
        if (candidate !== undefined && edits <= limit) found.push({ ...candidate, edits });
      }
    }
    return found;
  }
}

/** Bit n for the n-th letter of the alphabet. */
function letterSet(word: string): number {
  let letters = 0;
  for (let place = 0; place < word.length; place++) letters |= 1 << (word.charCodeAt(place) % 32);
  return letters;
}

/** How many bits are set (Warren, Hacker's Delight, 5-1). */
function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
