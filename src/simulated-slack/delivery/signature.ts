import { createHmac } from 'node:crypto';

/** Slack's request signature, version 0: docs.slack.dev/authentication/verifying-requests-from-slack. */
export function signature({ secret, timestamp, body }: { secret: string; timestamp: string; body: string }): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}
