import { StoreUnavailable } from '../checklist/store-unavailable.js';
import type { Logger } from '../telemetry/logger.js';
import type { Message } from './blocks.js';
import { failureNotice, notSavedNotice } from './messages/notices.js';
import { newReference } from './new-reference.js';
import type { Work } from './work.js';

/**
 * The one wrapper around every listener: what fails unexpectedly becomes a reply with a reference that the log carries too,
 * and a stop waits for what is under way.
 */
export const createGuard =
  ({ logger, work }: { logger: Logger; work: Work }) =>
  async (what: string, run: () => Promise<void>, tell: (message: Message) => Promise<void>): Promise<void> => {
    const end = work.begin();
    try {
      await run();
    } catch (error) {
      const reference = newReference();
      logger.error(`${what} failed`, { reference, error });
      const notice = error instanceof StoreUnavailable ? notSavedNotice : failureNotice;
      await tell(notice(reference)).catch((cause: unknown) =>
        logger.error('The failure could not be told', { reference, error: cause }),
      );
    } finally {
      end();
    }
  };

export type Guard = ReturnType<typeof createGuard>;
