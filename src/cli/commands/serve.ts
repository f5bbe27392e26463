import { resolve } from 'node:path';
import { type Command, type Io, type Option, UsageError } from '../args.js';
import { guideFolder } from '../open-guide.js';

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

/** Runs the server with some settings of the environment replaced; what is undefined stays as it is. */
export async function runServer(
  io: Io,
  { GUIDE_DIR, ...settings }: Readonly<Record<string, string | undefined>>,
  { opened }: { readonly opened?: (url: string) => void } = {},
): Promise<number> {
  // Loaded here: Slack's library and the databases' are not for a command that asks one question.
  const { serve } = await import('../../serve.js');
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return await serve({
    environment: { ...io.env, ...Object.fromEntries(given), GUIDE_DIR: resolve(io.cwd, guideFolder(GUIDE_DIR, io)) },
    write: io.out,
    ...(io.logDescriptor !== undefined && { logDescriptor: io.logDescriptor }),
    stopRequested: io.stopRequested(),
    ...(opened && { opened }),
  });
}
