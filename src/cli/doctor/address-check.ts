import { createHmac, randomBytes } from 'node:crypto';
import type { Environment } from '../../config/environment.js';
import { type Check, type Finding, failed, ok, skipped, warning } from './check.js';
import { reasonOf } from './slack-api.js';

const TIMEOUT_MS = 5_000;
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

export const checkAddress: Check = {
  name: 'address',
  run: async ({ config: { mode }, address, io }) => {
    if (mode.kind === 'socket') return skipped('Socket Mode needs no public address.');
    if (mode.kind === 'playground') return skipped('The playground needs no public address.');
    if (address === undefined) {
      const likely = likelyAddress(io.env) ?? 'https://YOUR-APP';
      return skipped(
        `Not checked. Slack must reach ${likely}/slack/events, the address that the manifest needs in four places. To check it while the app runs: guidepost doctor --url ${likely}`,
      );
    }
    if (!URL.canParse(address)) {
      return failed('The value of --url is not an address.', 'Write it as https://YOUR-APP, without a path.');
    }
    const url = new URL('/slack/events', address);
    const signingSecret = 'signingSecret' in mode ? mode.signingSecret : '';
    const finding = await tryAddress(url, signingSecret).catch(
      (error: unknown): Finding =>
        failed(
          `${url.href} cannot be reached: ${reasonOf(error, TIMEOUT_MS)}.`,
          'Start the app, and check that the platform routes requests to it.',
        ),
    );
    if (finding.state !== 'ok' || url.protocol === 'https:' || LOOPBACK.test(url.hostname)) return finding;
    return warning(`${finding.message} But Slack only calls addresses with TLS.`, 'Use an https:// address.');
  },
};

/** Sends a signed challenge that must come back, as Slack does when the address is entered. */
async function tryAddress(url: URL, signingSecret: string): Promise<Finding> {
  const challenge = randomBytes(8).toString('hex');
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const timestamp = `${Math.floor(Date.now() / 1_000)}`;
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const reply = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (reply.status === 401) {
    return failed(
      `${url.href} answers, but refuses this SLACK_SIGNING_SECRET.`,
      'Give the running app the same secret as here, from the app’s page “Basic Information”, and check its clock.',
    );
  }
  if (reply.ok && (await reply.text()).includes(challenge)) return ok(`${url.href} answers as Slack expects.`);
  return failed(
    `${url.href} answers with HTTP status ${reply.status}, unlike this app.`,
    'Check that the address leads to this app, without a redirect or a login page.',
  );
}

/** Variables in which some platforms give a program its own address. */
function likelyAddress(env: Environment): string | undefined {
  const host = env.RAILWAY_PUBLIC_DOMAIN ?? env.HEROKU_APP_DEFAULT_DOMAIN_NAME;
  return (
    env.RENDER_EXTERNAL_URL ??
    (host && `https://${host}`) ??
    (env.FLY_APP_NAME && `https://${env.FLY_APP_NAME}.fly.dev`)
  );
}
