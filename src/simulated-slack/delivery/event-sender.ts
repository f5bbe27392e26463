import type { Outcome } from '../people/outcome.js';
import { failureOf } from '../people/read-outcome.js';
import { orgOf } from '../workspace/org-of.js';
import type { JsonObject } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import type { AppConnection, Reply } from './app-connection.js';

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
  /** Waits before the first, second and third repetition, in milliseconds. */
  retryMs: number[];
}

/** Delivers Events API events, again while they are not acknowledged. */
export class EventSender {
  readonly #parts: Parts;
  readonly #waiting = new Set<() => void>();
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns how the last delivery went */
  async send(event: JsonObject): Promise<Outcome> {
    const envelope = this.#envelope(event);
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

  #envelope(event: JsonObject): JsonObject {
    const { store, verificationToken } = this.#parts;
    const { team, app } = store.state;
    const org = orgOf(team);
    return {
      token: verificationToken,
      team_id: team.id,
      ...(org.id !== null && { enterprise_id: org.id }),
      api_app_id: app.id,
      event,
      type: 'event_callback',
      event_id: store.nextId('Ev'),
      event_time: Math.floor(store.now() / 1000),
      authorizations: [
        {
          enterprise_id: org.id,
          team_id: org.isInstalled ? null : team.id,
          user_id: app.botUserId,
          is_bot: true,
          is_enterprise_install: org.isInstalled,
        },
      ],
      is_ext_shared_channel: false,
    };
  }
}
