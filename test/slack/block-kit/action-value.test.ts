import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ButtonAction, decodeValue, encodeValue } from '../../../src/slack/block-kit/action-value.js';
import { limits } from '../../../src/slack/block-kit/limits.js';

const slug = fc.stringMatching(/^[a-z0-9/-]{1,120}$/);
const trail = fc.record({ slugs: fc.array(slug, { maxLength: 30 }) }, { requiredKeys: ['slugs'] });
const action: fc.Arbitrary<ButtonAction> = fc.oneof(
  fc.record({ do: fc.constant('open-page' as const), slug, trail }),
  fc.record({ do: fc.constant('share' as const), slug, trail }),
  fc.record({ do: fc.constant('preview' as const), slug, part: fc.nat(50) }),
  fc.record({ do: fc.constant('set-item' as const), run: fc.uuid(), item: fc.constant('i7'), done: fc.boolean() }),
  fc.record({ do: fc.constant('manage' as const), run: fc.uuid(), part: fc.nat(50) }),
  fc.record({ do: fc.constant('bring-down' as const), run: fc.uuid(), from: fc.constant('1763640000.000100') }),
  fc.record({ do: fc.constant('post' as const), slug, run: fc.uuid(), name: fc.string({ maxLength: 80 }) }),
  fc.record({ do: fc.constant('ask' as const), question: fc.string({ maxLength: 75 }) }),
  fc.record({ do: fc.constant('find' as const), slug, section: fc.stringMatching(/^[0-9a-f]{12}$/) }),
  fc.record({ do: fc.constant('open-search' as const) }),
);

describe('what a button’s value says', () => {
  it('is read back as it was written, but for the oldest pages of a long trail', () => {
    fc.assert(
      fc.property(action, (written) => {
        const value = encodeValue(written);
        expect(value.length).toBeLessThanOrEqual(limits.buttonValue);
        const read = decodeValue(value);
        if (!('trail' in written) || read === undefined || !('trail' in read)) {
          expect(read).toMatchObject(written);
          return;
        }
        expect(read.slug).toBe(written.slug);
        const kept = read.trail.slugs.length;
        expect(read.trail.slugs).toEqual(kept === 0 ? [] : written.trail.slugs.slice(-kept));
      }),
    );
  });

  it('is refused where it is not ours, of another version, or of the wrong shape', () => {
    for (const value of [
      undefined,
      '',
      'null',
      '[]',
      '7',
      '{',
      '{"v":2,"do":"ask","question":"x"}',
      '{"v":1,"do":"ask"}',
      '{"v":1,"do":"toString"}',
      '{"v":1,"do":"set-item","run":"r","item":"i1","done":"yes"}',
      '{"v":1,"do":"open-page","slug":"a","trail":{"slugs":[1]}}',
      '{"v":1,"do":"list","what":"topics","part":-1}',
      '{"v":1,"do":"list","what":["topics"],"part":0}',
      '{"v":1,"do":"bring-down","run":"r","from":7}',
    ]) {
      expect(decodeValue(value)).toBeUndefined();
    }
    fc.assert(fc.property(fc.json(), (value) => expect(() => decodeValue(value)).not.toThrow()));
  });
});
