import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

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
