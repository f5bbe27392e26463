import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SimulatedSlack } from '../simulated-slack/index.js';
import type { Logger } from '../telemetry/logger.js';
import { describeMessage } from './api/describe-message.js';
import { readPerson } from './api/read-fields.js';
import { routes } from './api/routes.js';
import { checkRequest } from './http/check-request.js';
import { RequestProblem } from './http/problem.js';
import { readJson } from './http/read-json.js';
import { securityHeaders } from './http/security-headers.js';
import { servePage } from './http/serve-page.js';
import { detailExchange } from './inspector/detail-exchange.js';
import type { LiveWindows } from './live-windows.js';
import type { Desk } from './page/protocol.js';

export interface Setting {
  readonly slack: SimulatedSlack;
  /** Where the page's files lie. */
  readonly folder: URL;
  readonly windows: LiveWindows;
  describe(person: string): Desk;
  readonly logger: Logger;
  readonly port: number;
}

/** Answers one request of a browser: a file of the page, a desk, the line of live changes, or something that a person does. */
export async function answerRequest(
  setting: Setting,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  try {
    const refusal = checkRequest(request, setting.port);
    if (refusal !== undefined) throw new RequestProblem(403, refusal);
    await route(setting, request, response);
  } catch (error) {
    const problem = error instanceof RequestProblem ? error : undefined;
    if (!problem) setting.logger.error('The playground failed to answer.', { path: request.url, error });
    const message = problem?.message ?? (error instanceof Error ? error.message : String(error));
    if (!response.headersSent) sendJson(response, problem?.status ?? 500, { error: message });
    else response.end();
  }
}

async function route(setting: Setting, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const action = routes.get(pathname);
  if (action) {
    allow(request, response, 'POST');
    sendJson(response, 200, await action(setting.slack, await readJson(request)));
    return;
  }
  allow(request, response, 'GET');
  if (pathname === '/api/people') {
    sendJson(
      response,
      200,
      setting.slack.workspace.people.map(({ id, name, realName }) => ({ id, name, realName })),
    );
  } else if (pathname === '/api/desk') {
    sendJson(response, 200, setting.describe(readPerson(setting.slack.workspace, searchParams.get('person'))));
  } else if (pathname === '/api/live') {
    const person = readPerson(setting.slack.workspace, searchParams.get('person'));
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    setting.windows.open(person, response);
  } else if (pathname === '/api/exchange') {
    const id = Number(searchParams.get('id'));
    const entry = setting.slack.journal.find((one) => one.id === id);
    if (!entry) throw new RequestProblem(404, 'That exchange is no longer kept.');
    sendJson(response, 200, detailExchange(entry));
  } else if (pathname === '/api/message') {
    const person = readPerson(setting.slack.workspace, searchParams.get('person'));
    sendJson(
      response,
      200,
      describeMessage(setting.slack, person, searchParams.get('channel'), searchParams.get('ts')),
    );
  } else {
    const { type, content } = await servePage(setting.folder, pathname);
    response.writeHead(200, { 'Content-Type': type }).end(content);
  }
}

function allow(request: IncomingMessage, response: ServerResponse, method: string): void {
  if (request.method === method) return;
  response.setHeader('Allow', method);
  throw new RequestProblem(405, `Use ${method} for this address.`);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
