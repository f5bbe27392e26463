import { createHmac } from 'node:crypto';

export interface SignedRequest {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** A body, signed like Slack does. */
export function signed(
  secret: string,
  body: string,
  { type = 'application/x-www-form-urlencoded', at = Date.now() }: { type?: string; at?: number } = {},
): SignedRequest {
  const timestamp = `${Math.floor(at / 1_000)}`;
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  };
}

/** A slash command, signed like Slack does. */
export function signedCommand(secret: string, text: string, at = Date.now()): SignedRequest {
  const form = {
    command: '/guide',
    text,
    team_id: 'T1',
    channel_id: 'C1',
    user_id: 'U1',
    response_url: '',
    trigger_id: '1.1',
  };
  return signed(secret, new URLSearchParams(form).toString(), { at });
}
