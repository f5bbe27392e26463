import type { Logger as SlackLogger } from '@slack/bolt';
import { WebClient } from '@slack/web-api';

/** A call that takes longer has failed for whoever waits; the defaults are no limit and ten retries over half an hour. */
const TIMEOUT_MS = 5_000;

export interface WebClientSettings {
  readonly token?: string;
  readonly apiUrl?: string | undefined;
  readonly logger: SlackLogger;
}

/**
 * Slack's Web API with our own patience: nothing is repeated behind our back, because a posting whose reply was lost would
 * stand twice, and a rate limit stops the call that met it alone.
 */
export const createWebClient = ({ token, apiUrl, logger }: WebClientSettings): WebClient =>
  new WebClient(token, {
    ...(apiUrl && { slackApiUrl: apiUrl }),
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger,
  });
