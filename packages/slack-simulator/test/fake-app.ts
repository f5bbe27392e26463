import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SimulatedSlack, type SimulatedSlackOptions, startSimulatedSlack } from '../src/index.js';

export const signingSecret = 'a signing secret';
export const botToken = 'xoxb-simulated';

// biome-ignore lint/suspicious/noExplicitAny: each test reads other fields of the payloads.
export type Payload = any;

export interface AppReply {
  status?: number;
  /** A string is sent as text, anything else as JSON. */
  body?: unknown;
  /** Never answers. The connection stays open until the other side gives up. */
  never?: boolean;
  headers?: Record<string, string>;
}

type Handler = (request: Payload) => AppReply | undefined | Promise<AppReply | undefined>;

export interface FakeApp {
  /** Handlers by `command`, or by the `type` of a payload or an event. */
  on: Record<string, Handler>;
  badSignatures: number;
  /** Calls the Web API with a form, like Slack's own client. */
  api(method: string, args?: Record<string, unknown>, token?: string | null): Promise<Payload>;
  respond(url: string, body: unknown): Promise<{ status: number; body: Payload }>;
  slack: SimulatedSlack;
  stop(): Promise<void>;
}

/** A workspace and a small app, which checks signatures with its own code. */
export async function startFakeApp(options: Partial<SimulatedSlackOptions> = {}): Promise<FakeApp> {
  const slack = await startSimulatedSlack({ signingSecret, botToken, eventRetryMs: [0, 0, 0], ...options });
  const on: Record<string, Handler> = {};
  const app: FakeApp = {
    on,
    slack,
    badSignatures: 0,
    async api(method, args = {}, token = botToken) {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(args))
        form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
      const headers = token === null ? {} : { authorization: `Bearer ${token}` };
      const response = await fetch(slack.apiUrl + method, { method: 'POST', body: form, headers });
      return response.json();
    },
    async respond(url, body) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await slack.stop();
    },
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const base = `v0:${request.headers['x-slack-request-timestamp']}:${body}`;
    const expected = `v0=${createHmac('sha256', signingSecret).update(base).digest('hex')}`;
    if (expected !== request.headers['x-slack-signature']) app.badSignatures += 1;
    const asked = read(request.headers['content-type'] ?? '', body);
    const kind = asked.command ?? (asked.type === 'event_callback' ? asked.event.type : asked.type);
    const reply = (await on[kind]?.({ ...asked, headers: request.headers })) ?? {};
    if (reply.never) return;
    const isText = reply.body === undefined || typeof reply.body === 'string';
    response.writeHead(reply.status ?? 200, {
      'content-type': isText ? 'text/plain' : 'application/json',
      ...reply.headers,
    });
    response.end(isText ? (reply.body ?? '') : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return app;
}

function read(contentType: string, body: string): Payload {
  if (contentType.includes('json')) return JSON.parse(body);
  const form = Object.fromEntries(new URLSearchParams(body));
  return form.payload === undefined ? form : JSON.parse(form.payload);
}

export function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}
export function button(label: string, value = label, more: object = {}) {
  return {
    type: 'button',
    action_id: `press-${value}`,
    text: { type: 'plain_text', text: label },
    value,
    ...more,
  };
}
export function actions(...elements: object[]) {
  return { type: 'actions', elements };
}
export function plain(text: string) {
  return { type: 'plain_text', text };
}
