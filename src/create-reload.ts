import type { Guide } from './guide/page.js';
import type { IndexedGuide } from './indexed-guide.js';
import type { Logger } from './telemetry/logger.js';

/**
 * Makes the function that reads the guide again. The guide is swapped in whole; one that cannot be used changes nothing and is told
 * in the log. Asked for again while it reads, it reads once more afterwards: the files may have changed in between.
 */
export function createReload({
  load,
  current,
  replace,
  logger,
}: {
  readonly load: () => Promise<IndexedGuide>;
  readonly current: () => Guide;
  readonly replace: (next: IndexedGuide) => Promise<void>;
  readonly logger: Logger;
}): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let isAskedAgain = false;

  const read = async (): Promise<void> => {
    try {
      const next = await load();
      const { guide } = next;
      if (guide.revision === current().revision) return logger.info('The guide has not changed');
      await replace(next);
      logger.info(`The guide was read again: ${guide.pages.length} pages`, { revision: guide.revision });
    } catch (error) {
      logger.error(
        `The guide was not replaced, and the earlier one stays in use:\n${error instanceof Error ? error.message : error}`,
      );
    }
  };

  const readUntilCurrent = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      await read();
    } while (isAskedAgain);
    underWay = undefined;
  };

  return () => {
    isAskedAgain = true;
    underWay ??= readUntilCurrent();
    return underWay;
  };
}
