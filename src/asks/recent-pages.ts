import { LruMap } from 'toad-cache';
import type { Clock } from '../outbox/clock.js';
import type { Logger } from '../telemetry/logger.js';
import { createBatchWriter } from './batch-writer.js';

/** A person of an installation. */
export interface Reader {
  readonly installation: string;
  readonly person: string;
}

/** A page that somebody opened. */
export interface Read extends Reader {
  /** The page's slug. */
  readonly page: string;
  readonly at: Date;
}

/** The pages that each person opened last. It is for themselves: Home shows it to nobody else. */
export interface RecentPageStore {
  /** Of each person, only the newest `KEPT_PAGES` stay. */
  add(reads: readonly Read[]): Promise<void>;
  /** The slugs of the pages that somebody opened last, newest first. */
  pagesOf(reader: Reader): Promise<readonly string[]>;
  /** @returns how many pages that were */
  forget(reader: Reader): Promise<number>;
  /** Deletes what is older than so many days. @returns how much that was */
  expire(days: number): Promise<number>;
}

export const KEPT_PAGES = 5;

/** What people read lately. */
export interface RecentPages {
  /** Somebody was shown a page. Returns at once, and never throws. */
  record(reader: Reader, page: string): void;
  /** Whether the app knows of nothing that they read. False if that cannot be found out in time. Says it once for each person. */
  isNew(reader: Reader): Promise<boolean>;
  /** The slugs of the pages that they opened last, newest first. @throws StoreUnavailable */
  list(reader: Reader): Promise<readonly string[]>;
  /** Deletes what they read. @returns how many pages that were */
  forget(reader: Reader): Promise<number>;
  /** Call it once, at the start. Returns at once. */
  start(): void;
  /** Writes what is left, with one attempt. */
  stop(): Promise<void>;
}

const MAX_WAITING = 1_000;
/** A first answer waits so long to learn that it is the first. */
const KNOW_MS = 300;
const KNOWN_READERS = 10_000;

export function createRecentPages({
  store,
  clock,
  logger,
}: {
  readonly store: RecentPageStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): RecentPages {
  // Only a convenience: while the database is away, the log has enough to say.
  const writer = createBatchWriter<Read>({
    write: store.add,
    maxWaiting: MAX_WAITING,
    what: 'What people read lately',
    level: 'debug',
    clock,
    logger,
  });
  /** People of whom the app knows that they read something. */
  const known = new LruMap<true>(KNOWN_READERS);

  return {
    record(reader, page) {
      known.set(nameOf(reader), true);
      const { installation, person } = reader;
      writer.add({ installation, person, page, at: new Date(clock.now()) });
    },
    async isNew(reader) {
      const name = nameOf(reader);
      if (known.get(name)) return false;
      known.set(name, true);
      const timeout = new AbortController();
      const found = store.pagesOf(reader).then(
        (pages) => pages.length === 0,
        () => false,
      );
      const late = clock.sleep(KNOW_MS, timeout.signal).then(() => false);
      const isNew = await Promise.race([found, late]);
      timeout.abort();
      return isNew;
    },
    async list(reader) {
      await writer.flush();
      return store.pagesOf(reader);
    },
    async forget(reader) {
      known.delete(nameOf(reader));
      await writer.remove((read) => nameOf(read) === nameOf(reader));
      return store.forget(reader);
    },
    start: writer.start,
    stop: writer.stop,
  };
}

function nameOf({ installation, person }: Reader): string {
  return `${installation} ${person}`;
}
