import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ReceiverEvent, ReceiverMultipleAckError, type Logger as SlackLogger } from '@slack/bolt';
import { type Payload, parseBody } from './parse-body.js';
import { createBodyReader, type ReadBody } from './read-body.js';
import type { Handler } from './routes.js';
import { send } from './send.js';
import { tellRefusals } from './tell-refusals.js';
import { isSigned, isTimely } from './verify-signature.js';

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
