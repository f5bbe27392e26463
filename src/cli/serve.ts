import type { Command, Option } from './command.js';
import { runServer } from './run-server.js';
import { UsageError } from './usage-error.js';

export const portOption: Option = { value: 'NUMBER', description: 'where to listen, instead of PORT or 3000' };

export const serveSlack: Command = {
  name: 'serve',
  summary: 'answer in Slack, until stopped',
  details: [
    'Reads its settings from the environment and from a file .env; the README lists them.',
    'Where nothing of Slack is set it opens the playground instead.',
  ].join('\n'),
  options: {
    guide: { value: 'DIR', description: 'the folder of the guide, instead of GUIDE_DIR' },
    port: portOption,
  },
  run: async ({ operands, value }, io) => {
    if (operands.length > 0) throw new UsageError(`serve takes options only, not ${operands[0]}`);
    return await runServer(io, { GUIDE_DIR: value('guide'), PORT: value('port') });
  },
};
