import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppManifest } from '@guidepost/slack-simulator';
import { type AppRequest, type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import Database from 'libsql';
import type { LogLevel } from '../../src/config.js';
import type { Guide } from '../../src/guide/page.js';
import { withFeatures } from '../../src/playground/in-process.js';
import { readManifest } from '../../src/read-manifest.js';
import { indexGuide } from '../../src/search/build-index.js';
import type { Feature } from '../../src/slack/surface.js';
import { type AppOptions, type RunningApp, startApp } from '../../src/start-app.js';
import { openStorage } from '../../src/storage/open.js';
import { createLogger } from '../../src/telemetry/logger.js';

type DatabaseHandle = InstanceType<typeof Database>;

export interface TestWorkspace {
  readonly slack: SimulatedSlack;
  readonly signingSecret: string;
  readonly eventsUrl: () => string;
  /** Another path of the app, such as `/healthz`. */
  readonly url: (path: string) => string;
  readonly databaseUrl: string;
  /** The lines that the app has logged, each a JSON object. */
  readonly log: string[];
  /** Restarts the app over the same database, with another guide if one is given. */
  restartApp(guide?: Guide): Promise<void>;
  /** Replaces the guide while the app runs. */
  replaceGuide(guide: Guide): void;
  /** Changes the app's database file directly, over a separate connection. */
  withDatabase<T>(work: (database: DatabaseHandle) => T): T;
  /** The same for a statement that has to wait for a transaction of the app, which goes on only while this waits. */
  changeDatabase(statement: string): Promise<void>;
  /** Sends an earlier request again, with the same body and signature. */
  repeat(request: AppRequest): Promise<number>;
  stopApp(): Promise<void>;
  stop(): Promise<void>;
}

/** The whole app, connected to a simulated Slack: signed HTTP requests in, replies and calls to the Web API out. */
export async function startWorkspace(
  guide: Guide,
  {
    guideUrl,
    features = [],
    signingSecret = randomBytes(16).toString('hex'),
    over = 'http',
    repliesTo,
    logLevel = 'info',
    manifest,
    databaseUrl,
    migrateOnStart = true,
    ...watched
  }: {
    guideUrl?: string;
    /** What is switched on, in the manifest too. */
    features?: readonly Feature[];
    signingSecret?: string;
    over?: 'http' | 'socket';
    /** Where every `response_url` points. Default: the simulated Slack. */
    repliesTo?: string;
    logLevel?: LogLevel;
    /** Default: the guide that ships. */
    manifest?: AppManifest;
    /** Default: a new SQLite file. */
    databaseUrl?: string;
    migrateOnStart?: boolean;
  } & Pick<
    AppOptions,
    'clock' | 'metricsToken' | 'tracer' | 'mcp' | 'askLog' | 'retentionDays' | 'scrub' | 'guideAuthors'
  > = {},
): Promise<TestWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'guidepost-test-'));
  const botToken = 'xoxb-test';
  const appToken = 'xapp-test';
  const slack = await startSimulatedSlack({
    signingSecret,
    botToken,
    ...(over === 'socket' && { appToken }),
    ...(repliesTo && { publicUrl: repliesTo }),
    // Slack waits 3 s. A slow machine must not fail a test.
    deadlineMs: 60_000,
    // As strict as a workspace where the app was installed from its manifest.
    manifest: withFeatures(manifest ?? (await readManifest()), { features, guideUrl }),
  });
  const log: string[] = [];
  const url = databaseUrl ?? `sqlite:${join(folder, 'test.db')}`;
  if (databaseUrl === undefined && migrateOnStart) await writeFile(join(folder, 'test.db'), await migratedDatabase());
  const start = async (wanted: Guide): Promise<RunningApp> => {
    const app = await startApp({
      guide: indexGuide(wanted),
      ...watched,
      ...(guideUrl && { guideUrl }),
      features,
      database: { url, migrateOnStart },
      slack: {
        botToken,
        connection: over === 'http' ? { kind: 'http', signingSecret } : { kind: 'socket', appToken },
        apiUrl: slack.apiUrl,
        port: 0,
        host: '127.0.0.1',
      },
      logger: createLogger({ level: logLevel, json: true, write: (line) => log.push(line) }),
      onFatal: (error) => log.push(error.message),
    });
    if (over === 'http') slack.deliverTo(`http://127.0.0.1:${app.port}/slack/events`);
    else await slack.until(() => slack.faults.active.sockets > 0, { what: 'the Socket Mode connection' });
    return app;
  };
  let app: RunningApp | undefined = await start(guide);
  let database: DatabaseHandle | undefined;
  const eventsUrl = (): string => `http://127.0.0.1:${app?.port}/slack/events`;
  const openDatabase = (): DatabaseHandle => {
    // Stays open, because a transaction may begin in one call and end in another.
    database ??= new Database(url.replace(/^sqlite:/, ''));
    return database;
  };
  const stopApp = async (): Promise<void> => {
    await app?.stop();
    app = undefined;
    database?.close();
    database = undefined;
  };
  return {
    slack,
    signingSecret,
    eventsUrl,
    url: (path) => new URL(path, eventsUrl()).href,
    databaseUrl: url,
    log,
    stopApp,
    async repeat({ body, headers }) {
      const { status } = await fetch(eventsUrl(), { method: 'POST', headers, body });
      return status;
    },
    withDatabase: (work) => work(openDatabase()),
    changeDatabase: (statement) => slack.until(() => isDone(openDatabase(), statement), { what: statement }),
    replaceGuide(next) {
      app?.replaceGuide(indexGuide(next));
    },
    async restartApp(other = guide) {
      await stopApp();
      app = await start(other);
    },
    async stop() {
      await stopApp();
      await slack.stop();
      await rm(folder, { recursive: true });
    },
  };
}

let migrated: Promise<Buffer> | undefined;

/** A database with all tables and nothing in them. It is made once for a file of tests, because that takes as long as the rest of a start. */
function migratedDatabase(): Promise<Buffer> {
  migrated ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guidepost-test-'));
    const file = join(folder, 'migrated.db');
    const storage = await openStorage({ url: `sqlite:${file}`, migrateOnStart: true });
    await storage.close();
    const database = new Database(file);
    // Moves everything into the one file that is copied.
    database.pragma('wal_checkpoint(truncate)');
    database.close();
    const bytes = await readFile(file);
    await rm(folder, { recursive: true });
    return bytes;
  })();
  return migrated;
}

function isDone(database: DatabaseHandle, statement: string): boolean {
  try {
    database.exec(statement);
    return true;
  } catch (error) {
    if (String(error).includes('database is locked')) return false;
    throw error;
  }
}
