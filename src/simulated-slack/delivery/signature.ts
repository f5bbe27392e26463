import { createHmac } from 'node:crypto';

/** Slack's request signature, version 0: docs.slack.dev/authentication/verifying-requests-from-slack. */
export const signature = ({ secret, timestamp, body }: { secret: string; timestamp: string; body: string }): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
