import type { IncomingMessage } from 'node:http';
import { STATE_LIVES_MS } from './install-states.js';

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
