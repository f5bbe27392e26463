import type { Logger as SlackLogger } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { apiFetch } from '../api/fetch.js';

export interface SocketConnectionOptions {
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly logger: SlackLogger;
}

/** An envelope, as the client emits it with `slack_event`. */
export interface ReceivedEnvelope {
  /** `unreadable` if it only has to be acknowledged. */
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: Bolt's own type of a request's body.
  readonly body: any;
  readonly ack: (response?: unknown) => Promise<void>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

export const UNREADABLE = 'unreadable';

const TIMEOUT_MS = 5_000;
/** For the web socket and Slack's greeting. */
const OPEN_MS = 15_000;

/**
 * One connection of Socket Mode, which is never opened again. Slack's client by itself closes a connection as soon as Slack
 * announces that it will, and opens the next one 5 s later; an envelope without an event inside ends its process. So the messages
 * come here first.
 */
export class SocketConnection extends SocketModeClient {
  readonly #logger: SlackLogger;
  #endNears: () => void = () => {};
  /** Resolves when Slack announces the end of this connection, or when it is closed. Until it is closed, it goes on to receive. */
  readonly endNears = new Promise<void>((resolve) => {
    this.#endNears = resolve;
  });

  constructor({ appToken, apiUrl, logger }: SocketConnectionOptions) {
    super({
      appToken,
      logger,
      autoReconnectEnabled: false,
      clientOptions: {
        ...(apiUrl && { slackApiUrl: apiUrl }),
        fetch: apiFetch,
        timeout: TIMEOUT_MS,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    });
    this.#logger = logger;
    this.once('disconnected', () => this.#endNears());
  }

  /** Resolves when Slack has greeted. @throws Error, also after 15 s */
  async open(): Promise<void> {
    const timer = setTimeout(() => this.close(), OPEN_MS).unref();
    try {
      await this.start();
    } catch (error) {
      // The client rejects with nothing if the connection was closed before the greeting.
      throw error ?? new Error('the connection was closed at once');
    } finally {
      clearTimeout(timer);
    }
  }

  /** Returns at once: nothing new comes in from now on. */
  close(): void {
    void this.disconnect().catch(() => {});
  }

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    const envelope = isBinary || typeof data !== 'string' ? undefined : readObject(data);
    // With `link_disabled` the client closes the connection: Socket Mode was switched off.
    if (envelope?.type === 'disconnect' && envelope.reason !== 'link_disabled') {
      this.#logger.debug(`Slack will close this connection (${String(envelope.reason)})`);
      return this.#endNears();
    }
    if (envelope !== undefined && isReadable(envelope)) return super.onWebSocketMessage(data, isBinary);
    this.#logger.warn(`Slack sent a message of an unknown kind over Socket Mode; it is ignored (${kindOf(envelope)})`);
    const { envelope_id } = envelope ?? {};
    // As an envelope without content, it reaches the receiver with the means to acknowledge it.
    if (typeof envelope_id === 'string')
      await super.onWebSocketMessage(JSON.stringify({ type: UNREADABLE, envelope_id }), false);
  }
}

type Unchecked = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readObject(text: string): Unchecked | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether Slack's client and Bolt can read it: a command or an interaction, or an event with its type. */
function isReadable({ type, envelope_id, payload }: Unchecked): boolean {
  if (type === 'hello' || type === 'disconnect') return true;
  if (typeof envelope_id !== 'string' || !isObject(payload)) return false;
  if (type === 'events_api') return isObject(payload.event) && typeof payload.event.type === 'string';
  return type === 'slash_commands' || type === 'interactive';
}

/** For the log: its type, and nothing that people wrote. */
function kindOf(envelope: Unchecked | undefined): string {
  return typeof envelope?.type === 'string' ? envelope.type.slice(0, 100) : 'no type';
}
