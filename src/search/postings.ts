import type { Bm25 } from './parameters.js';

/** The documents that have a term, in ascending order, and the term's impact (how much it adds to the score) in each. */
export interface PostingList {
  readonly documents: readonly number[];
  readonly impacts: readonly number[];
}

/** An inverted index: each term with the documents that have it. */
export type Postings = ReadonlyMap<string, PostingList>;

/** The term's impact in one document; 0 if the document does not have it. */
export function impactIn(postings: Postings, term: string, document: number): number {
  const list = postings.get(term);
  if (list === undefined) return 0;
  const place = firstFrom(list, document);
  return list.documents[place] === document ? (list.impacts[place] ?? 0) : 0;
}

/** The place of the first document of a list that is not before `wanted`. */
export function firstFrom({ documents }: PostingList, wanted: number): number {
  let low = 0;
  let high = documents.length;
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

interface Text {
  readonly terms: readonly string[];
}

/**
 * Builds an inverted index with BM25+ over several fields. The impacts are worked out here, so that a question only adds them up:
 *
 *     Σ over the fields: boost · idf · (delta + tf · (k + 1) / (tf + k · (1 − b + b · length / mean length)))
 */
export class PostingsBuilder {
  readonly #boosts: readonly number[];
  readonly #bm25: Bm25;
  /** For each term, three numbers for each field of a document that has it: the document, the field, how often. */
  readonly #occurrences = new Map<string, number[]>();
  /** For each field, the length of each document. */
  readonly #lengths: readonly number[][];
  #documents = 0;

  /** @param boosts How much each field counts */
  constructor(boosts: readonly number[], bm25: Bm25) {
    this.#boosts = boosts;
    this.#bm25 = bm25;
    this.#lengths = boosts.map(() => []);
  }

  /** Adds the next document: for each field, in the order of the boosts, the terms of its texts. */
  add(fields: readonly (readonly Text[])[]): void {
    const document = this.#documents++;
    for (const [field, texts] of fields.entries()) {
      const counts = new Map<string, number>();
      for (const { terms } of texts) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
      for (const [term, count] of counts) {
        const list = this.#occurrences.get(term);
        if (list === undefined) this.#occurrences.set(term, [document, field, count]);
        else list.push(document, field, count);
      }
      // The number of different words: a repeated one makes a text no longer, and a list of commands is no less about its topic.
      this.#lengths[field]?.push(counts.size);
    }
  }

  build(): Postings {
    const means = this.#lengths.map((lengths) => lengths.reduce((sum, length) => sum + length, 0) / lengths.length);
    const postings = new Map<string, PostingList>();
    for (const [term, occurrences] of this.#occurrences) postings.set(term, this.#toList(occurrences, means));
    return postings;
  }

  #toList(occurrences: readonly number[], means: readonly number[]): PostingList {
    const { k, b, delta } = this.#bm25;
    const weights = this.#fieldWeights(occurrences);
    const documents: number[] = [];
    const impacts: number[] = [];
    for (let place = 0; place < occurrences.length; place += 3) {
      const document = occurrences[place] ?? 0;
      const field = occurrences[place + 1] ?? 0;
      const count = occurrences[place + 2] ?? 0;
      const norm = 1 - b + (b * (this.#lengths[field]?.[document] ?? 0)) / (means[field] || 1);
      const impact = (weights[field] ?? 0) * (delta + (count * (k + 1)) / (count + k * norm));
      const last = documents.length - 1;
      if (documents[last] === document) impacts[last] = (impacts[last] ?? 0) + impact;
      else {
        documents.push(document);
        impacts.push(impact);
      }
    }
    return { documents, impacts };
  }

  /** For each field boost · idf, where the idf is a mix of the field's own and that of the whole document. */
  #fieldWeights(occurrences: readonly number[]): number[] {
    const frequencies = this.#boosts.map(() => 0);
    let documents = 0;
    let last = -1;
    for (let place = 0; place < occurrences.length; place += 3) {
      const document = occurrences[place] ?? 0;
      const field = occurrences[place + 1] ?? 0;
      frequencies[field] = (frequencies[field] ?? 0) + 1;
      if (document !== last) documents++;
      last = document;
    }
    const { anywhere } = this.#bm25;
    const idfAnywhere = inverseDocumentFrequency(documents, this.#documents);
    return frequencies.map((frequency, field) => {
      const idf = inverseDocumentFrequency(frequency, this.#documents);
      return (this.#boosts[field] ?? 0) * ((1 - anywhere) * idf + anywhere * idfAnywhere);
    });
  }
}
