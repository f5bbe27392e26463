import type { PageName } from './page-names.js';
import type { ReadQuestion, Term } from './read-question.js';

/** What each word of grammar in a name adds where the question says it too: not much, but it tells two such names apart. */
const GRAMMAR = 0.1;
export const MOST_SAID = 1.4;

/** The pages of which a question says a name, by their number, with the part of the question's weight that the name has. */
export type NamesSaid = (question: ReadQuestion) => ReadonlyMap<number, number>;

/**
 * Looks for pages' names in questions. A page's name is not said where a telling word of it is missing. Grammar tips the scale:
 * a question for "other web frameworks" says "Other web frameworks" a little more than "Web frameworks", one without "other"
 * rather less. At most MOST_SAID.
 */
export const createNamesSaid = (names: readonly (readonly PageName[])[]): NamesSaid => {
  const frequency = new Map<string, number>();
  for (const { terms } of names.flat()) for (const word of terms) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rarer = (one: string, other: string): string =>
    (frequency.get(other) ?? 0) < (frequency.get(one) ?? 0) ? other : one;
  // By the rarest word that must be said: most names are passed over by a look at the question's few words.
  const byWord = new Map<string, { readonly page: number; readonly name: PageName }[]>();
  for (const [page, ofPage] of names.entries()) {
    for (const name of ofPage) {
      if (name.terms.length === 0) continue;
      const word = name.terms.reduce(rarer);
      const same = byWord.get(word);
      if (same === undefined) byWord.set(word, [{ page, name }]);
      else same.push({ page, name });
    }
  }
  return (question) => {
    const said = new Map<number, number>();
    let all: number | undefined;
    for (const word of question.words) {
      for (const { page, name } of byWord.get(word) ?? []) {
        if (!name.terms.every((stem) => question.words.has(stem))) continue;
        all ??= weigh(question.terms, () => 1);
        const part = Math.min(MOST_SAID, weightOf(name, question) / all);
        if (part > (said.get(page) ?? 0)) said.set(page, part);
      }
    }
    return said;
  };
};

const weightOf = (name: PageName, { terms, words }: ReadQuestion): number => {
  const weight = weigh(
    terms,
    ({ readings }) => readings.find(({ stem }) => name.terms.includes(stem))?.likelihood ?? 0,
  );
  const said = name.words.filter((stem) => words.has(stem)).length;
  return (weight * said * (1 + GRAMMAR * (said - name.terms.length))) / name.words.length;
};

/** What words of a question tell together, by how few pages have each; of each the part that is given. */
const weigh = (terms: readonly Term[], part: (term: Term) => number): number => {
  let sum = 0;
  for (const term of terms) sum += term.weight * term.importance * part(term);
  return sum;
};
