import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { SLACK_VARIABLES } from '../../config/slack-mode.js';
import { type Arguments, type Command, type Io, UsageError } from '../args.js';
import { guideFolder, guideOption } from '../open-guide.js';
import { portOption, runServer } from './serve.js';

export const playground: Command = {
  name: 'playground',
  summary: 'try Guidepost in the browser, without Slack',
  details: [
    'Opens a team chat on this machine that drives the very same app. What is said there is kept in data/, apart from',
    "the app's own records; “Start over” in the page clears it. It runs neither in production nor beside real tokens.",
    '',
    'With --app it drives any other app for Slack: the command is told SLACK_API_URL, SLACK_BOT_TOKEN,',
    'SLACK_SIGNING_SECRET and the PORT to take requests at, under /slack/events. With --socket it is told SLACK_APP_TOKEN',
    'instead of the secret, and opens a Socket Mode connection.',
  ].join('\n'),
  options: {
    guide: guideOption,
    port: portOption,
    open: { description: 'show it in the browser' },
    app: { value: 'COMMAND', description: 'start this app instead, in a process of its own' },
    watch: { value: 'PATHS', description: "the app's files and folders, with commas; a change starts it again" },
    socket: { description: 'speak with it over Socket Mode instead of HTTP' },
    manifest: { value: 'FILE', description: "the app's manifest, YAML or JSON, instead of Guidepost's" },
  },
  run: async ({ operands, value, has }, io) => {
    if (operands.length > 0) throw new UsageError(`playground takes options only, not ${operands[0]}`);
    refuseTokens(io);
    const settings = { GUIDE_DIR: value('guide'), PORT: value('port') };
    const opened = has('open') ? { opened: openBrowser } : {};
    const command = value('app');
    if (command !== undefined) return await runBeside(command, { operands, value, has }, io);
    for (const name of ['watch', 'socket', 'manifest'])
      if (has(name)) throw new UsageError(`--${name} goes with --app`);
    return await runServer(io, settings, opened);
  },
};

function refuseTokens({ env }: Io): void {
  const real = SLACK_VARIABLES.filter((name) => env[name]?.trim());
  if (real.length === 0) return;
  throw new UsageError(
    `${real.join(' and ')} ${real.length === 1 ? 'is' : 'are'} set: the playground does not run beside a real workspace's tokens. Leave them out, as in: ${real.map((name) => `${name}=`).join(' ')} guidepost playground`,
  );
}

async function runBeside(command: string, { value, has }: Arguments, io: Io): Promise<number> {
  const { serveBeside } = await import('../../tryout/serve-beside.js');
  const inHere = (path: string): string => resolve(io.cwd, path);
  const guide = inHere(guideFolder(value('guide'), io));
  const manifest = value('manifest');
  return await serveBeside({
    command,
    overSocket: has('socket'),
    watch: (value('watch') ?? '').split(',').filter(Boolean).map(inHere),
    // Guidepost itself reads it again then.
    reads: io.env.GUIDE_WATCH === 'true' ? [guide] : [],
    ...(manifest !== undefined && { manifest: inHere(manifest) }),
    environment: {
      ...io.env,
      GUIDE_DIR: guide,
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

/** Shows an address in the person's browser. Where there is none, the address that was printed must do. */
export function openBrowser(url: string): void {
  const [program, ...args] = PROGRAMS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}
