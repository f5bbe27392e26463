import type { Logger as SlackLogger } from '@slack/bolt';
import { type WebAPICallResult, WebClient, type WebClientOptions } from '@slack/web-api';
import type { CallWatch } from './create-call-watch.js';

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
