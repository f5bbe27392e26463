import type { IncomingMessage, ServerResponse } from 'node:http';
import { concernsGuide, isFromHost, mayBeSigned, readEvent } from '../git/push-webhook.js';
import { limitRefusalLog, type Route, send } from '../slack/transport/http-server.js';
import { createBodyReader, parseBody } from '../slack/transport/read-request.js';
import type { Logger } from '../telemetry/logger.js';

export const WEBHOOK_PATH = '/guide/webhook';

export interface GuideWebhook {
  readonly secret: string;
  /** GUIDE_REF: only a push of this branch or tag matters. */
  readonly ref: string | undefined;
  /** Fetches the guide soon. Returns at once. */
  readonly refresh: () => void;
}

/** The body of a push has up to some hundred kilobytes. A larger one is not read, and the guide is fetched at the next regular time. */
const BODY_LIMITS = { each: 1024 * 1024, together: 8 * 1024 * 1024, pieces: 4_096 };

/** `POST /guide/webhook`: the host of the repository says that something was pushed. The answer does not wait for the guide. */
export function guideWebhookRoute({ secret, ref, refresh }: GuideWebhook, logger: Logger): Route {
  const readBody = createBodyReader(BODY_LIMITS);
  const warn = limitRefusalLog((text) => logger.warn(text));

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refuse = (status: number, why: string): void => {
      warn(`A request to ${WEBHOOK_PATH} was refused with ${status}: ${why}`);
      // What is still on its way is not read.
      response.setHeader('connection', 'close');
      send(response, status);
    };
    const { headers } = request;
    const unsigned = 'it is not signed with GUIDE_WEBHOOK_SECRET';
    if (!mayBeSigned(headers)) {
      request.resume();
      return refuse(401, unsigned);
    }
    const body = await readBody(request);
    if (!Buffer.isBuffer(body)) {
      return body === 'too-much-at-once'
        ? refuse(503, 'too much data is being received at once')
        : refuse(413, `its body is longer than ${BODY_LIMITS.each} bytes, or comes in too many pieces`);
    }
    if (!isFromHost(secret, headers, body)) return refuse(401, unsigned);
    const payload = parseBody(headers['content-type'], body);
    if (payload === undefined) return refuse(400, 'its body cannot be read');
    const isWanted = concernsGuide(readEvent(headers, payload), ref);
    if (isWanted) refresh();
    send(response, 200, { guide: isWanted ? 'is fetched' : 'is not concerned' });
  };

  return {
    path: WEBHOOK_PATH,
    method: 'POST',
    handler: (request, response) => {
      receive(request, response).catch((error: unknown) => {
        // The sender disconnected and does not wait for an answer.
        if (!request.complete) return;
        logger.error(`A request to ${WEBHOOK_PATH} could not be answered`, { error });
        if (!response.headersSent) send(response, 500);
      });
    },
  };
}
