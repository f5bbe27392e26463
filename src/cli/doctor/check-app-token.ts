import { askSlack } from './ask-slack.js';
import { type Check, failed, ok, skipped } from './check.js';

export const checkAppToken: Check = {
  name: 'app token',
  run: async ({ config: { mode, slackApiUrl } }) => {
    if (mode.kind !== 'socket') return skipped('Only Socket Mode needs one.');
    // It asks for an address to connect to; nothing is opened.
    const reply = await askSlack('apps.connections.open', { apiUrl: slackApiUrl, token: mode.appToken });
    if (reply.kind === 'unreachable') return skipped('Not tried: Slack cannot be reached.');
    if (reply.ok) return ok('Slack opens connections for it.');
    return failed(
      `Slack refuses SLACK_APP_TOKEN (${reply.error ?? 'no reason'}).`,
      'Make one with the scope connections:write on the app’s page “Basic Information”, under App-Level Tokens, and see that Socket Mode is on.',
    );
  },
};
