import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from '../config/environment.js';
import { watchFiles } from '../guide/reload/watch-files.js';
import { removeSqlite } from '../storage/sqlite-files.js';
import type { Logger } from '../telemetry/logger.js';
import { guideRevisionAt } from './guide-revision-at.js';
import { isListening } from './is-listening.js';
import type { SlackAccess, WorkspaceApp } from './workspace-app.js';

export interface AppBeside {
  /** As a shell runs it: `node dist/main.js`. */
  readonly command: string;
  /** Files and folders; a change in one of them starts the app again. */
  readonly watch: readonly string[];
  /** Folders of a guide that the app reads again by itself. */
  readonly reads?: readonly string[];
  /** Over Socket Mode instead of HTTP: the app is told an app-level token instead of the signing secret. */
  readonly overSocket?: boolean;
  /** The app's own settings; how to reach the workspace is added. */
  readonly environment: Environment;
  /** The app's DATABASE_URL: the playground's own, removed to start over. */
  readonly databaseUrl: string;
  readonly logger: Logger;
  /** Called whenever the app listens again after a change, or answers from what it has read again. */
  readonly onChanged?: () => void;
}

const patienceMs = 3_000;
const startMs = 15_000;

/** Runs an app in a process of its own before a simulated Slack, and again whenever its files change. */
export async function runAppBeside(options: AppBeside, access: SlackAccess): Promise<WorkspaceApp> {
  const { command, overSocket = false, environment, databaseUrl, logger, onChanged } = options;
  const port = await freePort();
  const settings = {
    ...environment,
    SLACK_API_URL: access.apiUrl,
    SLACK_BOT_TOKEN: access.botToken,
    SLACK_SIGNING_SECRET: overSocket ? '' : access.signingSecret,
    SLACK_APP_TOKEN: overSocket ? access.appToken : '',
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
  let child: ChildProcess | undefined;
  const isReady = async (): Promise<boolean> => (overSocket ? access.isConnected() : isListening(port));
  /** @returns whether it listens */
  const start = async (): Promise<boolean> => {
    // `exec`: the shell becomes the app, so that a signal reaches the app itself.
    const line = process.platform === 'win32' ? command : `exec ${command}`;
    const started = spawn(line, { shell: true, env: settings, stdio: ['ignore', 'inherit', 'inherit'] });
    child = started;
    const latest = performance.now() + startMs;
    while (started.exitCode === null && child === started) {
      if (await isReady()) return true;
      if (performance.now() > latest) {
        logger.warn(
          overSocket
            ? `The app opens no Socket Mode connection with the SLACK_APP_TOKEN that it is told: ${command}`
            : `The app does not listen at the port that it is told by PORT (${port}): ${command}`,
        );
        return false;
      }
      await wait(25);
    }
    if (child === started)
      logger.error(`The app ended at its start: ${command}. It is started again when a file changes.`);
    return false;
  };
  const stop = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    const deadline = setTimeout(() => running.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(deadline);
    // Its connection ends a moment after itself, and must not be taken for that of its successor.
    while (overSocket && access.isConnected()) await wait(5);
  };
  // One after the other, whatever asks for it: two apps on one port would hinder each other.
  let last = Promise.resolve();
  const next = (work: () => Promise<unknown>): Promise<void> => {
    last = last.catch(() => {}).then(async () => void (await work()));
    return last;
  };
  const restart = async (): Promise<void> => {
    await stop();
    if (await start()) onChanged?.();
  };
  const unwatch = watchFiles(options.watch, () => {
    next(restart).catch((error: unknown) => logger.error('The app could not be started again', { error }));
  });
  await next(start);
  const { reads = [] } = options;
  // Another app is asked nothing that Slack would not ask.
  let revision = reads.length > 0 ? await guideRevisionAt(port) : undefined;
  /** Nothing tells when the app has read the guide again but what it answers from. */
  const untilRead = async (): Promise<void> => {
    for (const latest = performance.now() + startMs; performance.now() < latest; await wait(40)) {
      const now = await guideRevisionAt(port);
      if (now === undefined || now === revision) continue;
      revision = now;
      return onChanged?.();
    }
  };
  const unwatchReads = watchFiles(reads, () => void untilRead());
  return {
    eventsUrl: overSocket ? undefined : `http://127.0.0.1:${port}/slack/events`,
    startOver: () =>
      next(async () => {
        await stop();
        await removeSqlite(databaseUrl);
        await start();
      }),
    async stop() {
      unwatch();
      unwatchReads();
      await next(stop);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free on 127.0.0.1');
  return address.port;
}
