import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ReceiverEvent, ReceiverMultipleAckError, type Logger as SlackLogger } from '@slack/bolt';
import { type Payload, parseBody } from './parse-body.js';
import { readBody } from './read-body.js';
import type { Handler } from './routes.js';
import { send } from './send.js';
import { isSigned } from './verify-signature.js';

/** Slack's largest payloads, views included, stay well below this. */
const BODY_LIMIT = 1024 * 1024;

export interface EventReceiver {
  readonly signingSecret: string;
  readonly logger: SlackLogger;
  /** Bolt's; resolves when the listeners are done, whatever they have acknowledged. */
  readonly processEvent: (event: ReceiverEvent) => Promise<void>;
}

/** Takes a signed request from Slack: checks it, hands it to Bolt, and sends what is acknowledged. */
export const receiveEvent =
  (receiver: EventReceiver): Handler =>
  (request, response) => {
    receive(receiver, request, response).catch((error: unknown) => {
      // Whoever hung up waits for nothing.
      if (!request.complete) return;
      receiver.logger.error('A request from Slack could not be answered', error);
      if (!response.headersSent) send(response, 500);
    });
  };

const receive = async (receiver: EventReceiver, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await readBody(request, BODY_LIMIT);
  if (body === undefined) {
    receiver.logger.warn(`A request was refused: its body is above ${BODY_LIMIT} bytes`);
    response.setHeader('connection', 'close');
    return send(response, 413);
  }
  const signed = isSigned(receiver.signingSecret, request.headers, body);
  const payload = parseBody(request.headers['content-type'], body);
  // Slack's check of the certificate is not signed; nothing is done with what comes along.
  if (payload?.ssl_check === '1') return send(response, 200);
  if (!signed) {
    receiver.logger.warn(
      'A request was refused: its signature does not fit SLACK_SIGNING_SECRET, or it is older than 5 minutes',
    );
    return send(response, 401);
  }
  if (payload === undefined) return send(response, 400);
  if (payload.type === 'url_verification') return send(response, 200, { challenge: payload.challenge });
  await receiver.processEvent(toEvent(request, response, payload));
  // Nobody listens to this. To wait for Slack's patience to end would help no one.
  if (!response.headersSent) send(response, 404);
};

const toEvent = ({ headers }: IncomingMessage, response: ServerResponse, body: Payload): ReceiverEvent => {
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
};

const isSendable = (reply: unknown): reply is string | object =>
  typeof reply === 'string' || (typeof reply === 'object' && reply !== null);
