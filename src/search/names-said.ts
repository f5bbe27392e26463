import type { PageName } from './page-names.js';
import type { ReadQuestion, Term } from './read-question.js';
import type { StemSet } from './stem-set.js';
import { A_STEP, type Steps } from './steps.js';

/** What each word of grammar in a name adds where the question says it too: not much, but it tells two such names apart. */
const GRAMMAR = 0.1;
const MOST_SAID = 1.4;

/**
 * For each page the part of the question's weight that a name of it has which the question says, else 0. What it returns is
 * overwritten by the next question.
 * @param said The stems of the question
 */
export type NamesSaid = (question: ReadQuestion, said: StemSet) => Float64Array;

interface Entry {
  readonly page: number;
  readonly name: PageName;
}

/**
 * Looks for pages' names in questions. A page's name is not said where a telling word of it is missing. Grammar tips the scale:
 * a question for "other web frameworks" says "Other web frameworks" a little more than "Web frameworks", one without "other"
 * rather less. At most MOST_SAID.
 */
export function* createNamesSaid(names: readonly (readonly PageName[])[], stems: number): Steps<NamesSaid> {
  const byWord = yield* shelve(names, stems);
  const parts = new Float64Array(names.length);
  return (question, said) => {
    parts.fill(0);
    let all = 0;
    for (const word of question.said) {
      const entries = byWord[word];
      if (entries === undefined) continue;
      for (const { page, name } of entries) {
        if (!isSaid(name, said)) continue;
        if (all === 0) all = weigh(question.terms);
        const part = Math.min(MOST_SAID, weightOf(name, question, said) / all);
        if (part > (parts[page] ?? 0)) parts[page] = part;
      }
    }
    return parts;
  };
}

/** Names by the rarest word that must be said: most are passed over by a look at the question's few words. */
function* shelve(names: readonly (readonly PageName[])[], stems: number): Steps<(Entry[] | undefined)[]> {
  const frequency = new Uint32Array(stems);
  for (const { terms } of names.flat()) for (const word of terms) frequency[word] = (frequency[word] ?? 0) + 1;
  yield;
  const rarer = (one: number, other: number): number => ((frequency[other] ?? 0) < (frequency[one] ?? 0) ? other : one);
  const byWord = new Array<Entry[] | undefined>(stems).fill(undefined);
  for (const [page, ofPage] of names.entries()) {
    if (page % A_STEP === 0) yield;
    for (const name of ofPage) {
      if (name.terms.length === 0) continue;
      const word = name.terms.reduce(rarer);
      const same = byWord[word];
      if (same === undefined) byWord[word] = [{ page, name }];
      else same.push({ page, name });
    }
  }
  return byWord;
}

function isSaid({ terms }: PageName, said: StemSet): boolean {
  for (const stem of terms) if (!said.has(stem)) return false;
  return true;
}

function weightOf(name: PageName, { terms }: ReadQuestion, stems: StemSet): number {
  const weight = weigh(terms, name.terms);
  let said = 0;
  for (const stem of name.words) if (stems.has(stem)) said++;
  return (weight * said * (1 + GRAMMAR * (said - name.terms.length))) / name.words.length;
}

/** What words of a question tell together, by how few pages have each; those of a name alone, where one is given. */
function weigh(terms: readonly Term[], name?: readonly number[]): number {
  let sum = 0;
  for (const { weight, importance, readings } of terms) {
    const part = name === undefined ? 1 : (readings.find(({ number }) => name.includes(number))?.likelihood ?? 0);
    sum += weight * importance * part;
  }
  return sum;
}
