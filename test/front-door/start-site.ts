import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MultiWorkspaceSlack, startMultiWorkspaceSlack } from '@guidepost/slack-simulator';
import Database from 'libsql';
import { readManifest } from '../../src/read-manifest.js';
import { indexGuide } from '../../src/search/build-index.js';
import { type AppOptions, type RunningApp, startApp } from '../../src/start-app.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { guideOf } from '../builders/guide-of.js';

export interface TestSite {
  readonly slack: MultiWorkspaceSlack;
  /** The processes of the app, over one database. Slack sends requests and redirects to the first. */
  readonly apps: readonly RunningApp[];
  readonly log: string[];
  readonly signingSecret: string;
  readonly databaseUrl: string;
  /** The base URL of a process. */
  urlOf(app: RunningApp): string;
  /** A new browser, which keeps cookies and follows no redirects. */
  browser(): Browser;
  /** Installs the app with a new browser, and returns the last page. */
  install(target: string): Promise<SeenPage>;
  withDatabase<T>(work: (database: InstanceType<typeof Database>) => T): T;
  /** Restarts the first process, with other keys if they are given. */
  restart(tokenKeys?: TokenKeys): Promise<void>;
  stop(): Promise<void>;
}

type TokenKeys = readonly [string, ...string[]];

export interface SeenPage {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface Browser {
  open(url: string, cookies?: boolean): Promise<SeenPage>;
  /** Starts an install at this process and presses Allow or Cancel. @returns where Slack sends the browser */
  consent(app: string, decision: { decision: 'allow' | 'cancel'; target?: string }): Promise<string>;
}

const GUIDE = {
  'going-live.md':
    '---\ntitle: Going live\nsummary: What must be true on launch day.\n---\nThe last look.\n\n## Going live checklist\n\n- [ ] Restore a backup\n- [ ] Tell everyone\n',
};

/** The app for many workspaces, connected to a simulated Slack with several of them. */
export async function startSite({
  processes = 1,
  rateLimitPerMinute = 0,
  guideAuthors = [],
  mcp,
}: {
  processes?: number;
  rateLimitPerMinute?: number;
} & Pick<AppOptions, 'guideAuthors' | 'mcp'> = {}): Promise<TestSite> {
  const folder = await mkdtemp(join(tmpdir(), 'guidepost-test-'));
  const databaseUrl = `sqlite:${join(folder, 'test.db')}`;
  const guide = await guideOf(GUIDE);
  const secrets = {
    signingSecret: randomBytes(16).toString('hex'),
    clientId: '111.222',
    clientSecret: randomBytes(16).toString('hex'),
  };
  const stateSecret = randomBytes(16).toString('hex');
  const org = { id: 'E0ACME0001', name: 'Acme Holding' };
  const slack = await startMultiWorkspaceSlack({
    ...secrets,
    manifest: await readManifest(),
    workspaces: [
      { id: 'T0FIRST001', name: 'First & <Sons>' },
      { id: 'T0SECOND02', name: 'Second' },
      { id: 'T0ACMEDEV3', name: 'Acme Dev', org },
      { id: 'T0ACMEOPS4', name: 'Acme Ops', org },
    ],
    eventRetryMs: [50, 200, 500],
  });
  const log: string[] = [];
  const start = (tokenKeys: TokenKeys, port = 0): Promise<RunningApp> =>
    startApp({
      guide: indexGuide(guide),
      database: { url: databaseUrl, migrateOnStart: true },
      slack: {
        connection: { kind: 'oauth', ...secrets, stateSecret, tokenKeys },
        apiUrl: slack.apiUrl,
        port,
        host: '127.0.0.1',
      },
      rateLimitPerMinute,
      guideAuthors,
      ...(mcp && { mcp }),
      logger: createLogger({ level: 'debug', json: true, write: (line) => log.push(line) }),
      onFatal: (error) => log.push(error.message),
    });
  const urlOf = ({ port }: RunningApp): string => `http://127.0.0.1:${port}`;
  const apps: RunningApp[] = [];
  for (let each = 0; each < processes; each += 1) apps.push(await start(['the-first-key-of-the-ring']));
  const first = (): RunningApp => {
    const [app] = apps;
    if (!app) throw new Error('No process runs');
    return app;
  };
  const connect = (): void => {
    slack.deliverTo(`${urlOf(first())}/slack/events`);
    slack.redirectTo(`${urlOf(first())}/slack/oauth_redirect`);
  };
  connect();
  let database: InstanceType<typeof Database> | undefined;

  const browser = (): Browser => {
    const jar = new Map<string, string>();
    const visit = async (url: string, cookies = true): Promise<Response> => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { redirect: 'manual', headers: cookies && cookie ? { cookie } : {} });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/Max-Age=0\b/.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      return response;
    };
    return {
      async open(url, cookies) {
        const response = await visit(url, cookies);
        return { status: response.status, text: await response.text(), headers: response.headers };
      },
      async consent(app, decision) {
        const asked = await visit(`${app}/slack/install`);
        const page = new URL(asked.headers.get('location') ?? '');
        expectSlack(page, slack);
        for (const [name, value] of Object.entries(decision)) page.searchParams.set(name, value);
        const decided = await fetch(page, { redirect: 'manual' });
        const back = decided.headers.get('location');
        if (back === null) throw new Error(`Slack refuses the install: ${await decided.text()}`);
        return back;
      },
    };
  };

  return {
    slack,
    apps,
    log,
    signingSecret: secrets.signingSecret,
    databaseUrl,
    urlOf,
    browser,
    async install(target) {
      const own = browser();
      return own.open(await own.consent(urlOf(first()), { decision: 'allow', target }));
    },
    withDatabase(work) {
      database ??= new Database(join(folder, 'test.db'));
      return work(database);
    },
    async restart(tokenKeys = ['the-first-key-of-the-ring']) {
      await first().stop();
      apps[0] = await start(tokenKeys);
      connect();
    },
    async stop() {
      database?.close();
      await Promise.all(apps.map((app) => app.stop()));
      await slack.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function expectSlack(page: URL, slack: MultiWorkspaceSlack): void {
  if (page.origin !== slack.url || page.pathname !== '/oauth/v2/authorize') {
    throw new Error(`The install goes to ${page.href}, not to Slack`);
  }
}
