import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { SLACK_VARIABLES } from '../../config/slack-mode.js';
import { type Arguments, type Command, type Io, UsageError } from '../args.js';
import { guideOperand, guideOption } from '../open-guide.js';
import { guideVariables, portOption, runServer } from './serve.js';

export const playground: Command = {
  name: 'playground',
  operands: '[DIR]',
  summary: 'try Guidepost in the browser, without Slack',
  details: [
    'Opens a chat page on this machine with a simulated Slack, connected to the same app. Conversations are saved in data/,',
    'apart from the app’s own data; “Start over” in the page clears them. It does not run in production or with real tokens.',
    'It answers from the guide in DIR, in GUIDE_DIR, in the folder content, or from the one that comes with Guidepost, and follows',
    'your edits; GUIDE_WATCH=false turns that off.',
    '',
    'With --app it runs any other Slack app: the command gets SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and PORT,',
    'and must accept requests there at /slack/events. With --socket it gets SLACK_APP_TOKEN instead of the secret, and must',
    'open a Socket Mode connection.',
  ].join('\n'),
  options: {
    guide: guideOption,
    port: portOption,
    open: { description: 'open the page in the browser' },
    app: { value: 'COMMAND', description: 'run this app instead, in its own process' },
    watch: { value: 'PATHS', description: 'the app’s files and folders, separated by commas; a change restarts it' },
    socket: { description: 'use Socket Mode instead of HTTP' },
    manifest: { value: 'FILE', description: 'the app’s manifest (YAML or JSON) instead of Guidepost’s' },
  },
  run: async (args, io) => {
    const { value, has } = args;
    const folder = guideOperand('playground', args);
    refuseTokens(io);
    const settings = { GUIDE_DIR: folder, PORT: value('port') };
    const opened = has('open') ? { opened: openBrowser } : {};
    const command = value('app');
    if (command !== undefined) return await runForApp(command, args, io);
    for (const name of ['watch', 'socket', 'manifest']) if (has(name)) throw new UsageError(`--${name} needs --app`);
    return await runServer(io, settings, opened);
  },
};

function refuseTokens({ env }: Io): void {
  const real = SLACK_VARIABLES.filter((name) => env[name]?.trim());
  if (real.length === 0) return;
  throw new UsageError(
    `${real.join(' and ')} ${real.length === 1 ? 'is' : 'are'} set: the playground does not run with the tokens of a real workspace. Leave them out, as in: ${real.map((name) => `${name}=`).join(' ')} guidepost playground`,
  );
}

async function runForApp(command: string, args: Arguments, io: Io): Promise<number> {
  const { value, has } = args;
  const { servePlaygroundForApp } = await import('../../playground/app-process.js');
  const inHere = (path: string): string => resolve(io.cwd, path);
  const guide = guideVariables(guideOperand('playground', args), io);
  const manifest = value('manifest');
  return await servePlaygroundForApp({
    command,
    overSocket: has('socket'),
    watch: (value('watch') ?? '').split(',').filter(Boolean).map(inHere),
    // With GUIDE_WATCH, Guidepost reloads the guide by itself.
    reloads: io.env.GUIDE_WATCH === 'true' && guide.GUIDE_DIR !== undefined ? [guide.GUIDE_DIR] : [],
    ...(manifest !== undefined && { manifest: inHere(manifest) }),
    environment: {
      ...io.env,
      ...guide,
      ...(has('port') && { PORT: value('port') }),
    },
    write: io.out,
    stopRequested: io.stopRequested(),
    ...(has('open') && { opened: openBrowser }),
  });
}

const PROGRAMS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser. Without a browser nothing happens: the address was printed too. */
export function openBrowser(url: string): void {
  const [program, ...args] = PROGRAMS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}
