/**
 * How much a term counts in each document, worked out once for all: the sum over the fields of boost · idf · BM25+.
 * A question is then answered term at a time, with additions alone. Terms go by their number; a negative one is in no document.
 */
export interface Postings {
  readonly documents: number;
  has(term: number): boolean;
  /** Adds factor · impact to the score of each document that has the term. */
  add(scores: Float32Array, term: number, factor: number): void;
  /** Raises the score of each document that has the term to factor · impact, where it is less. */
  raise(scores: Float32Array, term: number, factor: number): void;
  /** Adds factor · impact to the scores of the documents from `first` on, for as many as there are scores. */
  addWithin(scores: number[], first: number, term: number, factor: number): void;
  /** The term's impact in one document; 0 where the document does not have it. */
  impact(term: number, document: number): number;
}

/** The same as plain data: the documents of term t, in their order, stand with its impacts from starts[t] up to starts[t + 1]. */
export interface PostingsData {
  readonly documents: number;
  readonly starts: Int32Array;
  readonly owners: Int32Array;
  readonly impacts: Float32Array;
}

export function openPostings({ documents, starts, owners, impacts }: PostingsData): Postings {
  const startOf = (term: number): number => starts[term] ?? 0;
  const stopOf = (term: number): number => (term < 0 ? 0 : startOf(term + 1));
  return {
    documents,
    has: (term) => startOf(term) < stopOf(term),
    add: (scores, term, factor) => {
      const stop = stopOf(term);
      for (let place = startOf(term); place < stop; place++) {
        const document = owners[place] ?? 0;
        scores[document] = (scores[document] ?? 0) + factor * (impacts[place] ?? 0);
      }
    },
    raise: (scores, term, factor) => {
      const stop = stopOf(term);
      for (let place = startOf(term); place < stop; place++) {
        const document = owners[place] ?? 0;
        scores[document] = Math.max(scores[document] ?? 0, factor * (impacts[place] ?? 0));
      }
    },
    addWithin: (scores, first, term, factor) => {
      const stop = stopOf(term);
      for (let place = firstFrom(owners, startOf(term), stop, first); place < stop; place++) {
        const document = (owners[place] ?? 0) - first;
        if (document >= scores.length) return;
        scores[document] = (scores[document] ?? 0) + factor * (impacts[place] ?? 0);
      }
    },
    impact: (term, document) => {
      const stop = stopOf(term);
      const place = firstFrom(owners, startOf(term), stop, document);
      return place < stop && owners[place] === document ? (impacts[place] ?? 0) : 0;
    },
  };
}

/** The first place from `low` up to `high` whose document does not come before the wanted one. */
function firstFrom(documents: Int32Array, low: number, high: number, wanted: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((documents[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
