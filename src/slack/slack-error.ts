import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';

/** The code with which Slack refused a call; nothing where it is not certain that the call was refused. */
export function slackErrorCode(error: unknown): string | undefined {
  if (error instanceof WebAPIPlatformError) return error.data.error;
  return error instanceof WebAPIRateLimitedError ? 'ratelimited' : undefined;
}
