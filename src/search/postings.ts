import type { Bm25 } from './parameters.js';

/**
 * An inverted index: each term with the documents that have it, and the term's impact (how much it adds to the score) in each.
 * Flat arrays, because a worker hands them over at once and they take little memory.
 */
export interface Postings {
  /** The number of each term. */
  readonly terms: ReadonlyMap<string, number>;
  /** By term: where its list starts in the arrays below. It ends where the next one starts. */
  readonly starts: Uint32Array;
  /** The documents of all lists; within a list in ascending order. */
  readonly documents: Uint32Array;
  /** The impact in each of these documents. */
  readonly impacts: Float64Array;
}

/** The documents of a term: the places from `start` up to `end`, without it. */
export interface PostingList {
  readonly start: number;
  readonly end: number;
}

/** The documents that have a term; none for a term that is in no document. */
export function listOf({ terms, starts }: Postings, term: string): PostingList | undefined {
  const number = terms.get(term);
  if (number === undefined) return undefined;
  const [start = 0, end = 0] = [starts[number], starts[number + 1]];
  return start === end ? undefined : { start, end };
}

/** How many documents have a term. */
export function documentFrequency(postings: Postings, term: string): number {
  const list = listOf(postings, term);
  return list === undefined ? 0 : list.end - list.start;
}

/** The term's impact in one document; 0 if the document does not have it. */
export function impactIn(postings: Postings, term: string, document: number): number {
  const list = listOf(postings, term);
  if (list === undefined) return 0;
  const place = firstFrom(postings, list, document);
  return place < list.end && postings.documents[place] === document ? (postings.impacts[place] ?? 0) : 0;
}

