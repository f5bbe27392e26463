/**
 * How much a term counts in each document, worked out once for all: the sum over the fields of boost · idf · BM25+.
 * A question is then answered term at a time, with additions alone.
 */
export interface Postings {
  readonly documents: number;
  has(term: string): boolean;
  /** Adds factor · impact to the score of each document that has the term. */
  add(scores: Float32Array, term: string, factor: number): void;
  /** Raises the score of each document that has the term to factor · impact, where it is less. */
  raise(scores: Float32Array, term: string, factor: number): void;
  /** Adds factor · impact to the scores of the documents from `first` on, for as many as there are scores. */
  addWithin(scores: number[], first: number, term: string, factor: number): void;
  /** The term's impact in one document; 0 where the document does not have it. */
  impact(term: string, document: number): number;
}

/** The same as plain data: the documents of term t, in their order, stand with its impacts from starts[t] up to starts[t + 1]. */
export interface PostingsData {
  readonly documents: number;
  readonly starts: Int32Array;
  readonly owners: Int32Array;
  readonly impacts: Float32Array;
}

/** @param ids The number of each term */
export const openPostings = (
  ids: ReadonlyMap<string, number>,
  { documents, starts, owners, impacts }: PostingsData,
): Postings => {
  const startOf = (id: number): number => starts[id] ?? 0;
  return {
    documents,
    has: (term) => {
      const id = ids.get(term) ?? -1;
      return startOf(id) < startOf(id + 1);
    },
    add: (scores, term, factor) => {
      const id = ids.get(term);
      if (id === undefined) return;
      const stop = startOf(id + 1);
      for (let place = startOf(id); place < stop; place++) {
        const document = owners[place] ?? 0;
        scores[document] = (scores[document] ?? 0) + factor * (impacts[place] ?? 0);
      }
    },
    raise: (scores, term, factor) => {
      const id = ids.get(term);
      if (id === undefined) return;
      const stop = startOf(id + 1);
      for (let place = startOf(id); place < stop; place++) {
        const document = owners[place] ?? 0;
        scores[document] = Math.max(scores[document] ?? 0, factor * (impacts[place] ?? 0));
      }
    },
    addWithin: (scores, first, term, factor) => {
      const id = ids.get(term);
      if (id === undefined) return;
      const stop = startOf(id + 1);
      for (let place = firstFrom(owners, startOf(id), stop, first); place < stop; place++) {
        const document = (owners[place] ?? 0) - first;
        if (document >= scores.length) return;
        scores[document] = (scores[document] ?? 0) + factor * (impacts[place] ?? 0);
      }
    },
    impact: (term, document) => {
      const id = ids.get(term);
      if (id === undefined) return 0;
      const stop = startOf(id + 1);
      const place = firstFrom(owners, startOf(id), stop, document);
      return place < stop && owners[place] === document ? (impacts[place] ?? 0) : 0;
    },
  };
};

/** The first place from `low` up to `high` whose document does not come before the wanted one. */
const firstFrom = (documents: Int32Array, low: number, high: number, wanted: number): number => {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((documents[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
};
