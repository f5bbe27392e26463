import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { readManifest } from '../../src/read-manifest.js';
import { serve } from '../../src/serve.js';

/** The app as `guidepost serve` runs it, from its environment, connected to a simulated Slack. */
export interface ServedApp {
  readonly slack: SimulatedSlack;
  /** The environment of another process of the same app. */
  readonly shared: Readonly<Record<string, string>>;
  /** What it has logged. */
  log(): string;
  /** Resolves when it has logged this. */
  says(pattern: RegExp): Promise<void>;
  /** Resolves when it has a guide from a repository, or has said why not: on a busy machine the app starts before that. */
  looked(): Promise<void>;
  /** Another path of the app, such as `/healthz`. */
  url(path: string): string;
  health(): Promise<{ readonly status: string; readonly guide: Readonly<Record<string, unknown>> }>;
  /** Asks a question as Ada. @returns what she reads */
  ask(question: string): Promise<string>;
  /** The direct messages that the app has sent to a person. */
  messagesTo(person: string): string[];
  /** As SIGHUP does. */
  reload(): Promise<void>;
  /** Stops the app, and starts it again over the same database, with changes to its environment. */
  restart(changes?: Readonly<Record<string, string>>): Promise<void>;
  /** @returns the exit code */
  stopApp(): Promise<number>;
  stop(): Promise<void>;
}

/** @param environment in addition to what every app needs. GUIDE_CLONE_DIR is a folder of the test's own. */
export async function startServed(environment: Readonly<Record<string, string>>): Promise<ServedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-served-'));
  const signingSecret = randomBytes(16).toString('hex');
  const slack = await startSimulatedSlack({
    signingSecret,
    botToken: 'xoxb-test',
    deadlineMs: 60_000,
    manifest: await readManifest(),
  });
  let log = '';
  let port = 0;
  let listeners: (() => void)[] = [];
  const until = (pattern: RegExp, from: number): Promise<RegExpExecArray> =>
    new Promise((resolve) => {
      const look = (): void => {
        const match = pattern.exec(log.slice(from));
        if (match === null) return;
        listeners = listeners.filter((each) => each !== look);
        resolve(match);
      };
      listeners.push(look);
      look();
    });
  let stopping = new AbortController();
  let running: Promise<number> = Promise.resolve(0);
  let reload = async (): Promise<void> => {};
  let settings: Record<string, string> = { ...environment };

  const start = async (): Promise<void> => {
    stopping = new AbortController();
    const from = log.length;
    running = serve({
      environment: {
        PATH: process.env.PATH,
        SLACK_BOT_TOKEN: 'xoxb-test',
        SLACK_SIGNING_SECRET: signingSecret,
        SLACK_API_URL: slack.apiUrl,
        DATABASE_URL: `sqlite:${join(folder, 'test.db')}`,
        GUIDE_CLONE_DIR: join(folder, 'guide'),
        RATE_LIMIT_PER_MINUTE: '0',
        PORT: '0',
        HOST: '127.0.0.1',
        LOG_LEVEL: 'debug',
        ...settings,
      },
      write: (text) => {
        log += text;
        for (const look of [...listeners]) look();
      },
      stopRequested: stopping.signal,
      onReloadRequested: (given) => {
        reload = given;
      },
    });
    const listening = until(/listening on port (\d+)/, from);
    const match = await Promise.race([listening, running.then(() => undefined)]);
    if (match === undefined) throw new Error(`The app ended:\n${log.slice(from)}`);
    port = Number(match[1]);
    slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  };
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  const stopApp = (): Promise<number> => {
    stopping.abort();
    return running;
  };
  try {
    await start();
  } catch (error) {
    await slack.stop();
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    slack,
    shared: { DATABASE_URL: `sqlite:${join(folder, 'test.db')}`, SLACK_API_URL: slack.apiUrl },
    log: () => log,
    says: async (pattern) => void (await until(pattern, 0)),
    looked: async () => void (await until(/is in use: \d+ page|is refused|It is tried again/, 0)),
    url,
    health: async () => (await fetch(url('/healthz'))).json() as never,
    ask: async (question) => {
      const card = await slack.workspace.as('ada').in('#deployments').command(`/guide ${question}`);
      return card.plainText();
    },
    messagesTo: (person) =>
      slack.workspace
        .as(person)
        .in('@guidepost')
        .messages()
        .map((message) => message.plainText()),
    reload: () => reload(),
    restart: async (changes = {}) => {
      await stopApp();
      settings = { ...settings, ...changes };
      await start();
    },
    stopApp,
    stop: async () => {
      await stopApp();
      await slack.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
