import { type AccessToken, type AccessTokenStore, hashOf, isSecret } from '../workspaces/access-tokens.js';
import type { ApiRequest, ApiServices } from './call.js';

type Header = ApiRequest['header'];

/** The secret that a request carries; undefined if it carries none, or only a part of one. */
export function bearer(header: Header): string | undefined {
  const [, text = ''] = /^Bearer +(\S+) *$/i.exec(header('authorization') ?? '') ?? [];
  return isSecret(text) ? text : undefined;
}

/** Why a request without a valid token is refused, and what to send. */
export function tokenWords(header: Header): string {
  if (bearer(header) !== undefined) return 'This token is unknown or revoked. guidepost token list shows those in use.';
  return header('authorization') === undefined
    ? 'Send a token as “Authorization: Bearer gp_…”. guidepost token create makes one.'
    : 'The header Authorization has no whole token. Send “Bearer gp_…” as guidepost token create printed it.';
}

export type FindToken = (secret: string) => Promise<AccessToken | 'too-many-guesses' | undefined>;

/** How long somebody with an unknown token waits while too many others come in. */
export const GUESS_RETRY_MS = 10_000;
const MAX_KNOWN = 1_000;

/**
 * Looks a secret up in the database at every request, so that a revoked token is refused at once. Secrets that opened something before are not
 * counted as guesses: a flood of wrong ones must not keep a pipeline out.
 */
export function createFindToken({
  limits,
  tokens,
}: Pick<ApiServices, 'limits'> & { readonly tokens: Pick<AccessTokenStore, 'use'> }): FindToken {
  const known = new Set<string>();
  return async (secret) => {
    const hash = hashOf(secret);
    if (!known.has(hash) && limits.guess() !== undefined) return 'too-many-guesses';
    const token = await tokens.use(secret);
    if (token === undefined) known.delete(hash);
    else if (known.size < MAX_KNOWN) known.add(hash);
    return token;
  };
}
