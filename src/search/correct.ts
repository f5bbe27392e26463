import { editDistance } from './edit-distance.js';
import { stem } from './stem.js';
import { stopWords } from './stop-words.js';

/** The nearest word that the guide has, and how many edits away it is. */
export interface Nearest {
  readonly word: string;
  readonly edits: number;
}

/** Finds the nearest word to one that the guide does not have; nothing where none is near enough. */
export type Correct = (word: string) => Nearest | undefined;

/** @param spellings The words to choose from, with how often each occurs: of equally near ones the most frequent is taken. */
export const createCorrect = (spellings: ReadonlyMap<string, number>): Correct => {
  const wholeWords = new Map<number, Candidate[]>();
  const stems = new Map<number, Candidate[]>();
  const add = (word: string, frequency: number): void => {
    addCandidate(wholeWords, word, { word, frequency });
    if (stem(word) !== word) addCandidate(stems, stem(word), { word, frequency });
  };
  for (const [word, frequency] of spellings) if (!/\d/.test(word)) add(word, frequency);
  for (const word of stopWords()) if (word.length > 3) add(word, Number.POSITIVE_INFINITY);

  return (word) => {
    const limit = editsAllowed(word);
    if (limit === 0) return undefined;
    const best = nearest(word, limit, wholeWords);
    // The guide may have the word in another form only: `databse` is nearer to the stem of "databases" than to the word.
    return best ?? (stem(word).length < 4 ? undefined : nearest(stem(word), limit, stems));
  };
};

/** The candidates by the length of the form that they are compared in. */
type Candidates = ReadonlyMap<number, readonly Candidate[]>;

const nearest = (typed: string, limit: number, candidates: Candidates): Nearest | undefined => {
  const letters = letterSet(typed);
  let best: (Candidate & Nearest) | undefined;
  for (let length = typed.length - limit; length <= typed.length + limit; length++) {
    for (const candidate of candidates.get(length) ?? []) {
      // One edit changes at most two members of the set of letters: most candidates fall here, without a table.
      if (countBits(letters ^ candidate.letters) > 2 * limit || !mayStandFor(typed, candidate)) continue;
      const edits = editDistance(typed, candidate.form, best?.edits ?? limit);
      if (edits <= limit && (best === undefined || isBetter(edits, candidate, best))) best = { ...candidate, edits };
    }
  }
  return best && { word: best.word, edits: best.edits };
};

const addCandidate = (
  candidates: Map<number, Candidate[]>,
  form: string,
  { word, frequency }: Pick<Candidate, 'word' | 'frequency'>,
): void => {
  const sameLength = candidates.get(form.length) ?? [];
  sameLength.push({ word, frequency, form, letters: letterSet(form) });
  candidates.set(form.length, sameLength);
};

interface Candidate {
  readonly word: string;
  readonly frequency: number;
  /** What is compared: the word, or its stem. */
  readonly form: string;
  /** Bit n for the n-th letter of the alphabet. */
  readonly letters: number;
}

/** Names with digits (`s3`, `http2`) and words of under four letters have too many neighbours to be read as one of them. */
const editsAllowed = (word: string): number => {
  if (word.length < 4 || word.length > 40 || /\d/.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
};

/**
 * Typists seldom miss the first letter, and in a short word another one makes another word: `rice` is not `nice`.
 * A short word of grammar must have the same letters, `waht` for "what": `wall` is not "will".
 */
const mayStandFor = (typed: string, { form, frequency }: Candidate): boolean => {
  if (form.length === 4 && frequency === Number.POSITIVE_INFINITY) return sorted(typed) === sorted(form);
  return typed.length >= 6 || typed[0] === form[0] || (typed[0] === form[1] && typed[1] === form[0]);
};

const sorted = (word: string): string => [...word].sort().join('');

const isBetter = (edits: number, candidate: Candidate, best: Candidate & Nearest): boolean =>
  edits < best.edits || (edits === best.edits && candidate.frequency > best.frequency);

const letterSet = (word: string): number => {
  let letters = 0;
  for (const letter of word) letters |= 1 << (letter.charCodeAt(0) % 32);
  return letters;
};

const countBits = (bits: number): number => {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
};
