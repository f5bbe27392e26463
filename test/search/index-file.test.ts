import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createIndexData } from '../../src/search/index.js';
import { decodeIndex, encodeIndex } from '../../src/search/index-file.js';
import { createSearch } from '../../src/search/search.js';
import { smallGuide } from './small-guide.js';

const { bytes, digest } = encodeIndex(createIndexData(smallGuide));

describe('a finished index in a file', () => {
  it('answers as one that was just made', () => {
    const fresh = createSearch(smallGuide);
    const kept = createSearch(smallGuide, undefined, decodeIndex(bytes, digest));
    const words = ['platform', 'heroku', 'deplyo', 'fly.io', 'serve', 'static', 'how', 'constructor', 'é', '?'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 6 }), (typed) => {
        const [found, wanted] = [kept.find(typed.join(' ')), fresh.find(typed.join(' '))];
        expect(found).toEqual(wanted);
        expect(found.matches.map(({ section }) => section)).toEqual(wanted.matches.map(({ section }) => section));
      }),
    );
  });

  it('is the same for the same guide, so that a build can be repeated', () => {
    expect(encodeIndex(createIndexData(smallGuide)).digest).toBe(digest);
  });

  it('is not used where a single byte is another', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const damaged = Uint8Array.from(bytes);
        damaged[place] = (damaged[place] ?? 0) ^ change;
        expect(decodeIndex(damaged, digest)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['cut short', bytes.subarray(0, -1)],
    ['empty', new Uint8Array()],
  ])('is not used where it is %s', (_, file) => {
    expect(decodeIndex(file, digest)).toBeUndefined();
  });

  it('is not used where another build made it', () => {
    const other = encodeIndex({ ...createIndexData(smallGuide), stems: 'other' });
    expect(decodeIndex(other.bytes, digest)).toBeUndefined();
  });
});
