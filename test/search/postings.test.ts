import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  documentFrequency,
  impactIn,
  listOf,
  type Postings,
  PostingsBuilder,
  type TermCounts,
} from '../../src/search/postings.js';

type Document = readonly (readonly string[])[];

const BOOSTS = [2, 1];
const BM25 = { k: 1.2, b: 0.7, delta: 0.5, anywhere: 0.7 };

function idfOf(having: number, all: number): number {
  return Math.log(1 + (all - having + 0.5) / (having + 0.5));
}

/** BM25+ word by word from its definition (Lv & Zhai 2011), over different words, fields added up. */
function naiveImpact(documents: readonly Document[], term: string, document: Document): number {
  return BOOSTS.reduce((sum, boost, field) => {
    const fieldOf = (of: Document): readonly string[] => of[field] ?? [];
    const count = fieldOf(document).filter((word) => word === term).length;
    if (count === 0) return sum;
    const having = documents.filter((other) => fieldOf(other).includes(term)).length;
    const anywhere = documents.filter((other) => other.some((words) => words.includes(term))).length;
    const idf = 0.3 * idfOf(having, documents.length) + 0.7 * idfOf(anywhere, documents.length);
    const mean = documents.reduce((total, other) => total + new Set(fieldOf(other)).size, 0) / documents.length;
    const norm = 1 - BM25.b + (BM25.b * new Set(fieldOf(document)).size) / mean;
    return sum + boost * idf * (BM25.delta + (count * (BM25.k + 1)) / (count + BM25.k * norm));
  }, 0);
}

const field = fc.array(fc.constantFrom('nginx', 'deploy', 'web', 'constructor', '__proto__', 'é'), { maxLength: 8 });
const documents = fc.array(fc.tuple(field, field), { maxLength: 12 });

function postingsOf(documents: readonly Document[], boosts: readonly number[]): Postings {
  const builder = new PostingsBuilder(boosts, BM25);
  const vocabulary = [...new Set(documents.flat(2)), 'in no document'];
  for (const fields of documents) builder.add(fields.map((words) => count(words, vocabulary)));
  return builder.build(new Map(vocabulary.map((term, number) => [term, number])));
}

function count(words: readonly string[], vocabulary: readonly string[]): TermCounts {
  const different = [...new Set(words)];
  return {
    terms: different.map((term) => vocabulary.indexOf(term)),
    counts: different.map((term) => words.filter((word) => word === term).length),
  };
}

function documentsOf(postings: Postings, term: string): number[] {
  const list = listOf(postings, term);
  return list === undefined ? [] : [...postings.documents.subarray(list.start, list.end)];
}

describe('the impact of terms in documents', () => {
  it('is BM25+ by its definition, for every term and document', () => {
    fc.assert(
      fc.property(documents, (all) => {
        const postings = postingsOf(all, BOOSTS);
        for (const term of ['nginx', 'deploy', 'web', 'constructor', '__proto__', 'é', 'unknown']) {
          const having = [...all.keys()].filter((number) =>
            all[number]?.some((words) => words.some((word) => word === term)),
          );
          expect(documentsOf(postings, term)).toEqual(having);
          expect(documentFrequency(postings, term)).toBe(having.length);
          for (const [number, document] of all.entries()) {
            expect(impactIn(postings, term, number)).toBeCloseTo(naiveImpact(all, term, document), 10);
          }
        }
      }),
    );
  });

  it('keeps thousands of documents apart', () => {
    const postings = postingsOf(
      Array.from({ length: 3000 }, (_, number) => [[`word${number}`, number % 2 === 0 ? 'even' : 'odd']]),
      [1],
    );
    expect(documentsOf(postings, 'even')).toHaveLength(1500);
    expect(impactIn(postings, 'word2999', 2999)).toBeGreaterThan(0);
    expect(impactIn(postings, 'word2999', 2998)).toBe(0);
  });
});
