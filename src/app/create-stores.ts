import type { Storage } from '../storage/open.js';
import type { Tracer } from '../telemetry/tracer.js';
import type { Lanes } from './create-lanes.js';
import { traceCalls } from './trace-calls.js';
import { whenReady } from './when-ready.js';

export type Stores = Pick<Storage, 'runs' | 'outbox' | 'seenEvents' | 'reminders' | 'revisions'>;

/** What stands for the stores while the database is opened: each call waits for it, is traced, and keeps to its lane. */
export function createStores(
  opening: Promise<Storage>,
  { tracer, through }: { readonly tracer: Tracer; readonly through: Lanes['through'] },
): Stores {
  const follow = <T extends object>(name: string, store: T): T => traceCalls(tracer, `database ${name}`, store);
  return {
    runs: follow('runs', through(whenReady(opening.then(({ runs }) => runs)))),
    outbox: follow('outbox', through(whenReady(opening.then(({ outbox }) => outbox)))),
    seenEvents: follow('seenEvents', whenReady(opening.then(({ seenEvents }) => seenEvents))),
    reminders: follow('reminders', whenReady(opening.then(({ reminders }) => reminders))),
    revisions: follow('revisions', whenReady(opening.then(({ revisions }) => revisions))),
  };
}
