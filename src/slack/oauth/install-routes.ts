import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../telemetry/logger.js';
import type { Installation } from '../../workspaces/installations.js';
import type { Route } from '../http/routes.js';
import { newReference } from '../new-reference.js';
import { atMost } from './at-most.js';
import type { Exchanged, OAuthApp } from './exchange-code.js';
import * as pages from './install-pages.js';
import type { InstallStates } from './install-states.js';
import { type Page, sendPage } from './send-page.js';
import { clearStateCookie, readStateCookie, setStateCookie } from './state-cookie.js';

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
