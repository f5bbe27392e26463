import { LruMap } from 'toad-cache';
import type { Clock } from '../outbox/clock.js';
import type { Logger } from '../telemetry/logger.js';

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
export interface ReadStore {
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
export interface Readers {
  /** Somebody was shown a page. Returns at once, and never throws. */
  opened(reader: Reader, page: string): void;
  /** Whether the app knows of nothing that they read. False if that cannot be found out in time. Says it once for each person. */
  isNew(reader: Reader): Promise<boolean>;
  /** The slugs of the pages that they opened last, newest first. @throws StoreUnavailable */
  lately(reader: Reader): Promise<readonly string[]>;
  /** Deletes what they read. @returns how many pages that were */
  forget(reader: Reader): Promise<number>;
  /** Writes what is left. */
  stop(): Promise<void>;
}

/** How long reads are gathered: an answer waits for none of them, and a busy minute takes few statements. */
const GATHER_MS = 1_000;
/** More than these are dropped while the database is away: it is only a convenience. */
const MAX_WAITING = 1_000;
/** A first answer waits so long to learn that it is the first. */
const KNOW_MS = 300;
const KNOWN_READERS = 10_000;

export function createReaders({
  store,
  clock,
  logger,
}: {
  readonly store: ReadStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): Readers {
  const stopping = new AbortController();
  /** People of whom the app knows that they read something. */
  const known = new LruMap<true>(KNOWN_READERS);
  let waiting: Read[] = [];
  let gathering: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    const reads = waiting;
    waiting = [];
    if (reads.length === 0) return;
    try {
      await store.add(reads);
    } catch (error) {
      logger.debug('What people read lately could not be written', { reads: reads.length, error });
    }
  };

  const gather = async (): Promise<void> => {
    await clock.sleep(GATHER_MS, stopping.signal);
    gathering = undefined;
    await write();
  };

  return {
    opened(reader, page) {
      known.set(nameOf(reader), true);
      if (waiting.length < MAX_WAITING) waiting.push({ ...reader, page, at: new Date(clock.now()) });
      gathering ??= gather();
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
    async lately(reader) {
      await write();
      return store.pagesOf(reader);
    },
    async forget(reader) {
      waiting = waiting.filter(({ installation, person }) => nameOf({ installation, person }) !== nameOf(reader));
      known.delete(nameOf(reader));
      return store.forget(reader);
    },
    async stop() {
      stopping.abort();
      await gathering;
      await write();
    },
  };
}

function nameOf({ installation, person }: Reader): string {
  return `${installation} ${person}`;
}
