import { randomBytes } from 'node:crypto';
import { startPlayground } from '../playground/server.js';
import {
  openWorkspaceFile,
  type SimulatedSlack,
  type SimulatedSlackOptions,
  startSimulatedSlack,
} from '../simulated-slack/index.js';
import type { AppManifest } from '../simulated-slack/manifest.js';
import type { Logger } from '../telemetry/logger.js';
import type { SlackAccess, WorkspaceApp } from './workspace-app.js';

export interface WorkspaceOptions {
  /** Where the conversation is kept: a JSON file of the playground's own. */
  readonly file: string;
  readonly manifest: AppManifest;
  /** Of the page; 0 takes any free port. */
  readonly port: number;
  /** Starts the app, told how to reach the workspace. */
  readonly runApp: (access: SlackAccess) => Promise<WorkspaceApp>;
  /** Waits for an app that is being restarted, instead of saying at once that it failed. */
  readonly waitsForApp?: boolean;
  readonly logger: Logger;
}

export interface RunningWorkspace {
  readonly slack: SimulatedSlack;
  /** The page. */
  readonly url: string;
  readonly app: WorkspaceApp;
  readonly access: SlackAccess;
  stop(): Promise<void>;
}

/** A simulated Slack with an app in it and a page to use both, going on where it was left. */
export async function startWorkspace(options: WorkspaceOptions): Promise<RunningWorkspace> {
  const { file, manifest, port, runApp, waitsForApp = false, logger } = options;
  const kept = await openWorkspaceFile(file);
  if (kept.setAside) {
    logger.warn(
      `The playground's conversation could not be read; it starts anew. The old file is now ${kept.setAside}`,
    );
  }
  const { earlier } = kept;
  const tokens = {
    botToken: earlier?.botToken ?? `xoxb-playground-${randomBytes(8).toString('hex')}`,
    signingSecret: earlier?.signingSecret ?? randomBytes(16).toString('hex'),
    appToken: earlier?.appToken ?? `xapp-playground-${randomBytes(8).toString('hex')}`,
  };
  let app: WorkspaceApp | undefined;
  const slack = await startOnSamePort(earlier?.apiPort, {
    ...tokens,
    manifest,
    waitsForApp,
    ...(earlier && { state: earlier.state }),
    onStartOver: async () => app?.startOver(),
  });
  const stops = [() => slack.stop()];
  const stop = async (): Promise<void> => {
    // In the order of the stream: nobody asks any more, then the app ends, then what it said last is kept, then its Slack ends.
    for (const each of stops.reverse()) await each();
  };
  try {
    const apiPort = Number(new URL(slack.url).port);
    const present = () => ({ ...tokens, apiPort, state: slack.workspace.snapshot() });
    stops.push(kept.follow({ subscribe: (listener) => slack.workspace.subscribe(listener), present }));
    const access = { ...tokens, apiUrl: slack.apiUrl, isConnected: () => slack.faults.active.sockets > 0 };
    const running = await runApp(access);
    app = running;
    stops.push(() => running.stop());
    slack.deliverTo(running.eventsUrl);
    const page = await startPlayground({ slack, port, logger });
    stops.push(() => page.stop());
    return { slack, url: page.url, app, access, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The app and old response_urls know the port; where another program has it by now, any other must do. */
async function startOnSamePort(port: number | undefined, options: SimulatedSlackOptions): Promise<SimulatedSlack> {
  try {
    return await startSimulatedSlack({ ...options, port: port ?? 0 });
  } catch (error) {
    if (port === undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return await startSimulatedSlack(options);
  }
}
