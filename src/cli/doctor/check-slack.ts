import { type Check, failed, ok, warning } from './check.js';

export const checkSlack: Check = {
  name: 'slack',
  run: async ({ config, slack }) => {
    const reply = await slack();
    const where = config.slackApiUrl ?? 'https://slack.com/api/';
    if (reply.kind === 'answered') return ok(`${where} answers within ${reply.ms} ms.`);
    // The playground has a Slack of its own; only an install will need the real one.
    const tell = config.mode.kind === 'playground' ? warning : failed;
    return tell(
      `${where} cannot be reached: ${reply.reason}.`,
      'Let this machine reach slack.com on port 443 (network, firewall, DNS), look at SLACK_API_URL where it is set, and at status.slack.com. Questions are answered meanwhile; checklists are redrawn afterwards.',
    );
  },
};
