import { setTimeout as wait } from 'node:timers/promises';
import type { FaultInjector } from '../fault-injection.js';
import { failureOf } from '../users/payloads.js';
import type { Outcome } from '../users/workspace.js';
import type { JsonObject, Team } from '../workspace/state.js';
import { orgOf, type WorkspaceStore } from '../workspace/store.js';
import type { AppConnection, Delivery, HttpAppConnection, Reply } from './http.js';
import type { SocketHub } from './socket-mode.js';

/** Uses Socket Mode if the app has a connection open or has no address, and HTTP otherwise. */
export class WayToApp implements AppConnection {
  constructor(
    private readonly http: HttpAppConnection,
    private readonly sockets: SocketHub,
    private readonly mayUseSockets: boolean,
  ) {}

  send(delivery: Delivery): Promise<Reply> {
    const overSockets = this.mayUseSockets && (this.sockets.size > 0 || this.http.url === undefined);
    return (overSockets ? this.sockets : this.http).send(delivery);
  }
}

const timeout: Reply = { kind: 'operation_timeout' };

/** A connection to the app with injected faults. */
export class FaultyConnection implements AppConnection {
  constructor(
    private readonly way: AppConnection,
    private readonly faults: FaultInjector,
    private readonly deadlineMs: number,
  ) {}

  async send(delivery: Delivery): Promise<Reply> {
    const { delayMs = 0, loseReply = false, repeat = 0 } = this.faults.deliveries.take(delivery.what) ?? {};
    const sent = this.#after(delayMs, delivery);
    // Repeats are sent at the same time as the first, as when two of Slack's servers deliver the same request.
    for (let n = 0; n < repeat; n += 1) void this.#after(delayMs, delivery);
    const late = delayMs < this.deadlineMs ? [] : [wait(this.deadlineMs, timeout, { ref: false })];
    const reply = await Promise.race([sent, ...late]);
    return loseReply ? timeout : reply;
  }

  async #after(delayMs: number, delivery: Delivery): Promise<Reply> {
    if (delayMs > 0) await wait(delayMs, undefined, { ref: false });
    return await this.way.send(delivery);
  }
}

const reasons: Record<string, string> = {
  operation_timeout: 'http_timeout',
  dispatch_failed: 'connection_failed',
  http_client_error: 'http_error',
  http_service_error: 'http_error',
};

interface Parts {
  store: WorkspaceStore;
  connection: AppConnection;
  verificationToken: string;
  /** Milliseconds before the first, second and third retry. */
  retryMs: number[];
}

/** Delivers Events API events, and retries those that were not acknowledged. */
export class EventSender {
  readonly #parts: Parts;
  readonly #waiting = new Set<() => void>();
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * @param causedIn the workspace of the person who caused the event: a guest's own, which `team_id` then names
   * @returns the outcome of the last delivery
   */
  async send(event: JsonObject, causedIn?: Team): Promise<Outcome> {
    const envelope = this.#envelope(event, causedIn);
    let retry: Record<string, string> = {};
    for (let attempt = 0; ; attempt += 1) {
      const reply = await this.#deliver(envelope, retry);
      const failure = failureOf(reply);
      const waitMs = this.#parts.retryMs[attempt];
      const enough = reply.kind === 'reply' && reply.headers['x-slack-no-retry'] === '1';
      if (!failure || waitMs === undefined || enough || this.#stopped) return failure ?? { kind: 'ok' };
      await this.#wait(waitMs);
      if (this.#stopped) return failure;
      retry = {
        'x-slack-retry-num': String(attempt + 1),
        'x-slack-retry-reason': reasons[failure.kind] ?? 'unknown_error',
      };
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const wake of this.#waiting) wake();
  }

  #deliver(envelope: JsonObject, headers: Record<string, string>): Promise<Reply> {
    const body = JSON.stringify(envelope);
    return this.#parts.connection.send({
      what: 'event',
      contentType: 'application/json',
      body,
      payload: envelope,
      headers,
    });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      timer.unref();
      this.#waiting.add(wake);
    });
  }

  #envelope(event: JsonObject, causedIn?: Team): JsonObject {
    const { store, verificationToken } = this.#parts;
    const { team, app } = store.state;
    const org = orgOf(team);
    const source = causedIn ?? team;
    const sourceOrg = orgOf(source);
    return {
      token: verificationToken,
      team_id: source.id,
      ...(sourceOrg.id !== null && { enterprise_id: sourceOrg.id }),
      api_app_id: app.id,
      event,
      type: 'event_callback',
      event_id: store.nextId('Ev'),
      event_time: Math.floor(store.statedNow() / 1000),
      authorizations: [
        {
          enterprise_id: org.id,
          team_id: org.isInstalled ? null : team.id,
          user_id: app.botUserId,
          is_bot: true,
          is_enterprise_install: org.isInstalled,
        },
      ],
      is_ext_shared_channel: source.id !== team.id,
    };
  }
}
