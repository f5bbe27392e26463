import type { EditionStore } from '../checklist/edition-store.js';
import type { RunStore } from '../checklist/run-store.js';
import type { DeliveryStore } from '../delivery/delivery-store.js';
import type { EventDeliveries } from '../delivery/event-deliveries.js';
import type { ReminderStore } from '../delivery/reminder-store.js';
import type { Backlog } from '../telemetry/metrics.js';
import type { KeyRing } from '../workspaces/create-key-ring.js';
import type { InstallationStore } from '../workspaces/installation-store.js';
import { createEditionStore } from './create-edition-store.js';
import { createEventDeliveries } from './create-event-deliveries.js';
import { createReminderStore } from './create-reminder-store.js';
import { createStanding, type DatabaseStanding } from './create-standing.js';
import { createDeliveryStore } from './delivery-store/create-delivery-store.js';
import { createInstallationStore } from './installation-store/create-installation-store.js';
import { migrate } from './migrate.js';
import { type DatabaseOptions, openDatabase } from './open-database.js';
import { readBacklog } from './read-backlog.js';
import { createRunStore } from './run-store/create-run-store.js';
import { shareUnderWay } from './share-under-way.js';

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
