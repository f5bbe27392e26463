import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DialogState, decodeDialog, encodeDialog } from '../../../src/slack/block-kit/dialog-state.js';
import { limits } from '../../../src/slack/block-kit/limits.js';

const id = fc.string({ minLength: 1, maxLength: 60 });
const state: fc.Arbitrary<DialogState> = fc.oneof(
  fc.record(
    {
      dialog: fc.constant('start' as const),
      slug: id,
      revision: id,
      run: fc.uuid(),
      place: fc.record({ channel: id, thread: id, replyTo: fc.webUrl() }),
    },
    { requiredKeys: ['dialog', 'slug', 'revision', 'run'] },
  ),
  fc.record({
    dialog: fc.constant('item' as const),
    run: fc.uuid(),
    item: fc.constant('i7'),
    seen: fc.record(
      {
        state: fc.constantFrom('open' as const, 'done' as const, 'skipped' as const),
        assignee: id,
        due: id,
        reason: id,
        note: id,
      },
      { requiredKeys: ['state', 'reason', 'note'] },
    ),
  }),
);

describe('the private_metadata of a dialog', () => {
  it('is decoded as it was encoded', () => {
    fc.assert(
      fc.property(state, (written) => {
        const metadata = encodeDialog(written);
        expect(metadata.length).toBeLessThanOrEqual(limits.privateMetadata);
        expect(decodeDialog(metadata)).toMatchObject(written);
      }),
    );
  });

  it('is rejected if it is not ours, from another version, or malformed', () => {
    for (const metadata of [
      '',
      'null',
      '{"v":2,"dialog":"start","slug":"a","revision":"r","run":"x"}',
      '{"v":1,"dialog":"start","slug":"a","revision":"r"}',
      '{"v":1,"dialog":"start","slug":"a","revision":"r","run":"x","place":{"thread":"1.1"}}',
      '{"v":1,"dialog":"toString"}',
      '{"v":1,"dialog":["start"],"slug":"a","revision":"r","run":"x"}',
      '{"v":1,"dialog":"item","run":"r","item":"i1","seen":null}',
      '{"v":1,"dialog":"item","run":"r","item":"i1","seen":{"state":"gone","reason":"","note":""}}',
    ]) {
      expect(decodeDialog(metadata)).toBeUndefined();
    }
    fc.assert(fc.property(fc.json(), (metadata) => expect(() => decodeDialog(metadata)).not.toThrow()));
  });
});
