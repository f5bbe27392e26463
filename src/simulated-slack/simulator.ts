import type { AddressInfo } from 'node:net';
import { EventSender, FaultyConnection, WayToApp } from './delivery/deliveries.js';
import { HttpAppConnection } from './delivery/http.js';
import {
  type ApiCall,
  type AppRequest,
  Journal,
  type JournalEntry,
  type ResponseCall,
  untilQuiet,
  untilTrue,
} from './delivery/journal.js';
import { SocketHub } from './delivery/socket-mode.js';
import { type FaultInjection, FaultInjector } from './fault-injection.js';
import type { AppManifest } from './manifest.js';
import { askAgain } from './users/commands.js';
import { LiveWorkspace } from './users/live-workspace.js';
import { LiveMessage } from './users/messages.js';
import type { Setting } from './users/payloads.js';
import type { Outcome, Workspace } from './users/workspace.js';
import { apiMethods, createSlackServer, RateLimiter } from './web-api/server.js';
import { initialState } from './workspace/initial-state.js';
import type { JsonObject, WorkspaceState } from './workspace/state.js';
import { WorkspaceStore } from './workspace/store.js';

export interface SimulatedSlackOptions {
  signingSecret: string;
  botToken: string;
  /** Where signed requests go: the app's `/slack/events`. May be set later by `deliverTo`. */
  eventsUrl?: string;
  /** 0 (the default) takes any free port. */
  port?: number;
  /** Where it can be reached from a browser or container; default `http://127.0.0.1:PORT`. `response_url` and links are built on it. */
  publicUrl?: string;
  /** Milliseconds since 1970: timestamps, signatures and expiry follow it. Deadlines run in real time. */
  clock?: () => number;
  /** How long the app has to acknowledge; Slack's 3,000. */
  deadlineMs?: number;
  /**
   * While nothing listens at the app's address, tries on until the deadline, for an app that is restarted while it is worked on.
   * Slack says `dispatch_failed` at once; that is the default.
   */
  waitsForApp?: boolean;
  /** What the app is called; its direct messages are `@` and this name in lower case. Default `Guidepost`. */
  appName?: string;
  /** What the app declares. With it, nothing undeclared is sent, and its scopes are granted. */
  manifest?: AppManifest;
  /** An app-level token, with which the app may open Socket Mode connections. Where it has one open, everything goes over that. */
  appToken?: string;
  /** Does what belongs to a new beginning outside the workspace, such as removing the app's own data. */
  onStartOver?: () => Promise<void>;
  /** Bot scopes granted; default those of the manifest, or `commands` and `chat:write`. */
  scopes?: string[];
  /** Waits between deliveries of an event that was not acknowledged; Slack's are 0, 1 and 5 minutes. */
  eventRetryMs?: number[];
  /** Go on from an earlier `workspace.snapshot()`. */
  state?: WorkspaceState;
}

export interface SimulatedSlack {
  /** `http://127.0.0.1:PORT/api/`: the app's SLACK_API_URL. */
  readonly apiUrl: string;
  readonly url: string;
  readonly workspace: Workspace;
  readonly faults: FaultInjection;
  /** Everything that went between Slack and the app, in order of its beginning. */
  readonly journal: readonly JournalEntry[];
  /** Web API calls alone. */
  readonly calls: readonly ApiCall[];
  /** The app's posts to response_urls alone. */
  readonly responses: readonly ResponseCall[];
  /** Requests to the app alone. */
  readonly requests: readonly AppRequest[];
  /** Where requests go over HTTP; undefined for nowhere. */
  deliverTo(url: string | undefined): void;
  /** Sends an Events API event (`{ type: 'app_mention', … }`), again up to three times while it is not acknowledged. */
  event(event: JsonObject): Promise<Outcome>;
  /** Resolves when no request has been under way, in either direction, for `quietMs` (default 20). */
  settled(options?: { quietMs?: number; withinMs?: number }): Promise<void>;
  /** Resolves when the condition holds, looking every few milliseconds. @throws Error after `withinMs` (default 5,000) */
  until(condition: () => boolean, options?: { withinMs?: number; what?: string }): Promise<void>;
  /** Asks again what each person sees the private answer of, and shows in its place what the app says now. @returns how many answers are others now */
  askAgain(): Promise<number>;
  clearJournal(): void;
  /** Back to the first state, with an empty journal and without the app's data of before. */
  startOver(): Promise<void>;
  stop(): Promise<void>;
}

