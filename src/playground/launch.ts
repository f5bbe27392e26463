import { randomBytes } from 'node:crypto';
import { startPlayground, type Warning } from '@guidepost/slack-playground';
import {
  type AppManifest,
  openWorkspaceFile,
  type SimulatedSlack,
  type SimulatedSlackOptions,
  startSimulatedSlack,
} from '@guidepost/slack-simulator';
import { formatProblem } from '../guide/problem.js';
import type { ReloadOutcome } from '../live-guide.js';
import { CannotOpenDatabase, parseDatabaseUrl } from '../storage/database.js';
import type { Logger } from '../telemetry/logger.js';

export interface LaunchOptions {
  /** The JSON file that keeps the conversation between starts. */
  readonly file: string;
  readonly manifest: AppManifest;
  /** Port of the page; 0 takes any free port. */
  readonly port: number;
  /** Lines to try in an empty channel. */
  readonly suggestions?: readonly string[];
  /** Starts the app and tells it how to reach the simulated Slack. */
  readonly runApp: (access: SlackAccess) => Promise<LaunchedApp>;
  /** Wait for an app that is restarting, instead of reporting a failure at once. */
  readonly waitsForApp?: boolean;
  readonly logger: Logger;
}

/** The app in the playground, in this process or in its own. */
export interface LaunchedApp {
  /** Where the app receives Slack's requests. It does not change. Undefined over Socket Mode. */
  readonly eventsUrl: string | undefined;
  /** Deletes everything the app has stored. */
  startOver(): Promise<void>;
  stop(): Promise<void>;
}

/** What an app needs to talk to the simulated Slack. */
export interface SlackAccess {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  /** For Socket Mode. */
  readonly appToken: string;
  /** Whether a Socket Mode connection is open. */
  readonly isConnected: () => boolean;
}

export interface LaunchedPlayground {
  readonly slack: SimulatedSlack;
  /** The address of the page. */
  readonly url: string;
  readonly app: LaunchedApp;
  readonly access: SlackAccess;
  /** Shows in the page what is wrong with the app's files; `null` takes it back. */
  warn(warning: Warning | null): void;
  stop(): Promise<void>;
}

/** Starts a simulated Slack, an app in it, and the page to use both. The conversation continues where it ended last time. */
export async function launchPlayground(options: LaunchOptions): Promise<LaunchedPlayground> {
  const { file, manifest, port, suggestions, runApp, waitsForApp = false, logger } = options;
  const workspaceFile = await openWorkspaceFile(file);
  if (workspaceFile.unreadable) {
    logger.warn(
      `The playground's conversation could not be read, so it starts empty. The old file is now ${workspaceFile.unreadable}`,
    );
  }
  const { saved } = workspaceFile;
  const tokens = {
    botToken: saved?.botToken ?? `xoxb-playground-${randomBytes(8).toString('hex')}`,
    signingSecret: saved?.signingSecret ?? randomBytes(16).toString('hex'),
    appToken: saved?.appToken ?? `xapp-playground-${randomBytes(8).toString('hex')}`,
  };
  let app: LaunchedApp | undefined;
  const slack = await startOnSamePort(saved?.apiPort, {
    ...tokens,
    manifest,
    waitsForApp,
    ...(saved && { state: saved.state }),
    onStartOver: async () => app?.startOver(),
  });
  const stops = [() => slack.stop()];
  const stop = async (): Promise<void> => {
    // The page first, then the app, then save what it said last, then Slack.
    for (const each of stops.reverse()) await each();
  };
  try {
    const apiPort = Number(new URL(slack.url).port);
    const current = () => ({ ...tokens, apiPort, state: slack.workspace.snapshot() });
    stops.push(workspaceFile.saveChanges({ subscribe: (listener) => slack.workspace.subscribe(listener), current }));
    const access = { ...tokens, apiUrl: slack.apiUrl, isConnected: () => slack.faults.active.sockets > 0 };
    const running = await runApp(access);
    app = running;
    stops.push(() => running.stop());
    slack.deliverTo(running.eventsUrl);
    const page = await startPlayground({ slack, port, ...(suggestions && { suggestions }), logger });
    stops.push(() => page.stop());
    return { slack, url: page.url, app, access, warn: (warning) => page.warn(warning), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The app and earlier response_urls know the port. If another program uses it now, take any other. */
async function startOnSamePort(port: number | undefined, options: SimulatedSlackOptions): Promise<SimulatedSlack> {
  try {
    return await startSimulatedSlack({ ...options, port: port ?? 0 });
  } catch (error) {
    if (port === undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return await startSimulatedSlack(options);
  }
}

/**
 * The file for the conversation, next to the database of the app: `data/playground.db` → `data/playground-workspace.json`.
 * @throws CannotOpenDatabase if the database is not a file
 */
export function conversationFile(databaseUrl: string): string {
  const target = parseDatabaseUrl(databaseUrl);
  if (target.dialect !== 'sqlite') throw new CannotOpenDatabase('The playground only works with an SQLite file.');
  return target.path.replace(/(\.db)?$/, '-workspace.json');
}

/** What the playground's page says about a guide with files that cannot be read; `null` if all can. */
export function guideWarning({ isRefused, errors, failure }: ReloadOutcome): Warning | null {
  if (failure !== undefined) {
    const text = 'The guide cannot be read. Until it can, answers come from the last version that could be.';
    return { text, details: [failure] };
  }
  if (errors.length === 0) return null;
  const [what, until] =
    errors.length === 1
      ? ['A file of the guide cannot be read.', 'Until it is corrected']
      : ['Files of the guide cannot be read.', 'Until they are corrected'];
  const meanwhile = isRefused
    ? 'answers come from the last version that could be'
    : 'answers come from the other pages';
  return { text: `${what} ${until}, ${meanwhile}.`, details: errors.map(formatProblem) };
}
