import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ReceiverEvent, ReceiverMultipleAckError, type Logger as SlackLogger } from '@slack/bolt';
import type { Edge } from '../app.js';
import type { Take } from '../take-commands.js';
import { type HealthState, healthRoutes } from './health.js';
import {
  createEdgeServer,
  EDGE_LIMITS,
  type EdgeLimits,
  type Handler,
  listen,
  type Route,
  send,
  serveRoutes,
} from './http-server.js';
import { createWork } from './in-flight.js';
import { createBodyReader, isSigned, isTimely, type Payload, parseBody, type ReadBody } from './read-request.js';

/** Slack gives up after 3 s, so nobody waits longer for an answer. */
const PATIENCE_MS = 3_000;

export interface HttpEdgeOptions {
  readonly signingSecret: string;
  readonly port: number;
  readonly host?: string;
  readonly state: () => Promise<HealthState>;
  readonly slackLogger: SlackLogger;
  readonly limits?: EdgeLimits;
  /** Served beside Slack's requests and the health checks. */
  readonly routes?: readonly Route[];
  /** Shown each request of Slack before Bolt, in this order, until one has taken it. */
  readonly takeFirst?: readonly Take[];
  /** Is told the status of each response. */
  readonly onResponse?: (status: number) => void;
}

/**
 * Signed requests at `/slack/events`, with the health checks beside it. A receiver of our own: Bolt's spends twice the time
 * of a whole answer on checks that it makes twice and on timers that `ackInTime` makes needless.
 */
export function createHttpEdge(options: HttpEdgeOptions): Edge {
  const { signingSecret, port, host, state, slackLogger, limits = EDGE_LIMITS } = options;
  const { routes = [], takeFirst = [], onResponse } = options;
  const server = createEdgeServer(limits);
  let isDraining = false;
  const answering = createWork();
  const edge: Edge = {
    receiver: {
      init(app) {
        const events = receiveEvent({
          signingSecret,
          logger: slackLogger,
          processEvent: async (event) => {
            for (const take of takeFirst) if (await take(event)) return;
            await app.processEvent({ ...event, body: { ...event.body } });
          },
        });
        const serve = serveRoutes([
          { path: '/slack/events', method: 'POST', handler: events },
          ...routes,
          ...healthRoutes(state),
        ]);
        server.on('request', (request, response) => {
          // A busy keep-alive connection would hold the stop for as long as it is fed.
          if (isDraining) response.setHeader('connection', 'close');
          const end = answering.begin();
          response.on('close', () => {
            end();
            onResponse?.(response.statusCode);
          });
          serve(request, response);
        });
      },
      start: () => edge.start(),
      stop: () => edge.stop(),
    },
    start: () => listen(server, { port, ...(host && { host }) }),
    async stop() {
      isDraining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Who is being answered gets the answer; who holds a connection without a whole request must not hold the stop.
      await Promise.race([answering.idle(), sleep(PATIENCE_MS, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
    },
  };
  return edge;
}

/** Slack's largest payloads, views included, stay well below 1 MiB; so much is kept of all that are being received at once. */
const BODY_LIMITS = { each: 1024 * 1024, together: 48 * 1024 * 1024 };

/** Nothing that Slack sends unsigned is longer. */
const CERTIFICATE_CHECK_BYTES = 1024;

export interface EventReceiver {
  readonly signingSecret: string;
  readonly logger: SlackLogger;
  /** Bolt's; resolves when the listeners are done, whatever they have acknowledged. */
  readonly processEvent: (event: ReceiverEvent) => Promise<void>;
}

/** Takes a signed request from Slack: checks it, hands it to Bolt, and sends what is acknowledged. */
export function receiveEvent(receiver: EventReceiver): Handler {
  const readBody = createBodyReader(BODY_LIMITS);
  const warn = tellRefusals((text) => receiver.logger.warn(text));
  return (request, response) => {
    receive(receiver, { request, response, readBody, warn }).catch((error: unknown) => {
      // Whoever hung up waits for nothing.
      if (!request.complete) return;
      receiver.logger.error('A request from Slack could not be answered', error);
      if (!response.headersSent) send(response, 500);
    });
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly readBody: ReadBody;
  readonly warn: (text: string) => void;
}

/** In the order of what it costs: nothing is parsed of what Slack has not signed, and what cannot be signed is not even read. */
async function receive(
  { signingSecret, processEvent }: EventReceiver,
  { request, response, readBody, warn }: Exchange,
): Promise<void> {
  const { headers } = request;
  const refuse = (status: number, why: string): void => {
    warn(`A request was refused: ${why}`);
    if (!request.complete) response.setHeader('connection', 'close');
    send(response, status);
  };
  const unsigned = 'its signature does not fit SLACK_SIGNING_SECRET, or it is older than 5 minutes';
  if (!isTimely(headers) && !(Number(headers['content-length']) <= CERTIFICATE_CHECK_BYTES))
    return refuse(401, unsigned);
  const body = await readBody(request);
  if (body === 'too-large') return refuse(413, `its body is above ${BODY_LIMITS.each} bytes`);
  if (body === 'too-much-at-once') return refuse(503, 'too much is being received at once');
  if (!isSigned(signingSecret, headers, body)) {
    return isCertificateCheck(body) ? send(response, 200) : refuse(401, unsigned);
  }
  const payload = parseBody(headers['content-type'], body);
  if (payload === undefined) return send(response, 400);
  if (payload.ssl_check === '1') return send(response, 200);
  if (payload.type === 'url_verification') return send(response, 200, { challenge: payload.challenge });
  await processEvent(toEvent(request, response, payload));
  // Nobody listens to this. To wait for Slack's patience to end would help no one.
  if (!response.headersSent) send(response, 404);
}

/** Slack's check of the certificate is not signed; nothing is done with what comes along. */
function isCertificateCheck(body: Buffer): boolean {
  return body.length <= CERTIFICATE_CHECK_BYTES && /(?:^|&)ssl_check=1(?:&|$)/.test(body.toString('latin1'));
}

function toEvent({ headers }: IncomingMessage, response: ServerResponse, body: Payload): ReceiverEvent {
  const retry = headers['x-slack-retry-num'];
  const reason = headers['x-slack-retry-reason'];
  return {
    body,
    ack: async (reply?: unknown) => {
      if (response.headersSent) throw new ReceiverMultipleAckError();
      send(response, 200, isSendable(reply) ? reply : undefined);
    },
    ...(typeof retry === 'string' && { retryNum: Number.parseInt(retry, 10) }),
    ...(typeof reason === 'string' && { retryReason: reason }),
  };
}

function isSendable(reply: unknown): reply is string | object {
  return typeof reply === 'string' || (typeof reply === 'object' && reply !== null);
}

/** Whoever sends rubbish must not fill the log with it. */
const PAUSE_MS = 60_000;

/** Tells the first refusal at once, and of those in the minute after it how many there were, with the next one. */
export function tellRefusals(
  warn: (text: string) => void,
  now: () => number = () => performance.now(),
): (text: string) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (text) => {
    if (now() - toldAt < PAUSE_MS) {
      untold += 1;
      return;
    }
    warn(untold === 0 ? text : `${text} (and ${untold} more since the last such line)`);
    toldAt = now();
    untold = 0;
  };
}
