import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from '../../src/guide/edit-distance.js';
import { createNearNames } from '../../src/guide/near-names.js';

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
