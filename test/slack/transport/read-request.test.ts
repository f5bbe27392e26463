import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBodyReader } from '../../../src/slack/transport/read-request.js';

function request(): PassThrough & IncomingMessage {
  return Object.assign(new PassThrough(), { headers: {} }) as PassThrough & IncomingMessage;
}
function turn() {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('reading bodies', () => {
  it('returns what was sent, however it was split, and refuses bodies above the limit', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 }), async (pieces) => {
        const [read, sending] = [createBodyReader({ each: 100, together: 1_000, pieces: 8 }), request()];
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

  it('limits the total size of all bodies, refuses the oldest, and gives its memory to others', async () => {
    const read = createBodyReader({ each: 100, together: 150, pieces: 8 });
    const [first, second, third] = [request(), request(), request()];
    const [one, two] = [read(first), read(second)];
    first.write(Buffer.alloc(90));
    await turn();
    second.write(Buffer.alloc(90));
    expect(await one).toBe('too-much-at-once');
    const three = read(third);
    third.end(Buffer.alloc(60));
    expect(await three).toHaveLength(60);
    second.destroy(new Error('hung up'));
    await expect(two).rejects.toThrow('hung up');
    const [fourth, fifth] = [request(), request()];
    const [four, five] = [read(fourth), read(fifth)];
    fourth.end(Buffer.alloc(75));
    fifth.end(Buffer.alloc(75));
    expect([await four, await five]).toMatchObject([{ length: 75 }, { length: 75 }]);
  });

  it('refuses a body in too many pieces, because each takes time', async () => {
    const read = createBodyReader({ each: 100, together: 1_000, pieces: 3 });
    const [three, four] = [request(), request()];
    const reading = [read(three), read(four)];
    for (const [sending, count] of [[three, 3] as const, [four, 4] as const]) {
      for (let sent = 0; sent < count; sent += 1) {
        sending.write('x');
        await turn();
      }
      sending.end();
    }
    expect(await Promise.all(reading)).toEqual([Buffer.from('xxx'), 'too-many-pieces']);
  });

  it('takes little more memory than a body has, even if it comes in pieces of one byte', () => {
    const read = createBodyReader({ each: 1024 * 1024, together: 48 * 1024 * 1024, pieces: 1024 * 1024 });
    const slow = request();
    void read(slow);
    const before = memoryInUse();
    const pieces = 100_000;
    for (let sent = 0; sent < pieces; sent += 1) slow.emit('data', Buffer.from(new Uint8Array(1).buffer));
    // A piece that was kept would take more than 100 bytes.
    expect(memoryInUse() - before).toBeLessThan(10 * pieces);
    slow.destroy();
  });
});

/** Bytes that cannot be freed. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  // Buffers are freed in a second pass.
  for (let pass = 0; pass < 2; pass += 1) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
