import { ApiError } from '../web-api/api-method.js';
import type { JsonObject } from '../workspace/state.js';
import type { SimulatedSiteOptions } from './simulated-site.js';
import type { TokenDesk } from './token-desk.js';

const KNOWN = new Set(['client_id', 'client_secret', 'code', 'redirect_uri', 'grant_type']);

/** What the app is, wherever it is installed. */
interface App {
  readonly id: string;
  readonly botUserId: string;
  /** Whoever pressed Allow. */
  readonly installer: string;
}

/** `oauth.v2.access`: a code for a token (docs.slack.dev/reference/methods/oauth.v2.access). @throws ApiError */
export function grantToken(
  sent: JsonObject,
  authorization: string | undefined,
  { clientId, clientSecret, places }: SimulatedSiteOptions,
  { desk, app }: { desk: TokenDesk; app: App },
): JsonObject {
  const [basicId, basicSecret] = basic(authorization);
  const unknown = Object.keys(sent).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw new ApiError('invalid_arguments', { errors: [`no such argument: ${unknown}`] });
  if ((basicId ?? sent.client_id) !== clientId) throw new ApiError('invalid_client_id');
  if ((basicSecret ?? sent.client_secret) !== clientSecret) throw new ApiError('bad_client_secret');
  const { place, scope, token } = desk.redeem(text(sent.code), text(sent.redirect_uri));
  const org = places.find((each) => each.org?.id === place)?.org;
  const workspace = places.find(({ id }) => id === place);
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
