import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatedSlack } from '@guidepost/slack-simulator';
import { routes } from './actions.js';
import { exchangeDetail } from './exchanges.js';
import { checkRequest, RequestProblem, readJson, readPerson, securityHeaders, servePage } from './http.js';
import { createLiveUpdates, type LiveUpdates } from './live-updates.js';
import type { Warning, WorkspaceView } from './protocol.js';
import { messageJson, workspaceView } from './workspace-view.js';

export interface PlaygroundOptions {
  readonly slack: SimulatedSlack;
  /** 0 takes any free port. */
  readonly port: number;
  /** Lines to try, offered in an empty channel. By default a few for the manifest's first command. */
  readonly suggestions?: readonly string[];
  /** Errors of the playground itself. */
  readonly logger: PlaygroundLogger;
}

/** The part of a logger that the playground uses. `console` will do. */
export interface PlaygroundLogger {
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

export interface Playground {
  /** The address to open in a browser. */
  readonly url: string;
  /** Shows everyone what is wrong with the app, until it is called again; `null` takes it back. */
  warn(warning: Warning | null): void;
  stop(): Promise<void>;
}

/**
 * Serves the simulated workspace as a page in the browser, on 127.0.0.1 only.
 * @throws Error with the port and what to do, if the port is in use
 */
export async function startPlayground({ slack, port, suggestions, logger }: PlaygroundOptions): Promise<Playground> {
  let warning: Warning | null = null;
  const viewFor = (person: string) => workspaceView(slack, person, suggestions, warning);
  const updates = createLiveUpdates({ viewFor, journal: () => slack.journal });
  const pageFolder = new URL('./page/', import.meta.url);
  let listeningOn = port;
  const server = createServer((request, response) => {
    void answer({ slack, pageFolder, updates, viewFor, logger, port: listeningOn }, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  listeningOn = (server.address() as AddressInfo).port;
  const unsubscribe = slack.workspace.subscribe((change) => {
    if (change.kind !== 'call') updates.changed('workspace');
    if (change.kind === 'call' || change.kind === 'reset') updates.changed('exchanges');
  });
  return {
    url: `http://localhost:${listeningOn}`,
    warn(next) {
      warning = next;
      updates.changed('workspace');
    },
    async stop() {
      unsubscribe();
      updates.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function explain(error: Error, port: number): Error {
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  return new Error(
    `Port ${port} on 127.0.0.1 is in use, so the playground cannot start. Stop the other program, or choose another port with PORT.`,
    { cause: error },
  );
}

interface Context {
  readonly slack: SimulatedSlack;
  readonly pageFolder: URL;
  readonly updates: LiveUpdates;
  viewFor(person: string): WorkspaceView;
  readonly logger: PlaygroundLogger;
  readonly port: number;
}

async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  try {
    const refusal = checkRequest(request, context.port);
    if (refusal !== undefined) throw new RequestProblem(403, refusal);
    await route(context, request, response);
  } catch (error) {
    const problem = error instanceof RequestProblem ? error : undefined;
    if (!problem) context.logger.error('The playground could not answer a request', { path: request.url, error });
    const message = problem?.message ?? (error instanceof Error ? error.message : String(error));
    if (!response.headersSent) sendJson(response, problem?.status ?? 500, { error: message });
    else response.end();
  }
}

async function route(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { slack } = context;
  const { workspace } = slack;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const action = routes.get(pathname);
  if (action) {
    allowOnly('POST', request, response);
    sendJson(response, 200, await action(slack, await readJson(request)));
    return;
  }
  allowOnly('GET', request, response);
  const person = () => readPerson(workspace, searchParams.get('person'));
  switch (pathname) {
    case '/api/people': {
      const people = workspace.people.map(({ id, name, realName }) => ({ id, name, realName }));
      sendJson(response, 200, people);
      break;
    }
    case '/api/workspace':
      sendJson(response, 200, context.viewFor(person()));
      break;
    case '/api/live': {
      const viewer = person();
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      context.updates.open(viewer, response);
      break;
    }
    case '/api/exchange': {
      const entry = slack.journal.find(({ id }) => id === Number(searchParams.get('id')));
      if (!entry) throw new RequestProblem(404, 'This exchange is no longer in the journal.');
      sendJson(response, 200, exchangeDetail(entry));
      break;
    }
    case '/api/message':
      sendJson(response, 200, messageJson(slack, person(), searchParams.get('channel'), searchParams.get('ts')));
      break;
    default: {
      const { type, content } = await servePage(context.pageFolder, pathname);
      response.writeHead(200, { 'Content-Type': type }).end(content);
    }
  }
}

function allowOnly(method: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === method) return;
  response.setHeader('Allow', method);
  throw new RequestProblem(405, `Use ${method} for this address.`);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
