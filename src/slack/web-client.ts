import type { Logger as SlackLogger } from '@slack/bolt';
import { type FetchFunction, type WebAPICallResult, WebClient } from '@slack/web-api';
import type { CallWatch } from './create-call-watch.js';

/** A call that takes longer has failed for whoever waits; the defaults are no limit and ten retries over half an hour. */
const TIMEOUT_MS = 5_000;

export interface WebClientSettings {
  readonly token?: string;
  readonly apiUrl?: string | undefined;
  readonly logger: SlackLogger;
  readonly calls?: CallWatch;
}

/**
 * Slack's Web API with our own patience: nothing is repeated behind our back, because a posting whose reply was lost would
 * stand twice, and a rate limit stops the call that met it alone.
 */
export const createWebClient = ({ token, apiUrl, logger, calls }: WebClientSettings): WebClient =>
  new WatchedClient(calls, token, {
    ...(apiUrl && { slackApiUrl: apiUrl }),
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger,
  });

/** Every method of the client comes through `apiCall`. */
class WatchedClient extends WebClient {
  constructor(
    private readonly watch: CallWatch | undefined,
    ...settings: ConstructorParameters<typeof WebClient>
  ) {
    super(...settings);
  }

  override apiCall(...call: Parameters<WebClient['apiCall']>): Promise<WebAPICallResult> {
    const work = (): Promise<WebAPICallResult> => super.apiCall(...call);
    return this.watch === undefined ? work() : this.watch.call(call[0], work);
  }
}

/** `fetch` with a limit, for replies by `response_url`. */
export const fetchInTime: FetchFunction = (url, init) =>
  fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
