import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What goes to Slack with the installer and comes back: it ties the two requests together, whichever process takes each. */
export interface InstallStates {
  issue(): string;
  check(state: string): 'good' | 'expired' | 'forged';
}

/** Long enough to ask an admin; the code that Slack gives at the end lives ten minutes itself. */
export const STATE_LIVES_MS = 15 * 60_000;

/** States are `EXPIRY.NONCE.SIGNATURE`: nothing is kept, every process with the same secret checks them. */
export function createInstallStates(secret: string, now: () => number = Date.now): InstallStates {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'guidepost install state', 32));
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    issue() {
      const claim = `${now() + STATE_LIVES_MS}.${randomBytes(16).toString('base64url')}`;
      return `${claim}.${sign(claim).toString('base64url')}`;
    },
    check(state) {
      const [, claim = '', expiry = '', signature = ''] = /^((\d{13})\.[\w-]{22})\.([\w-]{43})$/.exec(state) ?? [];
      const [given, wanted] = [Buffer.from(signature, 'base64url'), sign(claim)];
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged';
      return Number(expiry) > now() ? 'good' : 'expired';
    },
  };
}

/** `__Host-`: no other host, not even one below ours, can set it. */
const NAME = '__Host-guidepost-install';

// Lax: it must come along when Slack sends the browser back.
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** Ties a state to this browser, so that nobody can have another person finish an install that they began. */
export function setStateCookie(state: string): string {
  return `${NAME}=${state}; ${ATTRIBUTES}; Max-Age=${STATE_LIVES_MS / 1_000}`;
}

export function clearStateCookie(): string {
  return `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;
}

export function readStateCookie({ headers }: IncomingMessage): string | undefined {
  return headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${NAME}=`))
    ?.slice(NAME.length + 1);
}
