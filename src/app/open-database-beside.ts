import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseConfig } from '../config.js';
import type { HealthState } from '../slack/health.js';
import type { Storage } from '../storage/open.js';
import type { Logger } from '../telemetry/logger.js';

/** A database that is opened beside the first answers. */
export interface DatabaseBeside {
  /** Rejects with CannotOpenDatabase or DatabaseTooNew. */
  readonly opening: Promise<Storage>;
  /** Never throws: for the health check. */
  state(): Promise<HealthState['database']>;
  /** Waits for the opening first. */
  close(): Promise<void>;
}

/** Opening a database keeps the processor busy for a while, and a restart finds people waiting for answers. */
const FIRST_ANSWERS_MS = 50;

export function openDatabaseBeside(database: DatabaseConfig, logger: Logger): DatabaseBeside {
  const opening = openLater(database, logger);
  opening.then((storage) => tellWhatIsMissing(storage, logger)).catch(() => {});
  return {
    opening,
    async state() {
      const storage = await Promise.race([opening, Promise.resolve('opening' as const)]);
      if (storage === 'opening') return storage;
      return await storage.status();
    },
    async close() {
      const storage = await opening.catch(() => undefined);
      await storage?.close();
    },
  };
}

async function openLater(database: DatabaseConfig, logger: Logger): Promise<Storage> {
  await sleep(FIRST_ANSWERS_MS);
  // Loaded here: the first answers need none of it.
  const { openStorage } = await import('../storage/open.js');
  return await openStorage({
    ...database,
    onUnavailable: ({ message }) =>
      logger.error(`${message}. Questions are answered meanwhile; checklists are saved once the database is back.`),
  });
}

async function tellWhatIsMissing(storage: Storage, logger: Logger): Promise<void> {
  if ((await storage.status()) !== 'not migrated') return;
  logger.error(
    'The database of DATABASE_URL is not up to date: run guidepost migrate, as a platform’s release step does, or unset MIGRATE_ON_START. Questions are answered meanwhile; checklists cannot be kept.',
  );
}
