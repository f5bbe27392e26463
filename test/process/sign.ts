import { createHmac } from 'node:crypto';

/** A slash command as Slack signs it. */
export const signedCommand = (
  secret: string,
  text: string,
  at = Date.now(),
): { body: string; headers: Record<string, string> } => {
  const body = new URLSearchParams({
    command: '/guide',
    text,
    team_id: 'T1',
    channel_id: 'C1',
    user_id: 'U1',
    response_url: '',
    trigger_id: '1.1',
  }).toString();
  const timestamp = `${Math.floor(at / 1_000)}`;
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  };
};
