import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from '../config/environment.js';
import { readConfig } from '../config.js';
import { explainError } from '../explain-error.js';
import type { Guide } from '../guide/page.js';
import { startWatch, watchFiles } from '../guide/watch-files.js';
import { readGuideInWorker } from '../guide-worker/read-guide.js';
import { createReload, type ReloadOutcome } from '../live-guide.js';
import { readManifest } from '../read-manifest.js';
import { type ServeOptions, whenAborted } from '../serve.js';
import { removeSqlite } from '../storage/sqlite-files.js';
import { createLogger, type Logger } from '../telemetry/logger.js';
import {
  conversationFile,
  guideWarning,
  type LaunchedApp,
  type LaunchedPlayground,
  launchPlayground,
  type SlackAccess,
} from './launch.js';

export interface PlaygroundForAppOptions extends ServeOptions {
  /** The shell command that starts the app. */
  readonly command: string;
  /** Socket Mode instead of HTTP. */
  readonly overSocket: boolean;
  /** Files and folders of the app. A change restarts it. */
  readonly watch: readonly string[];
  /** The guide's folder, if the app is Guidepost and reloads it by itself. */
  readonly reloads: readonly string[];
  /** The app's manifest file. By default Guidepost's own. */
  readonly manifest?: string;
}

/**
 * Runs the playground with an app in a process of its own, which restarts when its files change. The conversation continues.
 * @returns the exit code of the process: 0 after a clean stop, 1 with an explanation if it cannot run
 */
export async function servePlaygroundForApp(options: PlaygroundForAppOptions): Promise<number> {
  const { environment, write, stopRequested, opened, command, overSocket, watch, reloads, manifest } = options;
  const say = (line: string): void => write(`${line}\n`);
  let stopFollowing = (): void => {};
  try {
    const { database, port, logLevel } = readConfig(environment);
    const logger = createLogger({ level: logLevel, json: false, write: say });
    let running: LaunchedPlayground | undefined;
    // Answers that people are looking at show the change at once.
    const onChanged = (): void => void running?.slack.refreshAnswers();
    const playground = await launchPlayground({
      file: conversationFile(database.url),
      manifest: await readManifest(manifest),
      port,
      waitsForApp: true,
      logger,
      runApp: (access) =>
        runAppProcess(
          {
            command,
            overSocket,
            watch,
            reloads,
            environment: withoutPort(environment),
            databaseUrl: database.url,
            logger,
            onChanged,
          },
          access,
        ),
    });
    running = playground;
    stopFollowing = await followGuide(reloads, (outcome) => playground.warn(guideWarning(outcome)));
    say(`Playground: ${playground.url} with ${command}. Stop it with Ctrl+C.`);
    opened?.(playground.url);
    await whenAborted(stopRequested);
    await playground.stop();
    return 0;
  } catch (error) {
    say(explainError(error));
    return 1;
  } finally {
    stopFollowing();
  }
}

/**
 * Reads the guide of an app in another process, now and after each change, as the app does, to say what is wrong with it.
 * @returns a function that stops
 */
async function followGuide(folders: readonly string[], report: (outcome: ReloadOutcome) => void): Promise<() => void> {
  const [folder] = folders;
  if (folder === undefined) return () => {};
  const watch = startWatch([folder]);
  let current: Pick<Guide, 'revision' | 'pages' | 'leftOut'> = { revision: '', pages: [], leftOut: [] };
  const reload = createReload({
    load: () => readGuideInWorker({ folder }),
    current: () => current,
    replace: ({ guide }) => {
      current = guide;
    },
    folder,
    // The app says it in its own log.
    logger: createLogger({ level: 'error', json: false, write() {} }),
    onReloaded: report,
  });
  watch.listen(() => void reload());
  await reload();
  return () => watch.stop();
}

/** PORT is the page's port, not the app's. */
function withoutPort({ PORT: _port, ...environment }: Environment): Environment {
  return environment;
}

export interface AppProcessOptions {
  /** The shell command that starts the app, such as `node dist/main.js`. */
  readonly command: string;
  /** Files and folders of the app. A change restarts it. */
  readonly watch: readonly string[];
  /** Folders of a guide that the app reloads by itself. */
  readonly reloads?: readonly string[];
  /** Socket Mode instead of HTTP: the app gets an app-level token instead of the signing secret. */
  readonly overSocket?: boolean;
  /** The app's own settings. The settings to reach the simulated Slack are added. */
  readonly environment: Environment;
  /** The app's DATABASE_URL. It belongs to the playground: starting over deletes it. */
  readonly databaseUrl: string;
  readonly logger: Logger;
  /** How long the app may take to start or to reload its guide before a warning. Default 15,000. */
  readonly startTimeoutMs?: number;
  /** Called when the app is ready again after a change, or has reloaded its guide. */
  readonly onChanged?: () => void;
}

const stopTimeoutMs = 3_000;

/** Runs an app in a process of its own, and restarts it when its files change. */
export async function runAppProcess(options: AppProcessOptions, access: SlackAccess): Promise<LaunchedApp> {
  const { command, overSocket = false, environment, databaseUrl, logger, onChanged, startTimeoutMs = 15_000 } = options;
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
  /** @returns whether the app is ready */
  const start = async (): Promise<boolean> => {
    // `exec` replaces the shell by the app, so that signals reach the app itself.
    const line = process.platform === 'win32' ? command : `exec ${command}`;
    const started = spawn(line, { shell: true, env: settings, stdio: ['ignore', 'inherit', 'inherit'] });
    child = started;
    const latest = performance.now() + startTimeoutMs;
    while (started.exitCode === null && child === started) {
      if (await isReady()) return true;
      if (performance.now() > latest) {
        logger.warn(
          overSocket
            ? `The app opened no Socket Mode connection. Does it use SLACK_APP_TOKEN? Command: ${command}`
            : `The app is not listening on port ${port}. Does it use PORT? Command: ${command}`,
        );
        return false;
      }
      await wait(25);
    }
    if (child === started) logger.error(`The app exited at start: ${command}. It restarts when a file changes.`);
    return false;
  };
  const stop = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    const deadline = setTimeout(() => running.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(deadline);
    // The connection closes a moment after the process, and must not be mistaken for the next process's connection.
    while (overSocket && access.isConnected()) await wait(5);
  };
  // One at a time: two apps cannot share a port.
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
    next(restart).catch((error: unknown) => logger.error('The app could not be restarted', { error }));
  });
  const { reloads = [] } = options;
  let revision: string | undefined;
  /** The revision of the guide is the only sign that the app has reloaded it. An app that found no page to start with tries again. */
  const untilReloaded = async (): Promise<void> => {
    if (child !== undefined && child.exitCode !== null) {
      await next(restart);
      revision = await guideRevisionAt(port);
      return;
    }
    for (const latest = performance.now() + startTimeoutMs; performance.now() < latest; await wait(40)) {
      const now = await guideRevisionAt(port);
      if (now === undefined || now === revision) continue;
      revision = now;
      return onChanged?.();
    }
  };
  // Before the app reads its guide, so that no edit is missed.
  const watch = startWatch(reloads);
  await next(start);
  // Other apps get no requests that Slack would not send.
  if (reloads.length > 0) revision = await guideRevisionAt(port);
  watch.listen(() => void untilReloaded());
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
      watch.stop();
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

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}

/** The revision of the guide that the Guidepost at this port answers from, if it says so. */
async function guideRevisionAt(port: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(1_000) });
    const { guide } = (await response.json()) as { guide?: { revision?: string } };
    return guide?.revision;
  } catch {
    return undefined;
  }
}