const verificationToken = 'simulated-verification-token';

/** Starts a stand-in for Slack on 127.0.0.1: one workspace, one installed app. */
export async function startSimulatedSlack(options: SimulatedSlackOptions): Promise<SimulatedSlack> {
  const { signingSecret, botToken, clock = Date.now, deadlineMs = 3000, port = 0, appName = 'Guidepost' } = options;
  const scopes = options.scopes ?? [...(options.manifest?.scopes ?? ['commands', 'chat:write'])];
  const first = () => initialState({ appName, scopes });
  const store = new WorkspaceStore({ first, clock, ...(options.state ? { state: options.state } : {}) });
  // What is granted belongs to the installation of now, whatever a state of before says.
  store.manifest = options.manifest;
  store.state.app.scopes = [...scopes];
  const journal = new Journal({ clock, changed: (id) => store.notify({ kind: 'call', id }) });
  const { waitsForApp = false } = options;
  const changed = () => store.notify({ kind: 'trouble' });
  const sockets = new SocketHub({ appId: store.state.app.id, deadlineMs, waitsForApp, journal, changed });
  const faults = new FaultInjector({ sockets, changed });
  const eventsUrl = options.eventsUrl === undefined ? {} : { url: options.eventsUrl };
  const http = new HttpAppConnection({ ...eventsUrl, secret: signingSecret, deadlineMs, waitsForApp, clock, journal });
  const connection = new FaultyConnection(
    new WayToApp(http, sockets, options.appToken !== undefined),
    faults,
    deadlineMs,
  );
  const retryMs = options.eventRetryMs ?? [0, 60_000, 300_000];
  const events = new EventSender({ store, connection, verificationToken, retryMs });
  const methods = apiMethods(() => sockets.address(new URL(url).host));
  const tokens = { bot: botToken, ...(options.appToken !== undefined && { app: options.appToken }) };
  const server = createSlackServer({ store, journal, faults, rates: new RateLimiter(), methods, tokens });
  sockets.attach(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publicUrl = (options.publicUrl ?? url).replace(/\/$/, '');
  const sendEvent = events.send.bind(events);
  const setting: Setting = {
    store,
    connection,
    url: publicUrl,
    verificationToken,
    sendEvent,
    offered: new Map(),
    answersTo: (interaction, person) =>
      store.state.messages
        .filter(({ answers }) => answers === interaction)
        .map(({ channel, ts }) => new LiveMessage(setting, person, { channel, ts })),
  };
  const workspace = new LiveWorkspace(setting);

  return {
    apiUrl: `${url}/api/`,
    url,
    workspace,
    faults,
    get journal() {
      return journal.entries;
    },
    get calls() {
      return journal.entries.filter((entry) => entry.kind === 'api');
    },
    get responses() {
      return journal.entries.filter((entry) => entry.kind === 'response_url');
    },
    get requests() {
      return journal.entries.filter((entry) => entry.kind === 'request');
    },
    deliverTo(address) {
      http.url = address;
    },
    event: sendEvent,
    settled: (how) => untilQuiet(journal, how),
    until: untilTrue,
    askAgain: () => askAgain(setting),
    clearJournal() {
      journal.entries = [];
    },
    async startOver() {
      workspace.reset();
      journal.entries = [];
      await options.onStartOver?.();
    },
    async stop() {
      events.stop();
      http.close();
      await sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
