import { resolve } from 'node:path';
import type { Command, Io, Option } from '../args.js';
import { guideFolder, guideOperand, guideOption, withoutRepository } from '../open-guide.js';

export const portOption: Option = { value: 'NUMBER', description: 'the port to listen on, instead of PORT or 3000' };

export const serveSlack: Command = {
  name: 'serve',
  operands: '[DIR]',
  summary: 'run the app for Slack until stopped',
  details: [
    'Answers from the guide in DIR, in GUIDE_DIR, in the folder content, or from the one that comes with Guidepost.',
    'Reads its other settings from the environment and a file .env; the README lists them.',
    'Without any settings for Slack it opens the playground instead.',
  ].join('\n'),
  options: {
    guide: guideOption,
    port: portOption,
  },
  run: async (args, io) => await runServer(io, { GUIDE_DIR: guideOperand('serve', args), PORT: args.value('port') }),
};

/** Which guide the server reads: the given folder, the repository of GUIDE_REPO, or the folder that other commands read. */
export function guideVariables(given: string | undefined, io: Io): Readonly<Record<string, string>> {
  if (given === undefined && io.env.GUIDE_REPO?.trim()) return {};
  return { ...(given !== undefined && withoutRepository), GUIDE_DIR: resolve(io.cwd, guideFolder(given, io)) };
}

/** Runs the server with some variables of the environment replaced, except by undefined values. */
export async function runServer(
  io: Io,
  { GUIDE_DIR, ...settings }: Readonly<Record<string, string | undefined>>,
  { opened }: { readonly opened?: (url: string) => void } = {},
): Promise<number> {
  // Loaded on demand: other commands start faster without Slack's library.
  const { serve } = await import('../../serve.js');
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return await serve({
    environment: { ...io.env, ...Object.fromEntries(given), ...guideVariables(GUIDE_DIR, io) },
    write: io.out,
    ...(io.logOutput && { logOutput: io.logOutput }),
    stopRequested: io.stopRequested(),
    ...(opened && { opened }),
  });
}
