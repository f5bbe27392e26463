import { createHmac } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from '../workspace/state.js';
import type { AppRequest, AppRequestKind, Journal } from './journal.js';

/** A request to the app: a form for commands and interactions, JSON for events. */
export interface Delivery {
  what: AppRequestKind;
  contentType: 'application/x-www-form-urlencoded' | 'application/json';
  body: string;
  payload: JsonObject;
  headers?: Record<string, string>;
}

export type Reply =
  | { kind: 'reply'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'operation_timeout' }
  | { kind: 'dispatch_failed'; cause: string };

/** The fields that a reply adds to its journal entry. */
export function journalled(reply: Reply): Partial<AppRequest> {
  if (reply.kind === 'operation_timeout') return { failure: reply.kind };
  if (reply.kind === 'dispatch_failed') return { failure: reply.cause };
  const { status, headers, body } = reply;
  return { status, reply: body, replyBody: body, replyHeaders: headers };
}

/** Sends requests to the app, over HTTP or Socket Mode. */
export interface AppConnection {
  send(delivery: Delivery): Promise<Reply>;
}

interface HttpAppConnectionOptions {
  url?: string;
  secret: string;
  deadlineMs: number;
  waitsForApp?: boolean;
  clock: () => number;
  journal: Journal;
}

/** Pause before the next attempt, when the app is not listening yet. */
const restMs = 40;

/** Sends signed HTTP requests to the app, and waits for each reply until the deadline. */
export class HttpAppConnection implements AppConnection {
  url: string | undefined;
  readonly #secret: string;
  readonly #deadlineMs: number;
  readonly #waitsForApp: boolean;
  readonly #clock: () => number;
  readonly #journal: Journal;
  // A new connection each time: the app could close a kept-alive one just when it is reused.
  readonly #agent = new Agent({ keepAlive: false });

  constructor(options: HttpAppConnectionOptions) {
    this.url = options.url;
    this.#secret = options.secret;
    this.#deadlineMs = options.deadlineMs;
    this.#waitsForApp = options.waitsForApp ?? false;
    this.#clock = options.clock;
    this.#journal = options.journal;
  }

  async send({ what, contentType, body, payload, headers = {} }: Delivery): Promise<Reply> {
    if (this.url === undefined) {
      throw new Error(
        'simulated Slack: no address to send to. Give `eventsUrl` at the start or call `deliverTo(url)`.',
      );
    }
    const timestamp = String(Math.floor(this.#clock() / 1000));
    const sent = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature({ secret: this.#secret, timestamp, body }),
      ...headers,
    };
    const end = this.#journal.begin({
      kind: 'request',
      transport: 'http',
      what,
      url: this.url,
      headers: sent,
      body,
      payload,
    });
    const reply = await this.#exchange(this.url, sent, body);
    end(journalled(reply));
    return reply;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Waits for a reply until the deadline. If nothing is listening, fails at once or keeps trying. */
  async #exchange(url: string, headers: Record<string, string>, body: string): Promise<Reply> {
    const latest = performance.now() + this.#deadlineMs;
    for (;;) {
      const left = latest - performance.now();
      const reply = await this.#ask(url, headers, body, Math.max(left, 0));
      const absent = reply.kind === 'dispatch_failed' && reply.cause.includes('ECONNREFUSED');
      if (!absent || !this.#waitsForApp || left < restMs) return reply;
      await wait(restMs);
    }
  }

  #ask(url: string, headers: Record<string, string>, body: string, withinMs: number): Promise<Reply> {
    return new Promise((resolve) => {
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const outgoing = request(url, { method: 'POST', headers: { ...headers, ...length }, agent: this.#agent });
      const deadline = setTimeout(() => {
        resolve({ kind: 'operation_timeout' });
        outgoing.destroy();
      }, withinMs);
      const failed = (error: Error): void => {
        clearTimeout(deadline);
        resolve({ kind: 'dispatch_failed', cause: error.message || String(error) });
      };
      outgoing.on('error', failed);
      outgoing.on('response', (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', failed);
        incoming.on('end', () => {
          clearTimeout(deadline);
          resolve({
            kind: 'reply',
            status: incoming.statusCode ?? 0,
            headers: plainHeaders(incoming.headers),
            body: Buffer.concat(parts).toString('utf8'),
          });
        });
      });
      outgoing.end(body);
    });
  }
}

/** Slack's request signature, version 0: docs.slack.dev/authentication/verifying-requests-from-slack. */
export function signature({ secret, timestamp, body }: { secret: string; timestamp: string; body: string }): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Headers with one string each, for the journal. */
export function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')]],
    ),
  );
}
