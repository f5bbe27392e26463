import { StoreUnavailable } from '../../checklist/errors.js';
import type { Logger } from '../../telemetry/logger.js';
import type { RequestInfo, RequestWatch, WatchedRequest } from '../../telemetry/request-watch.js';
import type { Message } from '../block-kit/blocks.js';
import type { Work } from '../transport/in-flight.js';
import { failureNotice, notSavedNotice } from '../views/notices.js';

/** The one wrapper around every listener. */
export interface Guard {
  /** Call it first, when the request has come in. */
  begin(request: RequestInfo): WatchedRequest;
  /**
   * What fails unexpectedly becomes a reply with a reference that the log carries too, and a stop waits for what is under way.
   * Never rejects.
   */
  run(request: WatchedRequest, work: () => Promise<void>, tell: (message: Message) => Promise<void>): Promise<void>;
}

export function createGuard({ logger, requests, work }: { logger: Logger; requests: RequestWatch; work: Work }): Guard {
  return {
    begin: (request) => requests.begin(request),
    async run(request, listen, tell) {
      const end = work.begin();
      try {
        await request.within(listen);
        request.done();
      } catch (error) {
        request.failed(error);
        const notice = error instanceof StoreUnavailable ? notSavedNotice : failureNotice;
        await tell(notice(request.id)).catch((cause: unknown) =>
          logger.error('The failure could not be told', { reference: request.id, error: cause }),
        );
      } finally {
        end();
      }
    },
  };
}

/** Slack gives up after 3 s (docs.slack.dev); the network has its share of them. */
export const ACK_DEADLINE_MS = 2_000;

export interface TimedAck<T> {
  /** Acknowledges once. @returns whether the reply rode on the acknowledgement; false where it came too late for that */
  acknowledge(reply?: T): Promise<boolean>;
  readonly isAcknowledged: () => boolean;
}

/** Acknowledges by itself, empty, when the listener has not done so in time; `onLate` may tell the person why they wait. */
export function ackInTime<T>(
  ack: (reply?: T) => Promise<void>,
  onLate: () => Promise<void> = async () => {},
  deadlineMs = ACK_DEADLINE_MS,
): TimedAck<T> {
  let acknowledged = false;
  const timer = setTimeout(() => {
    if (acknowledged) return;
    acknowledged = true;
    void ack()
      .then(onLate)
      .catch(() => {});
  }, deadlineMs);
  return {
    async acknowledge(reply) {
      if (acknowledged) return false;
      acknowledged = true;
      clearTimeout(timer);
      await ack(reply);
      return true;
    },
    isAcknowledged: () => acknowledged,
  };
}
