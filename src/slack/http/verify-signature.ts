import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Older or farther in the future, a request may be a recorded one (docs.slack.dev/authentication/verifying-requests-from-slack). */
const TOLERANCE_S = 300;

/** Tells whether Slack signed this body, with this secret, within five minutes of `now` (milliseconds). */
export const isSigned = (secret: string, headers: IncomingHttpHeaders, body: Buffer, now = Date.now()): boolean => {
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Math.floor(now / 1_000) - Number(timestamp)) > TOLERANCE_S) return false;
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const [given, wanted] = [Buffer.from(signature), Buffer.from(`v0=${expected}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};
