import type { Storage } from '../storage/open-storage.js';
import type { Tracer } from '../telemetry/tracing.js';
import type { Lanes } from './create-lanes.js';
import { traceCalls } from './trace-calls.js';
import { whenReady } from './when-ready.js';

export type Stores = Pick<Storage, 'runs' | 'deliveries' | 'eventDeliveries' | 'reminders' | 'editions'>;

/** What stands for the stores while the database is opened: each call waits for it, is traced, and keeps to its lane. */
export function createStores(
  opening: Promise<Storage>,
  { tracer, through }: { readonly tracer: Tracer; readonly through: Lanes['through'] },
): Stores {
  const follow = <T extends object>(name: string, store: T): T => traceCalls(tracer, `database ${name}`, store);
  return {
    runs: follow('runs', through(whenReady(opening.then(({ runs }) => runs)))),
    deliveries: follow('deliveries', through(whenReady(opening.then(({ deliveries }) => deliveries)))),
    eventDeliveries: follow('eventDeliveries', whenReady(opening.then(({ eventDeliveries }) => eventDeliveries))),
    reminders: follow('reminders', whenReady(opening.then(({ reminders }) => reminders))),
    editions: follow('editions', whenReady(opening.then(({ editions }) => editions))),
  };
}
