import type { Command } from './command.js';
import { guideOption } from './open-guide.js';
import { runServer } from './run-server.js';
import { portOption } from './serve.js';
import { UsageError } from './usage-error.js';

const SLACK = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'];

export const playground: Command = {
  name: 'playground',
  summary: 'try Guidepost in the browser, without Slack',
  details: 'Opens a team chat on this machine that drives the very same app; it keeps a database of its own.',
  options: { guide: guideOption, port: portOption },
  run: async ({ operands, value }, io) => {
    if (operands.length > 0) throw new UsageError(`playground takes options only, not ${operands[0]}`);
    const withoutSlack = Object.fromEntries([...SLACK, 'NODE_ENV'].map((name) => [name, '']));
    return await runServer(io, { ...withoutSlack, GUIDE_DIR: value('guide'), PORT: value('port') });
  },
};
