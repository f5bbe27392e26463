import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';

/** Why a body was not read to its end. */
export type BodyRefusal = 'too-large' | 'too-many-pieces' | 'too-much-at-once';

export interface BodyLimits {
  /** Bytes of one body. */
  readonly each: number;
  /** Bytes of memory for all bodies that are being received: the most that a thousand slow senders can occupy together. */
  readonly together: number;
  /** Pieces of one body. Each takes microseconds, even one of a single byte. */
  readonly pieces: number;
}

/** Slack's largest payloads, with views, stay well below 1 MiB. */
export const BODY_LIMITS: BodyLimits = { each: 1024 * 1024, together: 32 * 1024 * 1024, pieces: 4_096 };

/** @param each bytes that this body may have, if fewer than others */
export type ReadBody = (request: IncomingMessage, each?: number) => Promise<Buffer | BodyRefusal>;

/**
 * Reads bodies within both limits and stops reading a body that exceeds one. When memory runs out, the body that has been coming in
 * for longest is refused: Slack sends a body at once, so its requests get through while slow senders hold all that there is.
 */
export function createBodyReader({ each: largest, together, pieces: maxPieces }: BodyLimits): ReadBody {
  /** The oldest first. */
  const receiving = new Set<Receiving>();
  let held = 0;
  return (request, each = largest) =>
    new Promise((resolve, reject) => {
      const pieces = new Pieces(each);
      const stop = (): void => {
        if (receiving.delete(current)) held -= pieces.capacity;
      };
      const refuse = (why: BodyRefusal): void => {
        // What still comes in until the connection is closed is dropped: waiting, it would take memory.
        request.off('data', onData).resume();
        stop();
        pieces.clear();
        resolve(why);
      };
      const current: Receiving = { refuse };
      const onData = (chunk: Buffer): void => {
        if (pieces.length + chunk.length > each) {
          refuse('too-large');
          return;
        }
        if (pieces.count >= maxPieces) {
          refuse('too-many-pieces');
          return;
        }
        const before = pieces.capacity;
        pieces.add(chunk);
        held += pieces.capacity - before;
        for (const oldest of receiving) {
          if (held <= together) break;
          oldest.refuse('too-much-at-once');
        }
      };
      receiving.add(current);
      if (Number(request.headers['content-length']) > each) return refuse('too-large');
      request.on('data', onData);
      request.on('end', () => {
        stop();
        resolve(pieces.whole());
      });
      request.on('error', (error) => {
        stop();
        reject(error);
      });
    });
}

/** A body that is being received. */
interface Receiving {
  readonly refuse: (why: BodyRefusal) => void;
}

const FIRST_CAPACITY = 4096;

/** Joins the pieces of a body as they come in. A list of them would take 400 bytes for each, even for a piece of one byte. */
class Pieces {
  readonly #limit: number;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #count = 0;

  /** @param limit the most bytes that are ever added */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** The memory that they take, in bytes. */
  get capacity(): number {
    return this.#bytes.length;
  }

  add(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (this.#length === 0) {
      // Most bodies are one piece, which needs no copy.
      this.#bytes = piece;
    } else {
      if (length > this.capacity) this.#grow(length);
      piece.copy(this.#bytes, this.#length);
    }
    this.#length = length;
    this.#count += 1;
  }

  #grow(atLeast: number): void {
    const larger = Math.min(this.#limit, Math.max(atLeast, 2 * this.capacity, FIRST_CAPACITY));
    // Not from Node's pool: a part of it would hold the rest in memory too.
    const bytes = Buffer.allocUnsafeSlow(Math.max(atLeast, larger));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }

  clear(): void {
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
  }

  whole(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** An older request may be a replay, and so may one from the future (docs.slack.dev/authentication/verifying-requests-from-slack). */
const TOLERANCE_S = 300;

/** Whether the headers alone could belong to a signed request of the last five minutes. Cheap: it needs no body. */
export function isTimely(headers: IncomingHttpHeaders, now = Date.now()): boolean {
  const timestamp = headers['x-slack-request-timestamp'];
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (typeof headers['x-slack-signature'] !== 'string') return false;
  return Math.abs(Math.floor(now / 1_000) - Number(timestamp)) <= TOLERANCE_S;
}

/** Whether Slack signed this body with this secret within five minutes of `now` (milliseconds). */
export function isSigned(secret: string, headers: IncomingHttpHeaders, body: Buffer, now = Date.now()): boolean {
  if (!isTimely(headers, now)) return false;
  const hmac = createHmac('sha256', secret).update(`v0:${headers['x-slack-request-timestamp']}:`).update(body);
  const given = Buffer.from(`${headers['x-slack-signature']}`);
  const expected = Buffer.from(`v0=${hmac.digest('hex')}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export type Payload = Record<string, unknown>;

/**
 * Parses what Slack sends: a form for commands, a form with JSON in `payload` for interactions, JSON for events.
 * @returns undefined if it is none of these
 */
export function parseBody(contentType: string | undefined, body: Buffer): Payload | undefined {
  const text = body.toString();
  if (!contentType?.startsWith('application/x-www-form-urlencoded')) return parseObject(text);
  const form = parse(text);
  // A form has no prototype; Bolt expects a plain object.
  return typeof form.payload === 'string' ? parseObject(form.payload) : { ...form };
}

function parseObject(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
  } catch {
    return undefined;
  }
}
