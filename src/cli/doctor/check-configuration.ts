import { type Check, failed, ok, warning } from './check.js';

export const checkConfiguration: Check = {
  name: 'configuration',
  run: async ({ config: { mode, production }, problems }) => {
    if (problems.length > 0) {
      const [first = ''] = problems;
      return failed(
        problems.length === 1 ? first : `${problems.length} things are wrong:\n${problems.join('\n')}`,
        'Set these variables in the environment, or in a file .env beside the program.',
      );
    }
    if (mode.kind === 'playground') {
      return warning(
        'Nothing of Slack is configured: the playground opens.',
        'To answer in Slack, set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode, or what many workspaces need; the README tells where they stand.',
      );
    }
    return ok(`Complete, ${MODES[mode.kind]}${production ? ', in production' : ''}.`);
  },
};

const MODES = { http: 'for HTTP', socket: 'for Socket Mode', workspaces: 'for many workspaces' } as const;
