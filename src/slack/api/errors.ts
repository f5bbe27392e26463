import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';

/** The code with which Slack refused a call; undefined if it is not certain that the call was refused. */
export function slackErrorCode(error: unknown): string | undefined {
  if (error instanceof WebAPIPlatformError) return error.data.error;
  return error instanceof WebAPIRateLimitedError ? 'ratelimited' : undefined;
}

/** Failures on Slack's side: it says that it did nothing, and trying again may work. */
const TEMPORARY: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'org_login_required',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** Whether a refusal passes. Any other, also one that Slack may add, is final: trying the same again would fail for ever. */
export function isTemporary(code: string): boolean {
  return TEMPORARY.has(code);
}

/** The names that Slack has for a dialog that was asked for more than 3 s after the press. */
const EXPIRED_TRIGGERS: ReadonlySet<string> = new Set(['expired_trigger_id', 'trigger_expired']);
const USED_TRIGGERS: ReadonlySet<string> = new Set(['exchanged_trigger_id', 'trigger_exchanged']);

/** Whether a dialog did not open because the press was too long ago. Pressing again helps. */
export function isTriggerExpired(error: unknown): boolean {
  return EXPIRED_TRIGGERS.has(slackErrorCode(error) ?? '');
}

/** Whether the press has opened a dialog already. */
export function isTriggerUsed(error: unknown): boolean {
  return USED_TRIGGERS.has(slackErrorCode(error) ?? '');
}

/** Slack refuses the token itself, not what was asked with it. Trying again does not help. */
export const TOKEN_REFUSALS: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
]);

/** Whether Slack refused a call because of its token. */
export function isTokenRefusal(error: unknown): boolean {
  return TOKEN_REFUSALS.has(slackErrorCode(error) ?? '');
}

/** Whether Slack refuses this client's token. @throws Error while Slack cannot be reached */
export function isTokenRefused(client: WebClient): Promise<boolean> {
  return client.auth.test().then(
    () => false,
    (error: unknown) => {
      if (isTokenRefusal(error)) return true;
      throw error;
    },
  );
}

/**
 * Makes a call, and makes it once more if its reply was lost or Slack failed: for what a person waits for, what nothing else would
 * repair, and what is harmless to repeat. A rate limit lasts longer than that.
 */
export async function onceMore<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = slackErrorCode(error);
    if (code !== undefined && (code === 'ratelimited' || !isTemporary(code))) throw error;
    return await call();
  }
}
