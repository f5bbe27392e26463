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
import { refreshAnswers } from './users/commands.js';
import { LiveWorkspace } from './users/live-workspace.js';
import { LiveMessage } from './users/messages.js';
import type { Simulation } from './users/payloads.js';
import type { Outcome, Workspace } from './users/workspace.js';
import { apiMethods, createSlackServer, RateLimiter } from './web-api/server.js';
import { initialState, type JsonObject, type WorkspaceState } from './workspace/state.js';
import { WorkspaceStore } from './workspace/store.js';

export interface SimulatedSlackOptions {
  signingSecret: string;
  botToken: string;
  /** The address for signed requests: the app's `/slack/events`. `deliverTo` sets it later. */
  eventsUrl?: string;
  /** 0 (the default) takes any free port. */
  port?: number;
  /** The address for browsers and containers, used for `response_url` and links. Default `http://127.0.0.1:PORT`. */
  publicUrl?: string;
  /** Milliseconds since 1970, for timestamps, signatures and expiry. Deadlines use real time. */
  clock?: () => number;
  /** How long the app has to acknowledge. Default 3,000, as in Slack. */
  deadlineMs?: number;
  /**
   * If nothing is listening at the app's address, keep trying until the deadline. For an app that restarts during development.
   * By default a request fails at once with `dispatch_failed`, as in Slack.
   */
  waitsForApp?: boolean;
  /** The app's name. Its direct messages are `@` and this name in lower case. Default `Guidepost`. */
  appName?: string;
  /** What the app declares. Its scopes are granted, and nothing undeclared is sent. */
  manifest?: AppManifest;
  /** An app-level token for Socket Mode. While a connection is open, everything is sent over it. */
  appToken?: string;
  /** Called by `startOver`, for example to delete the app's own data. */
  onStartOver?: () => Promise<void>;
  /** Bot scopes to grant. Default: those of the manifest, or `commands` and `chat:write`. */
  scopes?: string[];
  /** Milliseconds before each retry of an event. Slack waits 0, 1 and 5 minutes. */
  eventRetryMs?: number[];
  /** Continue from an earlier `workspace.snapshot()`. */
  state?: WorkspaceState;
}

export interface SimulatedSlack {
  /** `http://127.0.0.1:PORT/api/`: the app's SLACK_API_URL. */
  readonly apiUrl: string;
  readonly url: string;
  readonly workspace: Workspace;
  readonly faults: FaultInjection;
  /** Every request between Slack and the app, in the order in which they started. */
  readonly journal: readonly JournalEntry[];
  /** Only the Web API calls. */
  readonly calls: readonly ApiCall[];
  /** Only the app's posts to response_urls. */
  readonly responses: readonly ResponseCall[];
  /** Only the requests to the app. */
  readonly requests: readonly AppRequest[];
  /** Sets the address for HTTP requests; undefined for none. */
  deliverTo(url: string | undefined): void;
  /** Sends an Events API event (`{ type: 'app_mention', … }`), with up to three retries if it is not acknowledged. */
  event(event: JsonObject): Promise<Outcome>;
  /** Resolves when no request has been open, in either direction, for `quietMs` (default 20). */
  settled(options?: { quietMs?: number; withinMs?: number }): Promise<void>;
  /** Resolves when the condition is true. @throws Error after `withinMs` (default 30,000) */
  until(condition: () => boolean, options?: { withinMs?: number; what?: string }): Promise<void>;
  /** Repeats the commands whose private answers people are looking at, and updates the answers. @returns how many changed */
  refreshAnswers(): Promise<number>;
  clearJournal(): void;
  /** Back to the initial state, with an empty journal and without the app's data. */
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
  // The scopes come from the current options, whatever a restored state says.
  store.manifest = options.manifest;
  store.state.app.scopes = [...scopes];
  const journal = new Journal({ clock, changed: (id) => store.notify({ kind: 'call', id }) });
  const { waitsForApp = false } = options;
  const changed = () => store.notify({ kind: 'faults' });
  const sockets = new SocketHub({ appId: store.state.app.id, deadlineMs, waitsForApp, journal, changed });
  const faults = new FaultInjector({ sockets, clock: store, changed });
  const eventsUrl = options.eventsUrl === undefined ? {} : { url: options.eventsUrl };
  const http = new HttpAppConnection({
    ...eventsUrl,
    secret: signingSecret,
    deadlineMs,
    waitsForApp,
    clock: () => store.statedNow(),
    journal,
  });
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
  const simulation: Simulation = {
    store,
    connection,
    url: publicUrl,
    verificationToken,
    sendEvent,
    offered: new Map(),
    answersTo: (interaction, person) =>
      store.state.messages
        .filter(({ answers }) => answers === interaction)
        .map(({ channel, ts }) => new LiveMessage(simulation, person, { channel, ts })),
  };
  const workspace = new LiveWorkspace(simulation);

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
    event: (event) => sendEvent(event),
    settled: (how) => untilQuiet(journal, how),
    until: untilTrue,
    refreshAnswers: () => refreshAnswers(simulation),
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
