import { setTimeout as sleep } from 'node:timers/promises';
import type { App, Logger as SlackLogger } from '@slack/bolt';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { isTemporary, slackErrorCode } from '../api/errors.js';
import { flawOf } from './check-payload.js';
import { type HealthState, healthRoutes } from './health.js';
import type { SlackReceiver } from './http-receiver.js';
import {
  createHttpServer,
  limitRefusalLog,
  listen,
  oneAtATime,
  type Route,
  SERVER_LIMITS,
  type Subtree,
  serveRoutes,
} from './http-server.js';
import { type ReceivedEnvelope, SocketConnection, UNREADABLE } from './socket-connection.js';

export interface SocketModeOptions {
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly port: number;
  readonly host?: string;
  readonly health: () => Promise<HealthState>;
  readonly logger: SlackLogger;
  readonly onFatal: (error: Error) => void;
  /** Served in addition to the health checks. */
  readonly routes: readonly (Route | Subtree)[];
}

const RETRY_MS = 5_000;
/** A connection usually lasts for hours. If two in a row end sooner than this, the next one has to wait. */
const SHORT_LIFE_MS = 5_000;
/** Slack closes a connection about 10 s after it said so. If it does not, we do. */
const GRACE_MS = 30_000;

/** Slack refused the app-level token. */
export class AppTokenRefused extends Error {
  override readonly name = 'AppTokenRefused';
  constructor(code: string) {
    super(
      `Slack refuses SLACK_APP_TOKEN (${code}): create one with the scope connections:write on the app's page "Basic Information"`,
    );
  }
}

/** Receives requests over a web socket that we open, so it needs no public address. The health checks are served over HTTP. */
export function createSocketModeReceiver(options: SocketModeOptions): SlackReceiver {
  const { port, host, health, logger, routes } = options;
  const server = createHttpServer(SERVER_LIMITS, oneAtATime(serveRoutes([...healthRoutes(health), ...routes])));
  const stopping = new AbortController();
  const connections = new Set<SocketConnection>();
  const warn = limitRefusalLog((text) => logger.warn(text));
  let app: App | undefined;
  return {
    init(bolt) {
      app = bolt;
    },
    async start() {
      const listening = await listen(server, { port, ...(host && { host }) });
      const onEnvelope = (envelope: ReceivedEnvelope): void => {
        if (app) void receive({ app, logger, warn }, envelope);
      };
      void stayConnected(options, { connections, onEnvelope, signal: stopping.signal });
      return listening;
    },
    async stop() {
      stopping.abort();
      // Nothing waits for the end of a connection: once it is requested, nothing new comes in.
      for (const connection of connections) connection.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Receiving {
  readonly app: App;
  readonly logger: SlackLogger;
  readonly warn: (text: string) => void;
}

/** Hands an envelope to Bolt. Never rejects. */
async function receive(
  { app, logger, warn }: Receiving,
  { type, body, ack, retry_num, retry_reason }: ReceivedEnvelope,
): Promise<void> {
  let isAcknowledged = false;
  const acknowledge = async (response?: unknown): Promise<void> => {
    if (isAcknowledged) return;
    isAcknowledged = true;
    await ack(response);
  };
  try {
    if (type === UNREADABLE) return await acknowledge();
    const flaw = flawOf(body);
    if (flaw !== undefined) {
      warn(`A request over Socket Mode was dropped: ${flaw}`);
      return await acknowledge();
    }
    await app.processEvent({
      body,
      ack: acknowledge,
      ...(retry_num !== undefined && { retryNum: retry_num }),
      ...(retry_reason !== undefined && { retryReason: retry_reason }),
    });
    // Bolt does not know its kind. Slack would deliver it again, or show an error.
    await acknowledge();
  } catch (error) {
    logger.error('A request over Socket Mode could not be handled', error);
  }
}

interface Connecting {
  /** Those that are open. */
  readonly connections: Set<SocketConnection>;
  readonly onEnvelope: (envelope: ReceivedEnvelope) => void;
  readonly signal: AbortSignal;
}

/**
 * Opens a connection, and the next one as soon as Slack announces the end of it: the old one goes on to receive and to acknowledge
 * until it is closed, so no request is lost in between. Tries again while Slack cannot be reached.
 */
async function stayConnected(
  options: SocketModeOptions,
  { connections, onEnvelope, signal }: Connecting,
): Promise<void> {
  const { logger, onFatal } = options;
  const rest = (ms: number): Promise<void> => sleep(ms, undefined, { signal, ref: false }).catch(() => {});
  let previous: SocketConnection | undefined;
  for (let short = 0; !signal.aborted; ) {
    const connection = new SocketConnection(options);
    connection.on('slack_event', onEnvelope);
    connection.once('disconnected', () => connections.delete(connection));
    connections.add(connection);
    try {
      await connection.open();
    } catch (error) {
      connections.delete(connection);
      if (signal.aborted) return;
      const code = slackErrorCode(error);
      if (code !== undefined && !isTemporary(code)) return onFatal(new AppTokenRefused(code));
      const waitMs = error instanceof WebAPIRateLimitedError ? error.retryAfter * 1_000 : RETRY_MS;
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn(`Socket Mode cannot connect; trying again in ${waitMs / 1_000} s: ${reason}`);
      await rest(waitMs);
      continue;
    }
    // A stop while the address was asked for closes nothing.
    if (signal.aborted) return connection.close();
    const openedAt = performance.now();
    if (previous) closeLater(previous);
    previous = connection;
    await connection.endNears;
    short = performance.now() - openedAt < SHORT_LIFE_MS ? short + 1 : 0;
    if (short > 1) await rest(RETRY_MS);
  }
}

function closeLater(connection: SocketConnection): void {
  const timer = setTimeout(() => connection.close(), GRACE_MS).unref();
  connection.once('disconnected', () => clearTimeout(timer));
}
