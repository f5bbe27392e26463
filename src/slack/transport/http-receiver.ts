import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Receiver, type ReceiverEvent, ReceiverMultipleAckError, type Logger as SlackLogger } from '@slack/bolt';
import { flawOf } from './check-payload.js';
import { type HealthState, healthRoutes } from './health.js';
import {
  createHttpServer,
  type Handler,
  limitRefusalLog,
  listen,
  oneAtATime,
  type Route,
  SERVER_LIMITS,
  type ServerLimits,
  type Subtree,
  send,
  serveRoutes,
} from './http-server.js';
import { createInFlight } from './in-flight.js';
import {
  BODY_LIMITS,
  createBodyReader,
  isSigned,
  isTimely,
  type Payload,
  parseBody,
  type ReadBody,
} from './read-request.js';

/** A Bolt receiver: signed HTTP requests, or Socket Mode. Both serve the health checks over HTTP. */
export interface SlackReceiver extends Receiver {
  /** Listens, and resolves with the port. */
  start(): Promise<number>;
  /** Takes no new requests and lets those in flight end. */
  stop(): Promise<void>;
}

export interface HttpReceiverOptions {
  readonly signingSecret: string;
  readonly port: number;
  readonly host?: string;
  readonly health: () => Promise<HealthState>;
  readonly logger: SlackLogger;
  readonly limits?: ServerLimits;
  /** Served in addition to Slack's requests and the health checks. */
  readonly routes?: readonly (Route | Subtree)[];
  /** Shared with routes whose bodies count in the same memory. */
  readonly readBody?: ReadBody;
  /** Types of events that are acknowledged when their listener is done: Slack delivers them again if it fails. */
  readonly acknowledgeWhenDone?: readonly string[];
  /** Called with the status of each response. */
  readonly onResponse?: (status: number) => void;
}

/** Slack gives up after 3 s, so after a stop no answer is waited for longer. */
const STOP_MS = 3_000;

/**
 * Receives signed requests at `/slack/events`. Bolt's own HTTPReceiver buffers bodies of any length and sets no limits on slow
 * callers; this one checks the signature before it parses anything.
 */
export function createHttpReceiver(options: HttpReceiverOptions): SlackReceiver {
  const { port, host, health, limits = SERVER_LIMITS, routes = [], onResponse } = options;
  const server = createHttpServer(limits);
  const responses = createInFlight();
  let isDraining = false;
  return {
    init(app) {
      const handler = receiveRequests(options, (event) => app.processEvent(event));
      const serve = serveRoutes([
        { path: '/slack/events', method: 'POST', handler },
        ...routes,
        ...healthRoutes(health),
      ]);
      const receiveOne = oneAtATime((request, response) => {
        // A busy keep-alive connection would delay the stop as long as requests come in.
        if (isDraining) response.setHeader('connection', 'close');
        const end = responses.begin();
        response.on('close', () => {
          end();
          onResponse?.(response.statusCode);
        });
        serve(request, response);
      });
      server.on('request', receiveOne);
    },
    start: () => listen(server, { port, ...(host && { host }) }),
    async stop() {
      isDraining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Requests in flight get their answer. A connection without a complete request must not delay the stop.
      await Promise.race([responses.idle(), sleep(STOP_MS, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** No unsigned request from Slack is longer. */
const CERTIFICATE_CHECK_BYTES = 1024;

type ProcessEvent = (event: ReceiverEvent) => Promise<void>;

/** Handles Slack's requests: checks each, hands it to Bolt, and sends the acknowledgement. */
function receiveRequests(options: HttpReceiverOptions, processEvent: ProcessEvent): Handler {
  const { logger, readBody = createBodyReader(BODY_LIMITS) } = options;
  const warn = limitRefusalLog((text) => logger.warn(text));
  return (request, response) => {
    receive(options, processEvent, { request, response, readBody, warn }).catch((error: unknown) => {
      // The sender disconnected and does not wait for an answer.
      if (!request.complete) return;
      logger.error('A request from Slack could not be answered', error);
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

/** Cheap checks come first: an unsigned body is not parsed, and a request that cannot be signed is not even read. */
async function receive(
  { signingSecret, acknowledgeWhenDone = [] }: HttpReceiverOptions,
  processEvent: ProcessEvent,
  { request, response, readBody, warn }: Exchange,
): Promise<void> {
  const { headers } = request;
  const refuse = (status: number, why: string): void => {
    warn(`A request was refused: ${why}`);
    if (!request.complete) response.setHeader('connection', 'close');
    send(response, status);
  };
  const unsigned = 'its signature does not match SLACK_SIGNING_SECRET, or it is older than 5 minutes';
  if (!isTimely(headers) && !(Number(headers['content-length']) <= CERTIFICATE_CHECK_BYTES))
    return refuse(401, unsigned);
  const body = await readBody(request);
  if (body === 'too-large') return refuse(413, `its body is longer than ${BODY_LIMITS.each} bytes`);
  if (body === 'too-many-pieces') return refuse(413, `its body came in more than ${BODY_LIMITS.pieces} pieces`);
  if (body === 'too-much-at-once') return refuse(503, 'too much data is being received at once');
  if (!isSigned(signingSecret, headers, body)) {
    return isCertificateCheck(body) ? send(response, 200) : refuse(401, unsigned);
  }
  const payload = parseBody(headers['content-type'], body);
  if (payload === undefined) return refuse(400, 'its body cannot be read');
  if (payload.ssl_check === '1') return send(response, 200);
  if (payload.type === 'url_verification') return send(response, 200, { challenge: payload.challenge });
  const flaw = flawOf(payload);
  if (flaw !== undefined) return refuse(400, flaw);
  const event = toEvent(request, response, payload);
  if (acknowledgeWhenDone.includes(eventTypeOf(payload) ?? '')) {
    // Bolt acknowledges an event before it calls the listeners.
    await processEvent({ ...event, ack: async () => {} });
    return event.ack();
  }
  await processEvent(event);
  // No listener handled it. Answer anyway, so that Slack does not wait until its timeout.
  if (!response.headersSent) send(response, 404);
}

/** Slack's certificate check is not signed. Nothing is done with what it carries. */
function isCertificateCheck(body: Buffer): boolean {
  return body.length <= CERTIFICATE_CHECK_BYTES && /(?:^|&)ssl_check=1(?:&|$)/.test(body.toString('latin1'));
}

function eventTypeOf({ type, event }: Payload): string | undefined {
  return type === 'event_callback' ? (event as { type?: string } | undefined)?.type : undefined;
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
