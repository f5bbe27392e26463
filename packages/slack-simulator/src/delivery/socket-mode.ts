import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Droppable } from '../fault-injection.js';
import type { JsonObject } from '../workspace/state.js';
import { type AppConnection, type Delivery, journalled, type Reply } from './http.js';
import type { AppRequestKind, Journal } from './journal.js';

interface Options {
  appId: string;
  deadlineMs: number;
  /** If no connection is open, keep trying until the deadline. */
  waitsForApp: boolean;
  journal: Journal;
  /** Called when a connection opens or closes. */
  changed: () => void;
}

/** docs.slack.dev/apis/events-api/using-socket-mode: up to ten connections; an address works once, for a short time. */
const most = 10;
const ticketMs = 30_000;
/** Slack's client drops a connection that received no ping for 30 s. */
const pingMs = 10_000;
/** Between the warning and the end of a connection. */
const graceMs = 10_000;
const restMs = 40;
const goodbyeMs = 250;

/** Slack's side of Socket Mode: gives out addresses, holds the connections, and sends each envelope over one of them. */
export class SocketHub implements AppConnection, Droppable {
  readonly #options: Options;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  readonly #tickets = new Map<string, NodeJS.Timeout>();
  /** Open connections. A warned one gets nothing more while there is another. */
  readonly #sockets = new Map<WebSocket, { warned: boolean }>();
  readonly #waiting = new Map<string, (body: string) => void>();
  #turn = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  get size(): number {
    return this.#sockets.size;
  }

  /** The address that `apps.connections.open` returns. @param host `127.0.0.1:PORT` */
  address(host: string): string {
    const ticket = randomBytes(12).toString('hex');
    const expiry = setTimeout(() => this.#tickets.delete(ticket), ticketMs);
    this.#tickets.set(ticket, expiry.unref());
    return `ws://${host}/link/?ticket=${ticket}&app_id=${this.#options.appId}`;
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    const beat = setInterval(() => {
      for (const socket of this.#sockets.keys()) socket.ping();
    }, pingMs);
    beat.unref();
    server.once('close', () => clearInterval(beat));
  }

  async send(delivery: Delivery): Promise<Reply> {
    const id = randomUUID();
    const body = JSON.stringify(envelope(id, delivery));
    const { what, payload } = delivery;
    const url = 'ws:';
    const end = this.#options.journal.begin({
      kind: 'request',
      transport: 'socket',
      what,
      url,
      headers: {},
      body,
      payload,
    });
    const reply = await this.#exchange(id, body);
    end(journalled(reply));
    return reply;
  }

  drop(how: 'warning' | 'refresh_requested' | 'silently'): void {
    for (const [socket, state] of this.#sockets) {
      if (how === 'silently') socket.terminate();
      else {
        state.warned = true;
        this.#disconnect(socket, how, graceMs);
      }
    }
  }

  endDropped(): void {
    for (const [socket, { warned }] of this.#sockets) if (warned) socket.close();
  }

  /** @throws Error if no connection is open */
  async sendText(text: string): Promise<'acknowledged' | 'operation_timeout' | 'sent'> {
    const id = acknowledgement(text)?.id;
    if (id !== undefined) {
      const reply = await this.#exchange(id, text);
      if (reply.kind === 'dispatch_failed') throw new Error(`simulated Slack: ${reply.cause}.`);
      return reply.kind === 'reply' ? 'acknowledged' : reply.kind;
    }
    const socket = this.#next();
    if (!socket) throw new Error('simulated Slack: no Socket Mode connection is open.');
    socket.send(text);
    return 'sent';
  }

  /** Closes every connection properly, because the app's client may wait for that, but does not wait long for the reply. */
  async close(): Promise<void> {
    for (const timer of this.#tickets.values()) clearTimeout(timer);
    for (const socket of this.#sockets.keys()) socket.close(1001);
    const latest = performance.now() + goodbyeMs;
    while (this.#sockets.size > 0 && performance.now() < latest) await wait(2);
    for (const socket of this.#sockets.keys()) socket.terminate();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!this.#tickets.has(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    clearTimeout(this.#tickets.get(ticket));
    this.#tickets.delete(ticket);
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#opened(opened));
  }

  #opened(socket: WebSocket): void {
    // 'close' is emitted for a broken connection, too.
    socket.on('error', () => {});
    if (this.#sockets.size >= most) {
      this.#disconnect(socket, 'too_many_websockets', 0);
      return;
    }
    this.#sockets.set(socket, { warned: false });
    this.#options.changed();
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#options.changed();
    });
    socket.on('message', (data) => {
      const reply = acknowledgement(String(data));
      if (reply) this.#waiting.get(reply.id)?.(reply.body);
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#sockets.size,
        debug_info: { host: 'simulated', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: this.#options.appId },
      }),
    );
  }

  #disconnect(socket: WebSocket, reason: string, inMs: number): void {
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'simulated' } }));
    setTimeout(() => socket.close(), inMs).unref();
  }

  async #exchange(id: string, body: string): Promise<Reply> {
    const { deadlineMs, waitsForApp } = this.#options;
    const latest = performance.now() + deadlineMs;
    while (waitsForApp && this.#sockets.size === 0 && performance.now() + restMs < latest) await wait(restMs);
    const socket = this.#next();
    if (!socket) return { kind: 'dispatch_failed', cause: 'no Socket Mode connection is open' };
    const deadline = new AbortController();
    const acknowledged = new Promise<Reply>((resolve) => {
      this.#waiting.set(id, (text) => {
        const headers: Record<string, string> = text === '' ? {} : { 'content-type': 'application/json' };
        resolve({ kind: 'reply', status: 200, headers, body: text });
      });
    });
    socket.send(body);
    const late = wait(Math.max(latest - performance.now(), 0), undefined, { signal: deadline.signal })
      .catch(() => {})
      .then((): Reply => ({ kind: 'operation_timeout' }));
    const reply = await Promise.race([acknowledged, late]);
    deadline.abort();
    this.#waiting.delete(id);
    return reply;
  }

  /** The connections take turns. */
  #next(): WebSocket | undefined {
    const all = [...this.#sockets];
    const good = all.filter(([, { warned }]) => !warned);
    const usable = good.length > 0 ? good : all;
    this.#turn += 1;
    return usable[this.#turn % Math.max(usable.length, 1)]?.[0];
  }
}

/** Requests that the acknowledgement itself can answer. */
const answered = new Set<AppRequestKind>(['command', 'view_submission', 'block_suggestion']);

/** A delivery as a Socket Mode envelope: docs.slack.dev/apis/events-api/using-socket-mode. */
export function envelope(id: string, { what, payload, headers = {} }: Delivery): JsonObject {
  return {
    envelope_id: id,
    type: what === 'command' ? 'slash_commands' : what === 'event' ? 'events_api' : 'interactive',
    payload,
    accepts_response_payload: answered.has(what),
    ...(what === 'event' && {
      retry_attempt: Number(headers['x-slack-retry-num'] ?? 0),
      retry_reason: headers['x-slack-retry-reason'] ?? '',
    }),
  };
}

/** The envelope that an app acknowledges, and its reply. @returns undefined for any other message, which Slack ignores */
export function acknowledgement(text: string): { id: string; body: string } | undefined {
  try {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: unknown; payload?: unknown };
    if (typeof id !== 'string') return undefined;
    return { id, body: payload === undefined || payload === null ? '' : JSON.stringify(payload) };
  } catch {
    return undefined;
  }
}
