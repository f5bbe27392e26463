import type { AddressInfo } from 'node:net';
import { HttpAppConnection } from './delivery/app-connection.js';
import { EventSender } from './delivery/event-sender.js';
import { Journal } from './delivery/journal.js';
import { untilQuiet, untilTrue } from './delivery/quiet.js';
import { SocketHub } from './delivery/socket-hub.js';
import { TroubledConnection } from './delivery/troubled-connection.js';
import { WayToApp } from './delivery/way-to-app.js';
import { askAgain } from './people/ask-again.js';
import { LiveWorkspace } from './people/live-workspace.js';
import { LiveMessage } from './people/message-handle.js';
import type { Setting } from './people/setting.js';
import type { SimulatedSlack, SimulatedSlackOptions } from './simulated-slack.js';
import { apiMethods } from './web-api/call-method.js';
import { RateLimiter } from './web-api/rate-limiter.js';
import { createSlackServer } from './web-api/slack-server.js';
import { TroubleMaker } from './web-api/trouble-maker.js';
import { firstState } from './workspace/first-state.js';
import { WorkspaceStore } from './workspace/workspace-store.js';

const verificationToken = 'simulated-verification-token';

/** Starts a stand-in for Slack on 127.0.0.1: one workspace, one installed app. */
export async function startSimulatedSlack(options: SimulatedSlackOptions): Promise<SimulatedSlack> {
  const { signingSecret, botToken, clock = Date.now, deadlineMs = 3000, port = 0, appName = 'Guidepost' } = options;
  const scopes = options.scopes ?? [...(options.manifest?.scopes ?? ['commands', 'chat:write'])];
  const first = () => firstState({ appName, scopes });
  const store = new WorkspaceStore({ first, clock, ...(options.state ? { state: options.state } : {}) });
  // What is granted belongs to the installation of now, whatever a state of before says.
  store.manifest = options.manifest;
  store.state.app.scopes = [...scopes];
  const journal = new Journal({ clock, changed: (id) => store.notify({ kind: 'call', id }) });
  const { waitsForApp = false } = options;
  const changed = () => store.notify({ kind: 'trouble' });
  const sockets = new SocketHub({ appId: store.state.app.id, deadlineMs, waitsForApp, journal, changed });
  const trouble = new TroubleMaker({ sockets, changed });
  const eventsUrl = options.eventsUrl === undefined ? {} : { url: options.eventsUrl };
  const http = new HttpAppConnection({ ...eventsUrl, secret: signingSecret, deadlineMs, waitsForApp, clock, journal });
  const connection = new TroubledConnection(
    new WayToApp(http, sockets, options.appToken !== undefined),
    trouble,
    deadlineMs,
  );
  const retryMs = options.eventRetryMs ?? [0, 60_000, 300_000];
  const events = new EventSender({ store, connection, verificationToken, retryMs });
  const methods = apiMethods(() => sockets.address(new URL(url).host));
  const tokens = { bot: botToken, ...(options.appToken !== undefined && { app: options.appToken }) };
  const server = createSlackServer({ store, journal, trouble, rates: new RateLimiter(), methods, tokens });
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
    trouble,
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
