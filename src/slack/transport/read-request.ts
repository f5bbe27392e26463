import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';

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

/** Older or farther in the future, a request may be a recorded one (docs.slack.dev/authentication/verifying-requests-from-slack). */
const TOLERANCE_S = 300;

/** Tells whether the head alone could belong to a signed request of the last five minutes: it costs nothing to look. */
export function isTimely(headers: IncomingHttpHeaders, now = Date.now()): boolean {
  const timestamp = headers['x-slack-request-timestamp'];
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (typeof headers['x-slack-signature'] !== 'string') return false;
  return Math.abs(Math.floor(now / 1_000) - Number(timestamp)) <= TOLERANCE_S;
}

/** Tells whether Slack signed this body, with this secret, within five minutes of `now` (milliseconds). */
export function isSigned(secret: string, headers: IncomingHttpHeaders, body: Buffer, now = Date.now()): boolean {
  if (!isTimely(headers, now)) return false;
  const expected = createHmac('sha256', secret).update(`v0:${headers['x-slack-request-timestamp']}:`).update(body);
  const [given, wanted] = [Buffer.from(`${headers['x-slack-signature']}`), Buffer.from(`v0=${expected.digest('hex')}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

export type Payload = Record<string, unknown>;

/**
 * What Slack sends: a form for commands, a form with JSON in `payload` for interactions, JSON for events.
 * Nothing where it is none of these. A form has no prototype: make it a plain object for a library, which may call its methods.
 */
export function parseBody(contentType: string | undefined, body: Buffer): Payload | undefined {
  const text = body.toString();
  if (!contentType?.startsWith('application/x-www-form-urlencoded')) return parseObject(text);
  const form: Payload = parse(text);
  return typeof form.payload === 'string' ? parseObject(form.payload) : form;
}

function parseObject(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
  } catch {
    return undefined;
  }
}
