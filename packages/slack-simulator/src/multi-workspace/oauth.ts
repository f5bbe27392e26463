import { randomBytes } from 'node:crypto';
import type { AppManifest } from '../manifest.js';
import { ApiError } from '../web-api/method.js';
import type { JsonObject } from '../workspace/state.js';

/** What OAuth needs to know about the app and the workspaces it can be installed in. */
export interface OAuthSettings {
  clientId: string;
  clientSecret: string;
  /** What the app declares. An install may ask for its scopes and no others. */
  manifest: AppManifest;
  workspaces: WorkspaceSettings[];
}

/** A workspace, which may belong to an organisation. */
export interface WorkspaceSettings {
  /** Begins with T. */
  id: string;
  name: string;
  /** Its id begins with E. Several workspaces can share one. */
  org?: { id: string; name: string };
}

/** What happens to the person on the page. */
export type Decided =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'asked' }
  | { readonly kind: 'sent back'; readonly url: string };

const KNOWN = new Set(['client_id', 'scope', 'user_scope', 'state', 'redirect_uri', 'team', 'decision', 'target']);

/** Slack's checks at `/oauth/v2/authorize` (docs.slack.dev/authentication/installing-with-oauth). */
export function authorize(
  query: URLSearchParams,
  { clientId, manifest }: OAuthSettings,
  { tokens, redirectUrls, ids }: { tokens: TokenStore; redirectUrls: readonly string[]; ids: readonly string[] },
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
  const target = query.get('target') ?? '';
  if (decision === 'allow') {
    if (!ids.includes(target)) return refused(`There is no workspace ${target}`);
    url.searchParams.set('code', tokens.issueCode({ target, redirectUri, scope: asked.join(',') }));
  } else {
    url.searchParams.set('error', 'access_denied');
  }
  url.searchParams.set('state', query.get('state') ?? '');
  return { kind: 'sent back', url: url.href };
}

/** The page where a person allows or cancels an install. */
export interface Consent {
  readonly query: URLSearchParams;
  /** The workspaces and organisations to choose from. */
  readonly choices: readonly { readonly id: string; readonly name: string }[];
}

/** A minimal version of Slack's page: a link for each workspace, and one to cancel. */
export function authorizePage({ query, choices }: Consent): string {
  const href = (decision: Record<string, string>): string =>
    escaped(`/oauth/v2/authorize?${new URLSearchParams([...query, ...Object.entries(decision)])}`);
  return `<!doctype html><title>Simulated Slack: add an app</title>
<h1>An app asks for permission</h1>
<p>It wants: ${escaped(query.get('scope') ?? '')}</p>
<ul>${choices.map(({ id, name }) => `<li><a href="${href({ decision: 'allow', target: id })}">Allow in ${escaped(name)}</a></li>`).join('')}</ul>
<p><a href="${href({ decision: 'cancel' })}">Cancel</a></p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const KNOWN_2 = new Set(['client_id', 'client_secret', 'code', 'redirect_uri', 'grant_type']);

/** The app's ids, the same in every workspace. */
interface App {
  readonly id: string;
  readonly botUserId: string;
  /** The person who pressed Allow. */
  readonly installer: string;
}

/** `oauth.v2.access`: exchanges a code for a token (docs.slack.dev/reference/methods/oauth.v2.access). @throws ApiError */
export function grantToken(
  sent: JsonObject,
  authorization: string | undefined,
  { clientId, clientSecret, workspaces }: OAuthSettings,
  { tokens, app }: { tokens: TokenStore; app: App },
): JsonObject {
  const [basicId, basicSecret] = basic(authorization);
  const unknown = Object.keys(sent).find((name) => !KNOWN_2.has(name));
  if (unknown !== undefined) throw new ApiError('invalid_arguments', { errors: [`no such argument: ${unknown}`] });
  if ((basicId ?? sent.client_id) !== clientId) throw new ApiError('invalid_client_id');
  if ((basicSecret ?? sent.client_secret) !== clientSecret) throw new ApiError('bad_client_secret');
  const { target, scope, token } = tokens.redeem(text(sent.code), text(sent.redirect_uri));
  const org = workspaces.find((each) => each.org?.id === target)?.org;
  const workspace = workspaces.find(({ id }) => id === target);
  return {
    app_id: app.id,
    authed_user: { id: app.installer },
    scope,
    token_type: 'bot',
    access_token: token,
    bot_user_id: app.botUserId,
    team: workspace ? { id: workspace.id, name: workspace.name } : null,
    enterprise: org ?? workspace?.org ?? null,
    is_enterprise_install: org !== undefined,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function basic(authorization: string | undefined): string[] {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  return encoded === undefined ? [] : Buffer.from(encoded, 'base64').toString().split(':');
}

interface Code {
  readonly target: string;
  readonly redirectUri: string | undefined;
  readonly scope: string;
  readonly expires: number;
  used: boolean;
}

interface Token {
  readonly target: string;
  refusal?: 'token_revoked' | 'account_inactive';
}

/** Slack's codes last ten minutes. */
const CODE_LIVES_MS = 10 * 60_000;

/** Issues codes and tokens, and tracks which are used or revoked. */
export class TokenStore {
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, Token>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  issueCode(code: Pick<Code, 'target' | 'redirectUri' | 'scope'>): string {
    const name = `${randomBytes(6).toString('hex')}.${randomBytes(24).toString('hex')}`;
    this.#codes.set(name, { ...code, expires: this.#clock() + CODE_LIVES_MS, used: false });
    return name;
  }

  /** Exchanges a code for a token, once. Unlike in Slack, each install gets a new token and revokes the previous one. */
  redeem(name: string | undefined, redirectUri: string | undefined): { target: string; scope: string; token: string } {
    const code = this.#codes.get(name ?? '');
    if (!code || code.used || code.expires <= this.#clock()) throw new ApiError('invalid_code');
    if (code.redirectUri !== redirectUri) throw new ApiError('bad_redirect_uri');
    code.used = true;
    this.revoke(code.target, 'token_revoked');
    const token = `xoxb-${randomBytes(12).toString('hex')}`;
    this.#tokens.set(token, { target: code.target });
    return { target: code.target, scope: code.scope, token };
  }

  /** The workspace or organisation of a token. @throws ApiError with Slack's code */
  workspaceOf(token: string | undefined): string {
    if (!token) throw new ApiError('not_authed');
    const known = this.#tokens.get(token);
    if (!known) throw new ApiError('invalid_auth');
    if (known.refusal) throw new ApiError(known.refusal);
    return known.target;
  }

  tokenOf(target: string): string | undefined {
    return [...this.#tokens].find(([, token]) => token.target === target && token.refusal === undefined)?.[0];
  }

  revoke(target: string, refusal: Token['refusal'] & string): void {
    for (const token of this.#tokens.values()) if (token.target === target) token.refusal ??= refusal;
  }
}
