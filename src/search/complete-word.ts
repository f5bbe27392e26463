import { editDistance } from './edit-distance.js';
import { sortInSteps } from './sort-in-steps.js';
import type { Steps } from './steps.js';

/** A word that begins as typed, and how well: 1 for the word itself, less for a beginning, least for a misspelt one. */
export interface Completion {
  readonly word: string;
  readonly quality: number;
}

const BEGINNING = 0.8;
const MISSPELT = 0.4;

/** Finds the words that a typed beginning may become. Misspelt ones count from four letters on, where no other is found. */
export type CompleteWord = (typed: string) => Completion[];

/** @param words Each once */
export function* createCompleteWord(words: readonly string[]): Steps<CompleteWord> {
  const sorted = yield* sortInSteps(words);
  return (typed) => {
    const found: Completion[] = [];
    for (let place = firstFrom(sorted, typed); sorted[place]?.startsWith(typed); place++) {
      const word = sorted[place] ?? '';
      found.push({ word, quality: word === typed ? 1 : BEGINNING });
    }
    if (found.length > 0 || typed.length < 4) return found;
    return sorted
      .filter((word) => word.length >= typed.length - 1 && isNear(typed, word))
      .map((word) => ({ word, quality: MISSPELT }));
  };
}

/** The place of the first word that does not come before the typed one. */
function firstFrom(sorted: readonly string[], typed: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < typed) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether one edit makes the typed letters a beginning of the word. Of their first two one then stands at the beginning as well. */
function isNear(typed: string, word: string): boolean {
  return (
    (typed[0] === word[0] || typed[1] === word[1] || typed[0] === word[1] || typed[1] === word[0]) &&
    [-1, 0, 1].some((more) => editDistance(typed, word.slice(0, typed.length + more), 1) <= 1)
  );
}
