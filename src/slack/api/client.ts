import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import { type WebAPICallResult, WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import type { Installations } from '../../workspaces/installations.js';
import type { CallWatch } from './call-watch.js';
import { isTokenRefusal } from './errors.js';

/** A call that takes longer has failed for whoever waits; the defaults are no limit and ten retries over half an hour. */
const TIMEOUT_MS = 5_000;

export interface WebClientSettings {
  readonly token?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly logger: SlackLogger;
  readonly calls?: CallWatch;
}

/**
 * Our own patience with Slack's Web API: nothing is repeated behind our back, because a posting whose reply was lost would
 * stand twice, and a rate limit stops the call that met it alone.
 */
function webClientOptions({ apiUrl, logger }: Omit<WebClientSettings, 'token'>): WebClientOptions {
  return {
    ...(apiUrl && { slackApiUrl: apiUrl }),
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger,
  };
}

/** A client whose calls are followed: every method of it comes through `apiCall`. */
export class WatchedClient extends WebClient {
  readonly #calls: CallWatch | undefined;

  constructor({ token, ...settings }: WebClientSettings) {
    super(token, webClientOptions(settings));
    this.#calls = settings.calls;
  }

  override apiCall(...call: Parameters<WebClient['apiCall']>): Promise<WebAPICallResult> {
    const work = (): Promise<WebAPICallResult> => super.apiCall(...call);
    return this.#calls === undefined ? work() : this.#calls.call(call[0], work);
  }
}

/** Slack's Web API with one token, or none. */
export function createWebClient(settings: WebClientSettings): WebClient {
  return new WatchedClient(settings);
}

export interface ClientParts {
  readonly installations: Installations;
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  readonly slackLogger: SlackLogger;
  readonly calls?: CallWatch;
}

/**
 * The Web API on behalf of one installation, with the token that it has now. A client of its own: a rate limit, or a Slack that
 * does not answer, holds up the calls of this installation alone.
 */
export class InstallationClient extends WatchedClient {
  readonly #installation: string;
  readonly #parts: ClientParts;

  constructor(installation: string, parts: ClientParts) {
    super({ apiUrl: parts.apiUrl, logger: parts.slackLogger, ...(parts.calls && { calls: parts.calls }) });
    this.#installation = installation;
    this.#parts = parts;
  }

  /** A refused token is dropped. Where another process has a newer one by now, the call, which did nothing, is made with that. */
  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    const token = await this.#token();
    try {
      return await super.apiCall(method, { ...options, token });
    } catch (error) {
      if (!isTokenRefusal(error)) throw error;
      this.#parts.installations.forget(this.#installation);
      const newer = await this.#token();
      if (newer === token) throw error;
      return await super.apiCall(method, { ...options, token: newer });
    }
  }

  /** @throws WebAPIPlatformError as Slack's refusal would be, so that whoever calls need not know more */
  async #token(): Promise<string> {
    const { installations, logger } = this.#parts;
    try {
      const found = await installations.find(this.#installation);
      if (found !== undefined) return found.botToken;
    } catch (error) {
      logger.error('The token of a workspace cannot be read', { installation: this.#installation, error });
      // It may be readable later, and certainly nothing was sent.
      throw new WebAPIPlatformError({ ok: false, error: 'service_unavailable' });
    }
    throw new WebAPIPlatformError({ ok: false, error: 'account_inactive' });
  }
}

/** A client holds no connection of its own, but weighs some 30 KB. */
const KEPT = 500;

/** The client of each installation; the one that was used longest ago makes room. */
export function createClients(parts: ClientParts): (installation: string) => WebClient {
  const clients = new Map<string, WebClient>();
  return (installation) => {
    const client = clients.get(installation) ?? new InstallationClient(installation, parts);
    clients.delete(installation);
    clients.set(installation, client);
    for (const oldest of clients.keys()) {
      if (clients.size <= KEPT) break;
      clients.delete(oldest);
    }
    return client;
  };
}

/** Lets Slack's libraries write to our log. What they call information is detail to an operator. */
export function createSlackLogger(logger: Logger): SlackLogger {
  const text = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: (...parts) => logger.debug(text(parts)),
    info: (...parts) => logger.debug(text(parts)),
    warn: (...parts) => logger.warn(text(parts)),
    error: (...parts) => logger.error(text(parts)),
    // Our own logger knows its level.
    setLevel: () => {},
    getLevel: () => LogLevel.DEBUG,
    setName: () => {},
  };
}
