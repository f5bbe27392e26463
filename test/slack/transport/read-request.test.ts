import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBodyReader } from '../../../src/slack/transport/read-request.js';

function request(): PassThrough & IncomingMessage {
  return new PassThrough() as PassThrough & IncomingMessage;
}
function turn() {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('reading bodies', () => {
  it('returns what was sent, however it was split, and refuses bodies above the limit', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 }), async (pieces) => {
        const [read, sending] = [createBodyReader({ each: 100, together: 1_000 }), request()];
        const reading = read(sending);
        for (const piece of pieces) {
          sending.write(piece);
          await turn();
        }
        sending.end();
        const whole = Buffer.concat(pieces);
        expect(await reading).toEqual(whole.length > 100 ? 'too-large' : whole);
      }),
    ));

  it('limits the total size of all bodies, and accepts new ones when others have ended or failed', async () => {
    const read = createBodyReader({ each: 100, together: 150 });
    const [first, second, third] = [request(), request(), request()];
    const [one, two] = [read(first), read(second)];
    first.write(Buffer.alloc(90));
    await turn();
    second.write(Buffer.alloc(90));
    expect(await two).toBe('too-much-at-once');
    first.destroy(new Error('hung up'));
    await expect(one).rejects.toThrow('hung up');
    const three = read(third);
    third.end(Buffer.alloc(100));
    expect(await three).toHaveLength(100);
  });
});
