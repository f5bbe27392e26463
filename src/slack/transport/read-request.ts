import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';

/** Why a body was not read to its end. */
export type BodyRefusal = 'too-large' | 'too-much-at-once';

export interface BodyLimits {
  /** Bytes of one body. */
  readonly each: number;
  /** Bytes of all bodies that are being received: the most that a thousand slow senders can occupy together. */
  readonly together: number;
}

export type ReadBody = (request: IncomingMessage) => Promise<Buffer | BodyRefusal>;

/** Reads bodies within both limits and stops reading a body that exceeds one. @throws Error if the connection breaks */
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
      const refuse = (why: BodyRefusal): void => {
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
