import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';

/** The code with which Slack refused a call; nothing where it is not certain that the call was refused. */
export function slackErrorCode(error: unknown): string | undefined {
  if (error instanceof WebAPIPlatformError) return error.data.error;
  return error instanceof WebAPIRateLimitedError ? 'ratelimited' : undefined;
}

/** Refusals of the token itself, rather than of what was asked. */
const REFUSALS = new Set(['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked']);

/** Whether Slack refused a call because of its token. */
export function isTokenRefusal(error: unknown): boolean {
  return REFUSALS.has(slackErrorCode(error) ?? '');
}

/** Whether Slack refuses the token that the client has. Not while Slack cannot be asked. */
export function isTokenRefused(client: WebClient): Promise<boolean> {
  return client.auth.test().then(
    () => false,
    (error: unknown) => isTokenRefusal(error),
  );
}
