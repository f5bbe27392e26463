import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger as SlackLogger } from '@slack/bolt';
import type { OauthV2AccessResponse, WebClient } from '@slack/web-api';
import pLimit from 'p-limit';
import type { Logger } from '../../telemetry/logger.js';
import type { Installation, InstallationStore, Installations } from '../../workspaces/installations.js';
import { createWebClient } from '../api/client.js';
import { slackErrorCode } from '../api/errors.js';
import type { Route } from '../transport/http-server.js';
import * as pages from './pages.js';

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl?: string;
}

/** What it takes to be installed in any workspace. */
export interface Workspaces {
  readonly app: OAuthApp;
  /** Signs the installs that are in progress. */
  readonly stateSecret: string;
  readonly store: InstallationStore;
  readonly installations: Installations;
  readonly clientFor: (installation: string) => WebClient;
  /** What installs ask for besides the scopes of the manifest as it comes and of the features. */
  readonly moreScopes?: readonly string[];
}

export interface InstallOptions {
  readonly app: OAuthApp;
  readonly scopes: readonly string[];
  readonly states: InstallStates;
  /** Exchanges a code for a token. */
  readonly exchange: (code: string) => Promise<Exchanged>;
  readonly save: (installation: Installation) => Promise<void>;
  readonly logger: Logger;
}

/** Anybody can start an install and make up its code: this many may wait for Slack at the same time. */
const MAX_EXCHANGES = 20;
const BUSY: Exchanged = { kind: 'unreachable', reason: `${MAX_EXCHANGES} installs are already waiting for Slack` };

/** `/slack/install` sends the browser to Slack, which sends it back to `/slack/oauth_redirect` (docs.slack.dev/authentication/installing-with-oauth). */
export function installRoutes(options: InstallOptions): Route[] {
  const limit = pLimit(MAX_EXCHANGES);
  const exchange = async (code: string): Promise<Exchanged> =>
    limit.activeCount < MAX_EXCHANGES ? limit(() => options.exchange(code)) : BUSY;
  return [
    { path: '/slack/install', method: 'GET', handler: (_, response) => begin(options, response) },
    {
      path: '/slack/oauth_redirect',
      method: 'GET',
      changesState: true,
      handler: (request, response) => {
        void finish({ ...options, exchange }, request)
          .catch((error: unknown) => failed(options.logger, { error }))
          .then((page) => {
            response.setHeader('set-cookie', clearStateCookie());
            pages.sendPage(response, page);
          });
      },
    },
  ];
}

function begin({ app, scopes, states }: InstallOptions, response: ServerResponse): void {
  const state = states.issue();
  const url = new URL('/oauth/v2/authorize', slackSite(app));
  url.search = new URLSearchParams({ client_id: app.clientId, scope: scopes.join(','), state }).toString();
  response.writeHead(302, {
    location: url.href,
    'set-cookie': setStateCookie(state),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-length': 0,
  });
  response.end();
}

async function finish(options: InstallOptions, request: IncomingMessage): Promise<pages.Page> {
  const { states, exchange, save, logger, app } = options;
  const query = new URLSearchParams(request.url?.split('?').slice(1).join('?'));
  const [error, code, state] = ['error', 'code', 'state'].map((name) => query.get(name) || undefined);
  if (error !== undefined) return error === 'access_denied' ? pages.deniedPage : pages.refusedPage(error);
  if (code === undefined || state === undefined) return pages.incompletePage;
  const checked = states.check(state);
  if (checked !== 'valid') return checked === 'expired' ? pages.expiredPage : pages.forgedPage;
  if (readStateCookie(request) !== state) return pages.otherBrowserPage;

  const exchanged = await exchange(code);
  switch (exchanged.kind) {
    case 'used':
      return pages.usedPage;
    case 'org-installed':
      return pages.orgInstalledPage;
    case 'unreachable':
      logger.warn('An install was not finished: Slack could not be asked for the token', { reason: exchanged.reason });
      return pages.unreachablePage;
    case 'misconfigured':
      return failed(logger, { reason: exchanged.reason });
    case 'installed': {
      const { installation } = exchanged;
      await save(installation);
      logger.info('Installed', { installation: installation.id, name: installation.name, org: installation.isOrg });
      return pages.installedPage(installation, openUrl(app, installation));
    }
  }
}

