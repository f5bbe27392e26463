import { IntList } from './int-list.js';

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

export interface PostingsBuilder {
  /** Adds the next document: the numbers of its terms in each field, in the order of the boosts. */
  add(fields: readonly (readonly number[])[]): void;
  /** @param terms How many terms there are by now */
  build(terms: number): PostingsData;
}

/** Saturation, length normalisation, and the floor of BM25+ (Lv & Zhai 2011) that long texts keep. */
export interface Bm25 {
  readonly k: number;
  readonly b: number;
  readonly delta: number;
  /** How far a term's weight in a field goes by the documents that have it anywhere: what all have tells little in a title. */
  readonly anywhere: number;
}

/** @param boosts How much each field counts, fewer than 16. */
export function createPostingsBuilder(boosts: readonly number[], bm25: Bm25): PostingsBuilder {
  // An entry is a term in a field of a document, with its count. A document's entries end where the next one's begin.
  const terms = new IntList();
  const counts = new IntList();
  const ends = new IntList();
  const lengths = boosts.map(() => new IntList());
  /** One more than the place of each term's last entry. */
  const last = new IntList();

  return {
    add: (fields) => {
      for (const field of boosts.keys()) {
        const first = terms.length;
        for (const term of fields[field] ?? []) {
          const entry = last.at(term) - 1;
          if (entry >= first) counts.set(entry, counts.at(entry) + FIELDS);
          else {
            terms.push(term);
            counts.push(FIELDS + field);
            last.set(term, terms.length);
          }
        }
        // By different words: one that is repeated makes a text no longer, and a list of commands no less about its topic.
        lengths[field]?.push(terms.length - first);
      }
      ends.push(terms.length);
    },
    build: (size) => {
      const entries = { terms: terms.values(), counts: counts.values(), ends: ends.values() };
      const fields = lengths.map((list, field) => ({ boost: boosts[field] ?? 0, lengths: list.values() }));
      return layOut(entries, impactsOf(entries, size, fields, bm25), size);
    },
  };
}

/** Count and field share a number. */
const FIELDS = 16;

interface Entries {
  readonly terms: Int32Array;
  readonly counts: Int32Array;
  readonly ends: Int32Array;
}

interface Field {
  readonly boost: number;
  /** Of each document. */
  readonly lengths: Int32Array;
}

/** Each entry's share of its term's impact, with the idf of the field and of the whole: boost · idf · (delta + tf · (k + 1) / (tf + k · (1 - b + b · length / mean))). */
function impactsOf(
  { terms, counts, ends }: Entries,
  size: number,
  fields: readonly Field[],
  { k, b, delta, anywhere }: Bm25,
): Float32Array {
  const weights = fields.map(() => new Float64Array(size));
  for (let entry = 0; entry < terms.length; entry++) {
    const having = weights[at(counts, entry) % FIELDS];
    const term = at(terms, entry);
    if (having !== undefined) having[term] = at(having, term) + 1;
  }
  const everywhere = countDocuments({ terms, ends }, size).map((having) => inverseFrequency(having, ends.length));
  for (const [field, having] of weights.entries()) {
    for (let term = 0; term < size; term++) {
      const idf = (1 - anywhere) * inverseFrequency(at(having, term), ends.length) + anywhere * at(everywhere, term);
      having[term] = (fields[field]?.boost ?? 0) * idf;
    }
  }
  const means = fields.map(
    ({ lengths }) => lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, ends.length),
  );
  const impacts = new Float32Array(terms.length);
  let document = 0;
  for (let entry = 0; entry < terms.length; entry++) {
    while (entry >= at(ends, document)) document++;
    const field = at(counts, entry) % FIELDS;
    const count = Math.floor(at(counts, entry) / FIELDS);
    const norm = 1 - b + (b * at(fields[field]?.lengths, document)) / (means[field] || 1);
    const tf = delta + (count * (k + 1)) / (count + k * norm);
    impacts[entry] = at(weights[field], at(terms, entry)) * tf;
  }
  return impacts;
}

/** How many documents have each term, in whichever field. */
function countDocuments({ terms, ends }: Pick<Entries, 'terms' | 'ends'>, size: number): Float64Array {
  const having = new Float64Array(size);
  const last = new Int32Array(size).fill(-1);
  let document = 0;
  for (let entry = 0; entry < terms.length; entry++) {
    const term = at(terms, entry);
    while (entry >= at(ends, document)) document++;
    if (last[term] === document) continue;
    last[term] = document;
    having[term] = at(having, term) + 1;
  }
  return having;
}

/** Sorts the entries by term, and adds up the fields of a document. */
function layOut({ terms, ends }: Entries, impacts: Float32Array, size: number): PostingsData {
  const starts = new Int32Array(size + 1);
  for (const term of terms) starts[term + 1] = at(starts, term + 1) + 1;
  for (let term = 0; term < size; term++) starts[term + 1] = at(starts, term + 1) + at(starts, term);
  const stops = starts.slice(0, size);
  const owners = new Int32Array(terms.length);
  const sums = new Float32Array(terms.length);
  let document = 0;
  for (let entry = 0; entry < terms.length; entry++) {
    const term = at(terms, entry);
    while (entry >= at(ends, document)) document++;
    const next = at(stops, term);
    const isSame = next > at(starts, term) && at(owners, next - 1) === document;
    const place = isSame ? next - 1 : next;
    owners[place] = document;
    sums[place] = at(sums, place) + at(impacts, entry);
    stops[term] = place + 1;
  }
  return closeGaps({ documents: ends.length, starts, owners, impacts: sums }, stops);
}

/** What was added up leaves places free before the next term. */
function closeGaps({ documents, starts, owners, impacts }: PostingsData, stops: Int32Array): PostingsData {
  let next = 0;
  for (let term = 0; term < stops.length; term++) {
    const [start, stop] = [at(starts, term), at(stops, term)];
    owners.copyWithin(next, start, stop);
    impacts.copyWithin(next, start, stop);
    starts[term] = next;
    next += stop - start;
  }
  starts[stops.length] = next;
  // Copies, as a file or another thread gets all that lies behind a view.
  return { documents, starts, owners: owners.slice(0, next), impacts: impacts.slice(0, next) };
}

function at(list: { readonly [index: number]: number } | undefined, index: number): number {
  return list?.[index] ?? 0;
}

/** How informative a word is that `having` of `all` documents have: the idf of BM25, always above 0. */
export function inverseFrequency(having: number, all: number): number {
  return Math.log(1 + (all - having + 0.5) / (having + 0.5));
}
