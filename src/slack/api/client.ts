import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import { type FetchFunction, type WebAPICallResult, WebAPIPlatformError, WebClient } from '@slack/web-api';
import { LruMap } from 'toad-cache';
import type { Logger } from '../../telemetry/logger.js';
import type { Metrics, SlackCallDone } from '../../telemetry/metrics.js';
import type { Tracer } from '../../telemetry/tracing.js';
import type { Installations } from '../../workspaces/installations.js';
import { surface } from '../surface.js';
import { isTokenRefusal, slackErrorCode } from './errors.js';
import { apiFetch } from './fetch.js';

const TIMEOUT_MS = 5_000;

export interface WebClientSettings {
  readonly token?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly logger: SlackLogger;
  readonly calls?: CallWatch;
}

/** Slack's Web API with one token, or none. Its calls are counted, timed and traced: every method goes through `apiCall`. */
class WatchedClient extends WebClient {
  readonly #calls: CallWatch | undefined;

  constructor({ token, apiUrl, logger, calls }: WebClientSettings) {
    super(token, {
      ...(apiUrl && { slackApiUrl: apiUrl }),
      logger,
      fetch: apiFetch,
      // The defaults are no timeout and ten retries in half an hour. No retries here: a posting whose reply was lost would be
      // posted twice. A rate limit rejects the call that met it, and holds up no other.
      timeout: TIMEOUT_MS,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    });
    this.#calls = calls;
  }

  override apiCall(...call: Parameters<WebClient['apiCall']>): Promise<WebAPICallResult> {
    const work = (): Promise<WebAPICallResult> => super.apiCall(...call);
    return this.#calls === undefined ? work() : this.#calls.call(call[0], work);
  }
}

export function createWebClient(settings: WebClientSettings): WebClient {
  return new WatchedClient(settings);
}

export interface InstallationClientOptions {
  readonly installations: Installations;
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  readonly slackLogger: SlackLogger;
  readonly calls?: CallWatch;
}

/**
 * The Web API for one installation, with its current token. Each installation has its own client, so a rate limit or a slow
 * answer holds up only its own calls.
 */
class InstallationClient extends WatchedClient {
  readonly #installation: string;
  readonly #options: InstallationClientOptions;

  constructor(installation: string, options: InstallationClientOptions) {
    super({ apiUrl: options.apiUrl, logger: options.slackLogger, ...(options.calls && { calls: options.calls }) });
    this.#installation = installation;
    this.#options = options;
  }

  /** After a refused token: if another process has stored a newer one, the call is made again with that. It did nothing before. */
  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    const token = await this.#token();
    try {
      return await super.apiCall(method, { ...options, token });
    } catch (error) {
      if (!isTokenRefusal(error)) throw error;
      this.#options.installations.forget(this.#installation);
      const newer = await this.#token();
      if (newer === token) throw error;
      return await super.apiCall(method, { ...options, token: newer });
    }
  }

  /** @throws WebAPIPlatformError as if Slack had refused the call, so that callers have one kind of error to handle */
  async #token(): Promise<string> {
    const { installations, logger } = this.#options;
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

/** A client holds no connection, but takes about 30 KB. */
const MAX_CLIENTS = 500;

/** Returns the client of an installation. */
export function createClients(options: InstallationClientOptions): (installation: string) => WebClient {
  const clients = new LruMap<WebClient>(MAX_CLIENTS);
  return (installation) => {
    let client = clients.get(installation);
    if (client === undefined) {
      client = new InstallationClient(installation, options);
      clients.set(installation, client);
    }
    return client;
  };
}

/** Lets Slack's libraries write to our log. Their info level is debug detail for an operator of this app. */
export function createSlackLogger(logger: Logger): SlackLogger {
  const text = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: (...parts) => logger.debug(text(parts)),
    info: (...parts) => logger.debug(text(parts)),
    warn: (...parts) => logger.warn(text(parts)),
    error: (...parts) => logger.error(text(parts)),
    // Our own logger has its own level.
    setLevel: () => {},
    getLevel: () => LogLevel.DEBUG,
    setName: () => {},
  };
}

/** Counts, times and traces the calls to Slack. */
export interface CallWatch {
  /** A method of the Web API. */
  call<T>(method: string, work: () => Promise<T>): Promise<T>;
  /** The same for replies by `response_url`. */
  replies(fetch: FetchFunction): FetchFunction;
}

/** Each has its own label in the metrics; all others share one. */
const METHODS: ReadonlySet<string> = new Set(Object.keys(surface.methods));

export function createCallWatch({
  metrics,
  tracer,
}: {
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}): CallWatch {
  const follow = <T>(
    method: string,
    work: () => Promise<T>,
    outcomeOf: (result: T) => SlackCallDone['outcome'],
  ): Promise<T> =>
    tracer.span(`slack ${method}`, {}, async () => {
      const started = performance.now();
      const end = (outcome: SlackCallDone['outcome']): void => {
        metrics.slackCall({ method, outcome, seconds: (performance.now() - started) / 1_000 });
        tracer.note({ 'guidepost.slack.outcome': outcome });
      };
      try {
        const result = await work();
        end(outcomeOf(result));
        return result;
      } catch (error) {
        const code = slackErrorCode(error);
        end(code === undefined ? 'failed' : code === 'ratelimited' ? 'rate-limited' : 'refused');
        throw error;
      }
    });
  return {
    call: (method, work) => follow(METHODS.has(method) ? method : 'other', work, () => 'ok'),
    replies: (fetch) => (url, init) =>
      follow(
        'response_url',
        () => fetch(url, init),
        ({ ok, status }) => (ok ? 'ok' : status === 429 ? 'rate-limited' : 'refused'),
      ),
  };
}
