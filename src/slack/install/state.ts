import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The state goes to Slack with the installer and comes back. It ties the two requests together, whichever process takes each. */
export interface InstallStates {
  issue(): string;
  check(state: string): 'valid' | 'expired' | 'forged';
}

/** Long enough to ask an admin. The code that Slack gives at the end is valid for ten minutes. */
export const STATE_TTL_MS = 15 * 60_000;

/** States are `EXPIRY.NONCE.SIGNATURE`: nothing is stored, and every process with the same secret can check them. */
export function createInstallStates(secret: string, now: () => number = Date.now): InstallStates {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'guidepost install state', 32));
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    issue() {
      const claim = `${now() + STATE_TTL_MS}.${randomBytes(16).toString('base64url')}`;
      return `${claim}.${sign(claim).toString('base64url')}`;
    },
    check(state) {
      const [, claim = '', expiry = '', signature = ''] = /^((\d{13})\.[\w-]{22})\.([\w-]{43})$/.exec(state) ?? [];
      const [given, expected] = [Buffer.from(signature, 'base64url'), sign(claim)];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
      return Number(expiry) > now() ? 'valid' : 'expired';
    },
  };
}

// `__Host-`: no other host can set it, not even a subdomain.
const COOKIE = '__Host-guidepost-install';
// Lax: the browser must send it when Slack redirects back.
const COOKIE_ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** Ties a state to this browser, so that nobody can trick another person into finishing an install. */
export function setStateCookie(state: string): string {
  return `${COOKIE}=${state}; ${COOKIE_ATTRIBUTES}; Max-Age=${STATE_TTL_MS / 1_000}`;
}

export function clearStateCookie(): string {
  return `${COOKIE}=; ${COOKIE_ATTRIBUTES}; Max-Age=0`;
}

export function readStateCookie({ headers }: IncomingMessage): string | undefined {
  return headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
}
