import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createNearNames, editDistance } from '../../src/guide/near-names.js';

const letter = fc.constantFrom(...'abcdefghij-');
const name = fc.string({ unit: letter, minLength: 4, maxLength: 20 });

/** One wrong letter, one too many, one too few, or two swapped. */
const typo = fc.tuple(fc.nat(), letter, fc.nat(3)).map(([at, other, kind]) => (word: string): string => {
  const place = at % word.length;
  const [before, after] = [word.slice(0, place), word.slice(place + 1)];
  if (kind === 0) return before + other + after;
  if (kind === 1) return before + other + word.slice(place);
  return kind === 2 ? before + after : `${before}${after.slice(0, 1)}${word[place]}${after.slice(1)}`;
});

describe('the nearest of many names', () => {
  it.each([
    ['wsgi-sevrers', ['web-servers', 'wsgi-servers'], 'wsgi-servers'],
    ['dsn', ['dns', 'css'], 'dns'],
    ['DEPLOYMNET', ['deployment', 'deploying'], 'deployment'],
    ['kubernetes', ['databases', 'caching'], undefined],
    ['server-modules', ['server-bundles'], undefined],
    ['release-13', ['release-12', 'release-21'], undefined],
    ['release-07', ['release-7'], 'release-7'],
    ['x'.repeat(5_000), ['x'.repeat(4_999)], undefined],
    ['', ['a', 'b'], undefined],
  ])('to %j of %j is %j', (word, names, expected) => {
    expect(createNearNames(names).nearest(word)).toBe(expected);
  });

  it('is found for every typing error, and no other name is nearer', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 60 }), fc.nat(), typo, (names, which, spoil) => {
        const wrong = spoil(names[which % names.length] ?? '');
        const found = createNearNames(names).nearest(wrong);
        const distances = names.map((each) => editDistance(wrong, each, 20));
        expect(found).toBeDefined();
        expect(editDistance(wrong, found ?? '', 20)).toBe(Math.min(...distances));
      }),
    );
  });

  it('is found among very many names that are alike', () => {
    const names = Array.from({ length: 20_000 }, (_, number) => `runbook-for-service-${number.toString(36)}-restart`);
    const near = createNearNames([...names, 'restore-a-backup']);
    expect(near.nearest('restore-a-bakcup')).toBe('restore-a-backup');
    expect(near.nearest('runbook-for-servcie-abc-restart')).toBe('runbook-for-service-abc-restart');
  });
});

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

/** Optimal string alignment from its definition, without a table or a limit. */
function naiveDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [c, d] = [a.slice(0, -1), b.slice(0, -1)];
  const [x, y] = [a.slice(-1), b.slice(-1)];
  const swapped = a.length > 1 && b.length > 1 && x === d.slice(-1) && y === c.slice(-1);
  return Math.min(
    naiveDistance(c, b) + 1,
    naiveDistance(a, d) + 1,
    naiveDistance(c, d) + (x === y ? 0 : 1),
    ...(swapped ? [naiveDistance(c.slice(0, -1), d.slice(0, -1)) + 1] : []),
  );
}

describe('the edit distance of two words', () => {
  it('follows its definition', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(
      fc.property(short, short, fc.integer({ min: 1, max: 5 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(naiveDistance(a, b), limit + 1));
      }),
    );
  });

  it.each([
    ['docker', 'dokcer', 1],
    ['docker', 'doker', 1],
    ['docker', 'dockker', 1],
    ['docker', 'docket', 1],
    ['docker', 'docker', 0],
    ['server', 'serevr', 1],
    ['ca', 'abc', 3],
  ])('from "%s" to "%s" is %d', (a, b, edits) => {
    expect(editDistance(a, b, 5)).toBe(edits);
  });

  it('is the same both ways, and zero only for equal words', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9));
        expect(editDistance(a, b, 9) === 0).toBe(a === b);
      }),
    );
  });

  it('is one past the limit, and otherwise not changed by it', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(editDistance(a, b, 20), limit + 1));
      }),
    );
  });
});
