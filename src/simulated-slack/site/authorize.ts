import type { SimulatedSiteOptions } from './simulated-site.js';
import type { TokenDesk } from './token-desk.js';

/** What the person at the page is shown or sent to. */
export type Decided =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'asked' }
  | { readonly kind: 'sent back'; readonly url: string };

const KNOWN = new Set(['client_id', 'scope', 'user_scope', 'state', 'redirect_uri', 'team', 'decision', 'place']);

/** Decides as Slack does at `/oauth/v2/authorize` (docs.slack.dev/authentication/installing-with-oauth). */
export function authorize(
  query: URLSearchParams,
  { clientId, manifest }: SimulatedSiteOptions,
  { desk, redirectUrls, ids }: { desk: TokenDesk; redirectUrls: readonly string[]; ids: readonly string[] },
): Decided {
  const refused = (reason: string): Decided => ({ kind: 'refused', reason });
  const unknown = [...query.keys()].find((name) => !KNOWN.has(name));
  if (unknown !== undefined) return refused(`There is no parameter ${unknown}`);
  if (query.get('client_id') !== clientId) return refused('Invalid client_id parameter');
  const asked = (query.get('scope') ?? '').split(',').filter(Boolean);
  const undeclared = asked.find((scope) => !manifest.scopes.includes(scope));
  if (asked.length === 0) return refused('No scopes requested');
  if (undeclared !== undefined) return refused(`Invalid permissions requested: ${undeclared}`);
  const redirectUri = query.get('redirect_uri') ?? undefined;
  const back = redirectUri ?? redirectUrls[0];
  if (back === undefined || !redirectUrls.some((url) => back.startsWith(url))) {
    return refused('redirect_uri did not match any configured URIs');
  }
  const decision = query.get('decision');
  if (decision === null) return { kind: 'asked' };
  const url = new URL(back);
  const place = query.get('place') ?? '';
  if (decision === 'allow') {
    if (!ids.includes(place)) return refused(`There is no workspace ${place}`);
    url.searchParams.set('code', desk.issueCode({ place, redirectUri, scope: asked.join(',') }));
  } else {
    url.searchParams.set('error', 'access_denied');
  }
  url.searchParams.set('state', query.get('state') ?? '');
  return { kind: 'sent back', url: url.href };
}
