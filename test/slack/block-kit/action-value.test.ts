import { describe, expect, it } from '@jest/globals';
import type { ButtonAction as ButtonPress } from '@slack/bolt';
import fc from 'fast-check';
import {
  type ButtonAction,
  decodeAction,
  decodeValue,
  encodeValue,
} from '../../../src/slack/block-kit/action-value.js';
import { actions, button } from '../../../src/slack/block-kit/blocks.js';
import { limits } from '../../../src/slack/block-kit/limits.js';

const slug = fc.stringMatching(/^[a-z0-9/-]{1,120}$/);
const trail = fc.record({ slugs: fc.array(slug, { maxLength: 30 }) }, { requiredKeys: ['slugs'] });
const action: fc.Arbitrary<ButtonAction> = fc.oneof(
  fc.record({ do: fc.constant('page:open' as const), slug, trail }),
  fc.record({ do: fc.constant('page:share' as const), slug, trail }),
  fc.record({ do: fc.constant('checklist:preview' as const), slug, part: fc.nat(50) }),
  fc.record({ do: fc.constant('item:set' as const), run: fc.uuid(), item: fc.constant('i7'), done: fc.boolean() }),
  fc.record({ do: fc.constant('run:manage' as const), run: fc.uuid(), part: fc.nat(50) }),
  fc.record({ do: fc.constant('run:repost' as const), run: fc.uuid(), from: fc.constant('1763640000.000100') }),
  fc.record({ do: fc.constant('checklist:post' as const), slug, run: fc.uuid(), name: fc.string({ maxLength: 80 }) }),
  fc.record({ do: fc.constant('question:ask' as const), question: fc.string({ maxLength: 75 }) }),
  fc.record({ do: fc.constant('search:choose' as const), slug, section: fc.stringMatching(/^[0-9a-f]{12}$/) }),
  fc.record({ do: fc.constant('search:open' as const) }),
);

describe('the value of a button', () => {
  it('is decoded as it was encoded, except for the oldest pages of a long trail', () => {
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
        const count = read.trail.slugs.length;
        expect(read.trail.slugs).toEqual(count === 0 ? [] : written.trail.slugs.slice(-count));
      }),
    );
  });

  it('can be decoded if the previous release wrote it, and is written so that the previous release can read it', () => {
    const reposts = '{"v":1,"run":"r1","from":"1.1","do":"bring-down"}';
    expect(decodeValue(reposts)).toMatchObject({ do: 'run:repost', run: 'r1', from: '1.1' });
    expect(decodeValue('{"v":1,"do":"set-item","run":"r1","item":"i1","done":true}')).toMatchObject({
      do: 'item:set',
      run: 'r1',
      item: 'i1',
      done: true,
    });
    expect(JSON.parse(encodeValue({ do: 'item:set', run: 'r1', item: 'i1', done: true }))).toEqual({
      v: 1,
      do: 'set-item',
      run: 'r1',
      item: 'i1',
      done: true,
    });
  });

  it('is rejected if it is not ours, from another version, or malformed', () => {
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
      '{"v":1,"do":"item:set","run":"r","item":"i1","done":true}',
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

describe('the id of a button', () => {
  it('is the name of its action, and unique within its block', () => {
    const open = (slug: string) => button('Open', { do: 'page:open', slug, trail: { slugs: [] } });
    const share = button('Share', { do: 'page:share', slug: 'a', trail: { slugs: [] } });
    const ids = actions([open('a'), share, open('b'), open('c')]).elements.map(({ action_id }) => action_id);
    expect(ids).toEqual(['page:open', 'page:share', 'page:open#2', 'page:open#3']);
  });
});

describe('the action of a press', () => {
  it('depends on the value only, because earlier releases used other action ids', () => {
    const press = { type: 'button', action_id: 'set-item.0', block_id: 'b', action_ts: '1' } as ButtonPress;
    const value = '{"v":1,"do":"set-item","run":"r1","item":"i1","done":true}';
    expect(decodeAction({ ...press, value })).toMatchObject({ do: 'item:set', item: 'i1' });
    expect(decodeAction({ ...press, value: 'junk' })).toBeUndefined();
    expect(decodeAction({ ...press, url: 'https://example.com' })).toBe('nothing');
  });
});
