import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger as SlackLogger } from '@slack/bolt';
import type { OauthV2AccessResponse, WebClient } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import type { Installation, InstallationStore, Installations } from '../../workspaces/installations.js';
import { createWebClient } from '../api/client.js';
import { slackErrorCode } from '../api/errors.js';
import { scopes } from '../surface.js';
import type { HttpEdgeOptions } from '../transport/http-receiver.js';
import type { Route } from '../transport/http-server.js';
import * as pages from './pages.js';
import { type Page, sendPage } from './pages.js';
import { createRemoval } from './removal.js';
import { clearStateCookie, createInstallStates, type InstallStates, readStateCookie, setStateCookie } from './state.js';

export interface Installing {
  readonly app: OAuthApp;
  readonly scopes: readonly string[];
  readonly states: InstallStates;
  readonly exchange: (code: string) => Promise<Exchanged>;
  /** Keeps it, for all processes. */
  readonly keep: (installation: Installation) => Promise<void>;
  readonly logger: Logger;
}

/** Anybody can begin an install and make up its code: few of them may wait for Slack at once. */
const EXCHANGES_AT_ONCE = 20;
const FULL: Exchanged = { kind: 'unreachable', reason: `${EXCHANGES_AT_ONCE} installs wait for Slack already` };

/** `/slack/install` sends the browser to Slack; Slack sends it back to `/slack/oauth_redirect` (docs.slack.dev/authentication/installing-with-oauth). */
export function installRoutes(parts: Installing): Route[] {
  const installing = { ...parts, exchange: atMost(EXCHANGES_AT_ONCE, parts.exchange, FULL) };
  return [
    { path: '/slack/install', method: 'GET', handler: (_, response) => begin(installing, response) },
    {
      path: '/slack/oauth_redirect',
      method: 'GET',
      handler: (request, response) => {
        void finish(installing, request)
          .catch((error: unknown) => failed(installing.logger, { error }))
          .then((page) => {
            response.setHeader('set-cookie', clearStateCookie());
            sendPage(response, page);
          });
      },
    },
  ];
}

function begin({ app, scopes, states }: Installing, response: ServerResponse): void {
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

async function finish(installing: Installing, request: IncomingMessage): Promise<Page> {
  const { states, exchange, keep, logger, app } = installing;
  const query = new URLSearchParams(request.url?.split('?').slice(1).join('?'));
  const [error, code, state] = ['error', 'code', 'state'].map((name) => query.get(name) || undefined);
  if (error !== undefined) return error === 'access_denied' ? pages.deniedPage : pages.refusedPage(error);
  if (code === undefined || state === undefined) return pages.incompletePage;
  const checked = states.check(state);
  if (checked !== 'good') return checked === 'expired' ? pages.expiredPage : pages.forgedPage;
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
      await keep(installation);
      logger.info('Installed', { installation: installation.id, name: installation.name, org: installation.isOrg });
      return pages.installedPage(installation, openSlack(app, installation));
    }
  }
}

function failed(logger: Logger, fields: Readonly<Record<string, unknown>>): Page {
  const reference = newReference();
  logger.error('An install failed', { reference, ...fields });
  return pages.failedPage(reference);
}

/** The site beside the Web API: slack.com, or that of another cloud or a test. */
function slackSite({ apiUrl = 'https://slack.com/api/' }: OAuthApp): string {
  return new URL('/', apiUrl).href;
}

function openSlack(app: OAuthApp, { appId, id, isOrg }: Installation): string {
  const url = new URL('/app_redirect', slackSite(app));
  url.search = new URLSearchParams({ app: appId, ...(!isOrg && { team: id }) }).toString();
  return url.href;
}

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl?: string;
}

export type Exchanged =
  | { readonly kind: 'installed'; readonly installation: Installation }
  | { readonly kind: 'used' | 'org-installed' }
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** This server is not set up as Slack has it. @see reason for its operator */
  | { readonly kind: 'misconfigured'; readonly reason: string };

/** Slack's refusals of `oauth.v2.access` that are the operator's to mend, and how. */
const MISCONFIGURED: Readonly<Record<string, string>> = {
  bad_client_secret: 'SLACK_CLIENT_SECRET is not the one on the app’s page "Basic Information"',
  invalid_client_id: 'SLACK_CLIENT_ID is not the one on the app’s page "Basic Information"',
  bad_redirect_uri:
    'the first redirect URL on the app’s page "OAuth & Permissions" must be https://YOUR-APP/slack/oauth_redirect',
  no_scopes: 'the app asks for no scopes: paste manifest.yml on its page "App Manifest"',
};

/** Turns the code with which Slack sends the installer back into the workspace's token. */
export function createExchange({ clientId, clientSecret, apiUrl }: OAuthApp, logger: SlackLogger) {
  // Its debug lines would hold the reply, and with it the token.
  const client = createWebClient({ apiUrl, logger: { ...logger, debug: () => {} } });
  return async (code: string): Promise<Exchanged> => {
    try {
      // Without `redirect_uri` Slack takes the app's own: what a request says of our address is not to be trusted.
      return read(await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code }));
    } catch (error) {
      const refused = slackErrorCode(error);
      if (refused === 'invalid_code' || refused === 'code_already_used' || refused === 'code_expired') {
        return { kind: 'used' };
      }
      if (refused === 'cannot_install_an_org_installed_app') return { kind: 'org-installed' };
      const remedy = MISCONFIGURED[refused ?? ''];
      if (remedy !== undefined) return { kind: 'misconfigured', reason: `${refused}: ${remedy}` };
      return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

function read(reply: OauthV2AccessResponse): Exchanged {
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

/** What the edge needs to be installed in any workspace, and removed from it. */
export interface Workspaces {
  readonly app: OAuthApp;
  /** Signs the installs that are under way. */
  readonly stateSecret: string;
  readonly store: InstallationStore;
  readonly installations: Installations;
  readonly clientFor: (installation: string) => WebClient;
}

/** The install's pages, and who hears first of a removal. */
export function serveWorkspaces(
  { app, stateSecret, store, installations, clientFor }: Workspaces,
  { logger, slackLogger }: { logger: Logger; slackLogger: SlackLogger },
): Required<Pick<HttpEdgeOptions, 'routes' | 'takeFirst'>> {
  return {
    routes: installRoutes({
      app,
      scopes: scopes(),
      states: createInstallStates(stateSecret),
      exchange: createExchange(app, slackLogger),
      keep: async (installation) => {
        await store.save(installation);
        installations.forget(installation.id);
      },
      logger,
    }),
    takeFirst: [createRemoval({ store, installations, clientFor, logger })],
  };
}

/** What a person is given to quote, and the log carries too. */
export function newReference(): string {
  return randomBytes(4).toString('hex').toUpperCase();
}

/** The same work, of which only so many are under way at once; whoever comes beside them gets the other answer right away. */
export function atMost<A extends unknown[], T>(
  most: number,
  work: (...args: A) => Promise<T>,
  otherwise: T,
): (...args: A) => Promise<T> {
  let underWay = 0;
  return async (...args) => {
    if (underWay >= most) return otherwise;
    underWay += 1;
    try {
      return await work(...args);
    } finally {
      underWay -= 1;
    }
  };
}
