import { IntList } from './int-list.js';

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
  addWithin(scores: Float64Array, first: number, term: string, factor: number): void;
  /** The term's impact in one document; 0 where the document does not have it. */
  impact(term: string, document: number): number;
}

export interface PostingsBuilder {
  /** Adds the next document: its terms in each field, in the order of the boosts. */
  add(fields: readonly (readonly string[])[]): void;
  build(): Postings;
}

/** Saturation, length normalisation, and the floor of BM25+ (Lv & Zhai 2011) that long texts keep. */
export interface Bm25 {
  readonly k: number;
  readonly b: number;
  readonly delta: number;
}

/** @param boosts How much each field counts, fewer than 16. */
export const createPostingsBuilder = (boosts: readonly number[], bm25: Bm25): PostingsBuilder => {
  const ids = new Map<string, number>();
  // An entry is a term in a field of a document, with its count. A document's entries end where the next one's begin.
  const terms = new IntList();
  const counts = new IntList();
  const ends = new IntList();
  const lengths = boosts.map(() => new IntList());

  return {
    add: (fields) => {
      for (const field of boosts.keys()) {
        const texts = fields[field] ?? [];
        const found = countIds(ids, texts);
        // By different words: one that is repeated makes a text no longer, and a list of commands no less about its topic.
        lengths[field]?.push(found.size);
        for (const [id, count] of found) {
          terms.push(id);
          counts.push(count * FIELDS + field);
        }
      }
      ends.push(terms.length);
    },
    build: () => {
      const entries = { terms: terms.values(), counts: counts.values(), ends: ends.values() };
      const impacts = impactsOf(
        entries,
        ids.size,
        boosts,
        lengths.map((list) => list.values()),
        bm25,
      );
      return toPostings(ids, ends.length, layOut(entries, impacts, ids.size));
    },
  };
};

/** Count and field share a number. */
const FIELDS = 16;

interface Entries {
  readonly terms: Int32Array;
  readonly counts: Int32Array;
  readonly ends: Int32Array;
}

const countIds = (ids: Map<string, number>, texts: readonly string[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const term of texts) {
    const id = ids.get(term) ?? ids.size;
    if (id === ids.size) ids.set(term, id);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
};

/** Each entry's share of its term's impact: boost · idf · (delta + tf · (k + 1) / (tf + k · (1 - b + b · length / mean))). */
const impactsOf = (
  { terms, counts, ends }: Entries,
  vocabulary: number,
  boosts: readonly number[],
  lengths: readonly Int32Array[],
  { k, b, delta }: Bm25,
): Float32Array => {
  const having = boosts.map(() => new Int32Array(vocabulary));
  for (const [entry, term] of terms.entries()) {
    const field = having[at(counts, entry) % FIELDS];
    if (field !== undefined) field[term] = at(field, term) + 1;
  }
  const means = lengths.map((list) => list.reduce((sum, length) => sum + length, 0) / Math.max(1, list.length));
  const impacts = new Float32Array(terms.length);
  let document = 0;
  for (const [entry, term] of terms.entries()) {
    while (entry >= at(ends, document)) document++;
    const field = at(counts, entry) % FIELDS;
    const count = Math.floor(at(counts, entry) / FIELDS);
    const norm = 1 - b + (b * at(lengths[field], document)) / (means[field] || 1);
    const tf = delta + (count * (k + 1)) / (count + k * norm);
    impacts[entry] = (boosts[field] ?? 0) * inverseFrequency(at(having[field], term), ends.length) * tf;
  }
  return impacts;
};

/** How informative a word is that `having` of `all` documents have: the idf of BM25, always above 0. */
export const inverseFrequency = (having: number, all: number): number =>
  Math.log(1 + (all - having + 0.5) / (having + 0.5));

/** The documents of term t with its impacts stand from starts[t] up to stops[t]. */
interface Layout {
  readonly starts: Int32Array;
  readonly stops: Int32Array;
  readonly documents: Int32Array;
  readonly impacts: Float32Array;
}

/** Sorts the entries by term, and adds up the fields of a document. */
const layOut = ({ terms, ends }: Entries, impacts: Float32Array, vocabulary: number): Layout => {
  const starts = new Int32Array(vocabulary + 1);
  for (const term of terms) starts[term + 1] = at(starts, term + 1) + 1;
  for (let term = 0; term < vocabulary; term++) starts[term + 1] = at(starts, term + 1) + at(starts, term);
  const stops = starts.slice(0, vocabulary);
  const documents = new Int32Array(terms.length);
  const sums = new Float32Array(terms.length);
  let document = 0;
  for (const [entry, term] of terms.entries()) {
    while (entry >= at(ends, document)) document++;
    const next = at(stops, term);
    const isSame = next > at(starts, term) && at(documents, next - 1) === document;
    const place = isSame ? next - 1 : next;
    documents[place] = document;
    sums[place] = at(sums, place) + at(impacts, entry);
    stops[term] = place + 1;
  }
  return { starts, stops, documents, impacts: sums };
};

const toPostings = (
  ids: ReadonlyMap<string, number>,
  documents: number,
  { starts, stops, documents: owners, impacts }: Layout,
): Postings => ({
  documents,
  has: (term) => ids.has(term),
  add: (scores, term, factor) => {
    const id = ids.get(term) ?? -1;
    const stop = at(stops, id);
    for (let place = at(starts, id); place < stop; place++) {
      const document = at(owners, place);
      scores[document] = at(scores, document) + factor * at(impacts, place);
    }
  },
  raise: (scores, term, factor) => {
    const id = ids.get(term) ?? -1;
    const stop = at(stops, id);
    for (let place = at(starts, id); place < stop; place++) {
      const document = at(owners, place);
      scores[document] = Math.max(at(scores, document), factor * at(impacts, place));
    }
  },
  addWithin: (scores, first, term, factor) => {
    const id = ids.get(term);
    if (id === undefined) return;
    const stop = at(stops, id);
    for (let place = firstFrom(owners, at(starts, id), stop, first); place < stop; place++) {
      const document = at(owners, place) - first;
      if (document >= scores.length) return;
      scores[document] = at(scores, document) + factor * at(impacts, place);
    }
  },
  impact: (term, document) => {
    const id = ids.get(term);
    if (id === undefined) return 0;
    const stop = at(stops, id);
    const place = firstFrom(owners, at(starts, id), stop, document);
    return place < stop && at(owners, place) === document ? at(impacts, place) : 0;
  },
});

/** The first place from `low` up to `high` whose document does not come before the wanted one. */
const firstFrom = (documents: Int32Array, low: number, high: number, wanted: number): number => {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(documents, middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
};

const at = (list: { readonly [index: number]: number } | undefined, index: number): number => list?.[index] ?? 0;
