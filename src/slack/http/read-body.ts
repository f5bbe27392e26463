import type { IncomingMessage } from 'node:http';

/** Why a body is not read to its end. */
export type Refusal = 'too-large' | 'too-much-at-once';

export interface BodyLimits {
  /** Bytes of one body. */
  readonly each: number;
  /** Bytes of all bodies that are under way at once: what a thousand slow senders together may hold. */
  readonly together: number;
}

export type ReadBody = (request: IncomingMessage) => Promise<Buffer | Refusal>;

/** Reads bodies within both limits; where one is passed, the rest is not read. @throws Error when a body breaks off */
export function createBodyReader({ each, together }: BodyLimits): ReadBody {
  let held = 0;
  return (request) =>
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const release = (): void => {
        held -= length;
        length = 0;
      };
      const refuse = (why: Refusal): void => {
        request.off('data', onData).pause();
        chunks.length = 0;
        release();
        resolve(why);
      };
      const onData = (chunk: Buffer): void => {
        length += chunk.length;
        held += chunk.length;
        if (length > each) refuse('too-large');
        else if (held > together) refuse('too-much-at-once');
        else chunks.push(chunk);
      };
      request.on('data', onData);
      request.on('end', () => {
        release();
        resolve(chunks[0] !== undefined && chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
      });
      request.on('error', (error) => {
        release();
        reject(error);
      });
    });
}
