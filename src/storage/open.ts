import type { EditionStore, RunStore } from '../checklist/run-store.js';
import type { ReminderStore } from '../outbox/reminders.js';
import type { EventDeliveries } from '../outbox/seen-events.js';
import type { DeliveryStore } from '../outbox/store.js';
import type { Backlog } from '../telemetry/metrics.js';
import type { InstallationStore } from '../workspaces/installations.js';
import type { KeyRing } from '../workspaces/key-ring.js';
import type { Database } from './database.js';
import { createInstallationStore } from './installations.js';
import { DatabaseTooNew, migrate, pendingMigrations } from './migrate.js';
import { type DatabaseOptions, openDatabase } from './open-database.js';
import { createDeliveryStore } from './outbox.js';
import { readBacklog } from './outbox-due.js';
import { createReminderStore } from './reminders.js';
import { createEditionStore } from './revisions.js';
import { createRunStore } from './runs.js';
import { createEventDeliveries } from './seen-events.js';

/** Everything that is kept, ready for use. */
export interface Storage {
  readonly runs: RunStore;
  readonly deliveries: DeliveryStore;
  readonly eventDeliveries: EventDeliveries;
  readonly reminders: ReminderStore;
  readonly editions: EditionStore;
  /** @param keys seal the tokens that are kept */
  installations(keys: KeyRing): InstallationStore;
  /** Never throws: for the health check. */
  standing(): Promise<DatabaseStanding>;
  /** For whoever watches. */
  backlog(): Promise<Backlog>;
  close(): Promise<void>;
}

/**
 * Opens the database and brings it up to this program. This module loads Kysely: import it when it is needed.
 * @throws CannotOpenDatabase, DatabaseTooNew
 */
export async function openStorage(options: DatabaseOptions & { readonly migrateOnStart: boolean }): Promise<Storage> {
  const database = await openDatabase(options);
  try {
    if (options.migrateOnStart) await migrate(database);
    return {
      runs: createRunStore(database),
      deliveries: createDeliveryStore(database),
      eventDeliveries: createEventDeliveries(database),
      reminders: createReminderStore(database),
      editions: createEditionStore(database),
      installations: (keys) => createInstallationStore(database, keys),
      standing: shareUnderWay(createStanding(database, options.migrateOnStart)),
      backlog: () => readBacklog(database),
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** `not migrated`: it answers, but `guidepost migrate` has not been run, so nothing can be kept in it yet. */
export type DatabaseStanding = 'reachable' | 'not migrated' | 'unreachable';

/**
 * How the database does. Never throws: for the health check. Once up to date it stays so, and is not asked for that again.
 * @param isMigrated whether this process has brought it up to date itself
 */
export function createStanding(database: Database, isMigrated: boolean): () => Promise<DatabaseStanding> {
  let isUpToDate = isMigrated;
  return async () => {
    if (!(await isReachable(database))) return 'unreachable';
    // A newer program's steps include ours.
    isUpToDate ||= await pendingMigrations(database).then(
      (pending) => pending.length === 0,
      (error: unknown) => error instanceof DatabaseTooNew,
    );
    return isUpToDate ? 'reachable' : 'not migrated';
  };
}

/** Does the work once for all who ask while it is under way: anybody may ask for the health check, and it takes a connection. */
export function shareUnderWay<T>(work: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

const LIMIT_MS = 1000;

/** Whether the database answers within a second. Never throws: for the health check. */
export async function isReachable({ kysely }: Database, limitMs = LIMIT_MS): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  const answer = kysely
    .selectNoFrom((eb) => eb.lit(1).as('one'))
    .execute()
    .then(
      () => true,
      () => false,
    );
  const reachable = await Promise.race([answer, late]);
  clearTimeout(timer);
  return reachable;
}