/** The place of the first document of a list that is not before `wanted`; its end if there is none. */
export function firstFrom({ documents }: Postings, { start, end }: PostingList, wanted: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((documents[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How informative a term is that `frequency` of `total` documents have: the idf of BM25, always above 0. */
export function inverseDocumentFrequency(frequency: number, total: number): number {
  return Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5));
}

/** Different terms, by their number, and how often each occurs. */
export interface TermCounts {
  readonly terms: readonly number[];
  readonly counts: readonly number[];
}

const INITIAL_SIZE = 4_096;
const GROWTH = 1.5;

function enlarged<T extends Uint32Array | Uint8Array>(small: T, large: T): T {
  large.set(small);
  return large;
}

/**
 * Builds an inverted index with BM25+ over several fields. The impacts are worked out here, so that a question only adds them up:
 *
 *     Σ over the fields: boost · idf · (delta + tf · (k + 1) / (tf + k · (1 − b + b · length / mean length)))
 *
 * where the idf is a mix of the field's own and that of the whole document.
 */
export class PostingsBuilder {
  readonly #boosts: readonly number[];
  readonly #bm25: Bm25;
  // An occurrence for each field of a document that has a term. Flat arrays of small numbers, because a large guide has millions.
  #terms = new Uint32Array(INITIAL_SIZE);
  #documents = new Uint32Array(INITIAL_SIZE);
  #fields = new Uint8Array(INITIAL_SIZE);
  #counts = new Uint32Array(INITIAL_SIZE);
  #size = 0;
  /** For each field, the length of each document. */
  readonly #lengths: readonly number[][];
  #total = 0;

  /** @param boosts How much each field counts */
  constructor(boosts: readonly number[], bm25: Bm25) {
    this.#boosts = boosts;
    this.#bm25 = bm25;
    this.#lengths = boosts.map(() => []);
  }

  /** Adds the next document: the terms of each field, in the order of the boosts. */
  add(fields: readonly TermCounts[]): void {
    const document = this.#total++;
    for (const [field, { terms, counts }] of fields.entries()) {
      this.#makeRoom(terms.length);
      for (let place = 0; place < terms.length; place++) {
        const occurrence = this.#size++;
        this.#terms[occurrence] = terms[place] ?? 0;
        this.#documents[occurrence] = document;
        this.#fields[occurrence] = field;
        this.#counts[occurrence] = counts[place] ?? 0;
      }
      // The number of different words: a repeated one makes a text no longer, and a list of commands is no less about its topic.
      this.#lengths[field]?.push(terms.length);
    }
  }

  #makeRoom(more: number): void {
    if (this.#size + more <= this.#terms.length) return;
    const size = Math.ceil(Math.max(this.#size + more, this.#terms.length * GROWTH));
    this.#terms = enlarged(this.#terms, new Uint32Array(size));
    this.#documents = enlarged(this.#documents, new Uint32Array(size));
    this.#fields = enlarged(this.#fields, new Uint8Array(size));
    this.#counts = enlarged(this.#counts, new Uint32Array(size));
  }

  /** @param terms the number of each term, from 0 */
  build(terms: ReadonlyMap<string, number>): Postings {
    const groups = this.#groupStarts(terms.size);
    const occurrences = this.#byTerm(groups);
    const norms = this.#lengths.map((lengths) => this.#norms(lengths));
    const starts = new Uint32Array(terms.size + 1);
    const documents = new Uint32Array(occurrences.length);
    const impacts = new Float64Array(occurrences.length);
    const { k, delta } = this.#bm25;
    let end = 0;
    for (let term = 0; term < terms.size; term++) {
      const [from = 0, to = 0] = [groups[term], groups[term + 1]];
      const weights = this.#fieldWeights(occurrences.subarray(from, to));
      const start = end;
      for (let place = from; place < to; place++) {
        const occurrence = occurrences[place] ?? 0;
        const document = this.#documents[occurrence] ?? 0;
        const field = this.#fields[occurrence] ?? 0;
        const count = this.#counts[occurrence] ?? 0;
        const norm = norms[field]?.[document] ?? 1;
        if (end === start || documents[end - 1] !== document) documents[end++] = document;
        impacts[end - 1] =
          (impacts[end - 1] ?? 0) + (weights[field] ?? 0) * (delta + (count * (k + 1)) / (count + k * norm));
      }
      starts[term + 1] = end;
    }
    return { terms, starts, documents: documents.slice(0, end), impacts: impacts.slice(0, end) };
  }

  /** Where the occurrences of each term begin when they are sorted by term; at last, where all of them end. */
  #groupStarts(terms: number): Uint32Array {
    const starts = new Uint32Array(terms + 1);
    for (const term of this.#terms.subarray(0, this.#size)) starts[term + 1] = (starts[term + 1] ?? 0) + 1;
    for (let term = 0; term < terms; term++) starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
    return starts;
  }

  /** The occurrences sorted by term; those of one term stay in their order. */
  #byTerm(groups: Uint32Array): Uint32Array {
    const sorted = new Uint32Array(this.#size);
    const next = groups.slice();
    for (let occurrence = 0; occurrence < sorted.length; occurrence++) {
      const term = this.#terms[occurrence] ?? 0;
      const place = next[term] ?? 0;
      sorted[place] = occurrence;
      next[term] = place + 1;
    }
    return sorted;
  }

  #norms(lengths: readonly number[]): Float64Array {
    const { b } = this.#bm25;
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    return Float64Array.from(lengths, (length) => 1 - b + (b * length) / (mean || 1));
  }

  /** For each field boost · idf of the term with these occurrences. */
  #fieldWeights(occurrences: Uint32Array): number[] {
    const frequencies = this.#boosts.map(() => 0);
    let documents = 0;
    let last = -1;
    for (const occurrence of occurrences) {
      const document = this.#documents[occurrence] ?? 0;
      const field = this.#fields[occurrence] ?? 0;
      frequencies[field] = (frequencies[field] ?? 0) + 1;
      if (document !== last) documents++;
      last = document;
    }
    const { anywhere } = this.#bm25;
    const idfAnywhere = inverseDocumentFrequency(documents, this.#total);
    return frequencies.map((frequency, field) => {
      const idf = inverseDocumentFrequency(frequency, this.#total);
      return (this.#boosts[field] ?? 0) * ((1 - anywhere) * idf + anywhere * idfAnywhere);
    });
  }
}
