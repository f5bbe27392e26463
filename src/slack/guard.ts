import { StoreUnavailable } from '../checklist/errors.js';
import type { Logger } from '../telemetry/logger.js';
import type { RequestInfo, RequestWatch, WatchedRequest } from '../telemetry/request-watch.js';
import type { Message } from './blocks.js';
import { failureNotice, notSavedNotice } from './messages/notices.js';
import type { Work } from './work.js';

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