function failed(logger: Logger, fields: Readonly<Record<string, unknown>>): pages.Page {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  logger.error('An install failed', { reference, ...fields });
  return pages.failedPage(reference);
}

/** The web site that belongs to the Web API: slack.com, that of another cloud, or a test's. */
function slackSite({ apiUrl = 'https://slack.com/api/' }: OAuthApp): string {
  return new URL('/', apiUrl).href;
}

function openUrl(app: OAuthApp, { appId, id, isOrg }: Installation): string {
  const url = new URL('/app_redirect', slackSite(app));
  url.search = new URLSearchParams({ app: appId, ...(!isOrg && { team: id }) }).toString();
  return url.href;
}

export type Exchanged =
  | { readonly kind: 'installed'; readonly installation: Installation }
  | { readonly kind: 'used' | 'org-installed' }
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** This server's settings do not match those of the app at Slack. `reason` is for the operator. */
  | { readonly kind: 'misconfigured'; readonly reason: string };

/** Refusals of `oauth.v2.access` that the operator must fix, and how. */
const MISCONFIGURED: Readonly<Record<string, string>> = {
  bad_client_secret: 'SLACK_CLIENT_SECRET is not the one on the app’s page "Basic Information"',
  invalid_client_id: 'SLACK_CLIENT_ID is not the one on the app’s page "Basic Information"',
  bad_redirect_uri:
    'the first redirect URL on the app’s page "OAuth & Permissions" must be https://YOUR-APP/slack/oauth_redirect',
  no_scopes: 'the app asks for no scopes: paste manifest.yml on its page "App Manifest"',
};

const USED_CODES: ReadonlySet<string> = new Set(['invalid_code', 'code_already_used', 'code_expired']);

/** Exchanges the code with which Slack sends the installer back for the workspace's token. */
export function createExchange({ clientId, clientSecret, apiUrl }: OAuthApp, logger: SlackLogger) {
  // Debug lines of the client would hold the reply, and with it the token.
  const client = createWebClient({ apiUrl, logger: { ...logger, debug: () => {} } });
  return async (code: string): Promise<Exchanged> => {
    try {
      // Without `redirect_uri` Slack uses the app's own. What a request says about our address cannot be trusted.
      return readInstallation(await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code }));
    } catch (error) {
      const refusal = slackErrorCode(error) ?? '';
      if (USED_CODES.has(refusal)) return { kind: 'used' };
      if (refusal === 'cannot_install_an_org_installed_app') return { kind: 'org-installed' };
      const remedy = MISCONFIGURED[refusal];
      if (remedy !== undefined) return { kind: 'misconfigured', reason: `${refusal}: ${remedy}` };
      return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

function readInstallation(reply: OauthV2AccessResponse): Exchanged {
  const isOrg = reply.is_enterprise_install === true;
  const place = isOrg ? reply.enterprise : reply.team;
  const { access_token: botToken, app_id: appId, bot_user_id: botUserId, authed_user: by } = reply;
  if (reply.expires_in !== undefined) {
    return {
      kind: 'misconfigured',
      reason: 'token rotation is on: turn it off on the app’s page "OAuth & Permissions"',
    };
  }
  if (!place?.id || !botToken?.startsWith('xoxb-') || !appId || !botUserId) {
    return {
      kind: 'misconfigured',
      reason: 'Slack gave no bot token: paste manifest.yml on the app’s page "App Manifest"',
    };
  }
  return {
    kind: 'installed',
    installation: {
      id: place.id,
      isOrg,
      name: place.name || place.id,
      appId,
      botToken,
      botUserId,
      scopes: (reply.scope ?? '').split(',').filter(Boolean),
      installedBy: by?.id ?? '',
    },
  };
}

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
function setStateCookie(state: string): string {
  return `${COOKIE}=${state}; ${COOKIE_ATTRIBUTES}; Max-Age=${STATE_TTL_MS / 1_000}`;
}

function clearStateCookie(): string {
  return `${COOKIE}=; ${COOKIE_ATTRIBUTES}; Max-Age=0`;
}

function readStateCookie({ headers }: IncomingMessage): string | undefined {
  return headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
}
