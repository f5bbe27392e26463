import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Numbering } from '../../src/search/numbering.js';
import { type Bm25, createPostingsBuilder, openPostings, type Postings } from '../../src/search/postings.js';

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

function postingsOf(
  documents: readonly Document[],
  boosts: readonly number[],
  bm25: Bm25,
): { postings: Postings; numberOf: (word: string) => number } {
  const numbering = new Numbering();
  const builder = createPostingsBuilder(boosts, bm25);
  for (const fields of documents) builder.add(fields.map((words) => words.map((word) => numbering.numberOf(word))));
  const words = numbering.toLines().split('\n');
  return { postings: openPostings(builder.build(numbering.size)), numberOf: (word) => words.indexOf(word) };
}

const field = fc.array(fc.constantFrom('nginx', 'deploy', 'web', 'constructor', '__proto__', 'é'), { maxLength: 8 });
const documents = fc.array(fc.tuple(field, field), { maxLength: 12 });

describe('what terms count in documents', () => {
  it('is BM25+ by its definition, for every term and document', () => {
    fc.assert(
      fc.property(documents, (all) => {
        const { postings, numberOf } = postingsOf(all, BOOSTS, BM25);
        expect(postings.documents).toBe(all.length);
        for (const term of ['nginx', 'deploy', 'web', 'constructor', '__proto__', 'é', 'unknown']) {
          const added = new Float32Array(all.length).fill(1);
          postings.add(added, numberOf(term), 2);
          const raised = new Float32Array(all.length).fill(0.5);
          postings.raise(raised, numberOf(term), 1);
          expect(postings.has(numberOf(term))).toBe(
            all.some((document) => document.some((words) => words.some((word) => word === term))),
          );
          for (const [number, document] of all.entries()) {
            const expected = naiveImpact(all, term, document);
            expect(postings.impact(numberOf(term), number)).toBeCloseTo(expected, 4);
            expect(added[number]).toBeCloseTo(1 + 2 * expected, 4);
            expect(raised[number]).toBeCloseTo(Math.max(0.5, expected), 4);
          }
        }
      }),
    );
  });

  it('keeps apart thousands of documents', () => {
    const documents = Array.from({ length: 3000 }, (_, number) => [
      [`word${number}`, number % 2 === 0 ? 'even' : 'odd'],
    ]);
    const { postings, numberOf } = postingsOf(documents, [1], BM25);
    const scores = new Float32Array(3000);
    postings.add(scores, numberOf('even'), 1);
    expect(scores.filter((score) => score > 0)).toHaveLength(1500);
    expect(postings.impact(numberOf('word2999'), 2999)).toBeGreaterThan(0);
    expect(postings.impact(numberOf('word2999'), 2998)).toBe(0);
  });
});
