import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SimulatedSlack, startSimulatedSlack } from '../simulator.js';
import { ApiError, attempt, readBody } from '../web-api/method.js';
import { initialState } from '../workspace/state.js';
import {
  authorize,
  authorizePage,
  grantToken,
  type OAuthSettings,
  TokenStore,
  type WorkspaceSettings,
} from './oauth.js';

export interface MultiWorkspaceOptions extends OAuthSettings {
  signingSecret: string;
  /** Milliseconds since 1970, for codes and events. */
  clock?: () => number;
  /** Milliseconds before each retry of an event. */
  eventRetryMs?: number[];
}

/** Several simulated workspaces and one app that can be installed in each. */
export interface MultiWorkspaceSlack {
  readonly url: string;
  /** The app's SLACK_API_URL. */
  readonly apiUrl: string;
  /** A workspace by its id. Faults can be injected into each one separately. */
  in(id: string): SimulatedSlack;
  /** Sets the app's registered redirect URLs. An install without `redirect_uri` returns to the first. */
  redirectTo(...urls: string[]): void;
  /** Sends requests of every workspace here: the app's `/slack/events`. */
  deliverTo(url: string): void;
  /** The latest token for a workspace or organisation. */
  tokenOf(id: string): string | undefined;
  /** Revokes the token without telling the app. */
  revoke(id: string): void;
  /** Removes the app: revokes its token and sends both events, in no particular order. */
  uninstall(id: string): Promise<void>;
  /** Breaks every connection. */
  refuseConnections(refuse: boolean): void;
  stop(): Promise<void>;
}

/** Starts a stand-in for slack.com on 127.0.0.1: installing by OAuth, and the Web API of each workspace, chosen by the token. */
export async function startMultiWorkspaceSlack(options: MultiWorkspaceOptions): Promise<MultiWorkspaceSlack> {
  const { workspaces, clock = Date.now } = options;
  const tokens = new TokenStore(clock);
  const running = new Map<string, SimulatedSlack>();
  for (const each of workspaces) running.set(each.id, await startWorkspace(each, options));
  const [first] = running.values();
  if (first === undefined) throw new Error('simulated Slack: at least one workspace is required');
  const { app, people } = first.workspace;
  let redirectUrls: string[] = [];

  const orgs = new Map(workspaces.flatMap(({ org }) => (org ? [[org.id, org] as const] : [])));
  const choices = [...workspaces, ...orgs.values()];
  const membersOf = (id: string): SimulatedSlack[] =>
    workspaces
      .filter(({ id: own, org }) => own === id || org?.id === id)
      .flatMap(({ id: own }) => running.get(own) ?? []);

  const consent = (request: IncomingMessage, response: ServerResponse): void => {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const decided = authorize(query, options, { tokens, redirectUrls, ids: choices.map(({ id }) => id) });
    if (decided.kind === 'sent back') response.writeHead(302, { location: decided.url }).end();
    else if (decided.kind === 'refused') response.writeHead(400, { 'content-type': 'text/plain' }).end(decided.reason);
    else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(authorizePage({ query, choices }));
    }
  };

  const grant = (sent: string, { headers }: IncomingMessage, response: ServerResponse): void => {
    const reply = attempt(() => {
      const granted = grantToken(readBody(headers['content-type'] ?? '', sent), headers.authorization, options, {
        tokens,
        app: { id: app.id, botUserId: app.botUserId, installer: people[0]?.id ?? '' },
      });
      if (granted.is_enterprise_install === true) {
        for (const { workspace } of membersOf(String((granted.enterprise as { id: string }).id))) {
          if (workspace.team.org) workspace.team.org.isInstalled = true;
        }
      }
      return { ok: true, ...granted };
    });
    send(response, reply instanceof ApiError ? { ok: false, error: reply.code, ...reply.details } : reply);
  };

  /** Forwards a call to the workspace that its token belongs to, where that workspace's faults apply. */
  const pass = async (method: string, sent: string, request: IncomingMessage, response: ServerResponse) => {
    const { authorization, 'content-type': type = '' } = request.headers;
    const target = attempt(() => tokens.workspaceOf(/^Bearer (.+)$/.exec(authorization ?? '')?.[1]));
    if (target instanceof ApiError) return send(response, { ok: false, error: target.code });
    const [workspace] = membersOf(target);
    if (!workspace) return send(response, { ok: false, error: 'team_not_found' });
    const reply = await fetch(workspace.apiUrl + method, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${innerToken}` },
      body: sent,
    });
    response.writeHead(reply.status, Object.fromEntries([...reply.headers].filter(([name]) => PASSED.has(name))));
    response.end(await reply.text());
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const sent = await readAll(request);
    const [, method] = /^\/api\/([\w.]+)$/.exec(path) ?? [];
    if (path === '/oauth/v2/authorize' && request.method === 'GET') consent(request, response);
    else if (method === 'oauth.v2.access') grant(sent, request, response);
    else if (method !== undefined) await pass(method, sent, request, response);
    else response.writeHead(404).end();
  };

  let refusing = false;
  const server = createServer((request, response) => {
    if (refusing) request.socket.destroy();
    else handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    apiUrl: `${url}/api/`,
    in(id) {
      const found = running.get(id);
      if (!found)
        throw new Error(
          `simulated Slack: there is no workspace ${id}. The workspaces are ${[...running.keys()].join(', ')}`,
        );
      return found;
    },
    redirectTo(...urls) {
      redirectUrls = urls;
    },
    deliverTo(address) {
      for (const workspace of running.values()) workspace.deliverTo(address);
    },
    tokenOf: (id) => tokens.tokenOf(id),
    revoke: (id) => tokens.revoke(id, 'token_revoked'),
    async uninstall(id) {
      tokens.revoke(id, 'account_inactive');
      const [workspace] = membersOf(id);
      await Promise.all([
        workspace?.event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [app.botUserId] } }),
        workspace?.event({ type: 'app_uninstalled' }),
      ]);
    },
    refuseConnections(refuse) {
      refusing = refuse;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const workspace of running.values()) await workspace.stop();
    },
  };
}

/** Used only between this server and its workspaces. */
const innerToken = 'xoxb-within-the-site';

const PASSED = new Set(['content-type', 'retry-after', 'x-oauth-scopes']);

function startWorkspace(settings: WorkspaceSettings, options: MultiWorkspaceOptions): Promise<SimulatedSlack> {
  const { manifest, signingSecret, clock, eventRetryMs } = options;
  const state = initialState({ appName: 'Guidepost', scopes: [...manifest.scopes] });
  return startSimulatedSlack({
    signingSecret,
    manifest,
    botToken: innerToken,
    ...(clock && { clock }),
    ...(eventRetryMs && { eventRetryMs }),
    state: {
      ...state,
      team: {
        id: settings.id,
        name: settings.name,
        domain: settings.id.toLowerCase(),
        ...(settings.org && { org: { ...settings.org } }),
      },
    },
  });
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, reply: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(reply));
}
