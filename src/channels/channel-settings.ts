import { FifoMap } from 'toad-cache';
import type { Clock } from '../outbox/clock.js';
import type { Logger } from '../telemetry/logger.js';

/** What a channel has chosen. Everybody in it may change it. */
export interface ChannelSettings {
  /** The slug of the page that its people mostly mean, such as that of their platform. */
  readonly preferredPage?: string | undefined;
  readonly answersMentions: boolean;
  /** The id of the person who gets questions that the guide does not answer. */
  readonly questionsTo?: string | undefined;
  /** Who changed it last; absent if nobody has. */
  readonly changedBy?: string;
  readonly changedAt?: Date;
}

export interface ChannelKey {
  readonly installation: string;
  readonly channel: string;
}

export interface ChannelSettingsStore {
  /** Undefined if nobody has changed anything. */
  read(key: ChannelKey): Promise<ChannelSettings | undefined>;
  write(
    key: ChannelKey,
    settings: ChannelSettings & { readonly changedBy: string; readonly changedAt: Date },
  ): Promise<void>;
}

export const DEFAULT_SETTINGS: ChannelSettings = { answersMentions: true };

/** The settings as answers use them: kept in memory for a while. */
export interface ChannelSettingsCache {
  /** The settings of a channel, at most half a minute old; the defaults while the database does not say. Never rejects. */
  of(key: ChannelKey): Promise<ChannelSettings>;
  /** As the database has them. @throws StoreUnavailable */
  read(key: ChannelKey): Promise<ChannelSettings>;
  /** @throws StoreUnavailable, StoreFull */
  change(
    key: ChannelKey,
    settings: ChannelSettings & { readonly changedBy: string; readonly changedAt: Date },
  ): Promise<void>;
}

const MAX_CHANNELS = 5_000;
/** Another process may have changed them. */
const FRESH_MS = 30_000;
/** An answer does not wait longer for a database that is slow or away. */
const WAIT_MS = 300;

export function createChannelSettingsCache({
  store,
  clock,
  logger,
}: {
  readonly store: ChannelSettingsStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): ChannelSettingsCache {
  const known = new FifoMap<{ readonly settings: ChannelSettings; readonly at: number }>(MAX_CHANNELS);
  const read = async (key: ChannelKey): Promise<ChannelSettings> => {
    const settings = (await store.read(key)) ?? DEFAULT_SETTINGS;
    known.set(nameOf(key), { settings, at: clock.elapsed() });
    return settings;
  };
  return {
    read,
    async of(key) {
      const found = known.get(nameOf(key));
      if (found !== undefined && clock.elapsed() - found.at < FRESH_MS) return found.settings;
      const before = found?.settings ?? DEFAULT_SETTINGS;
      // Until the database answers, nobody else waits for it.
      known.set(nameOf(key), { settings: before, at: clock.elapsed() });
      const timeout = new AbortController();
      const now = read(key).catch((error: unknown) => {
        logger.debug('The settings of a channel could not be read', { ...key, error });
        return before;
      });
      const settings = await Promise.race([now, clock.sleep(WAIT_MS, timeout.signal).then(() => before)]);
      timeout.abort();
      return settings;
    },
    async change(key, settings) {
      await store.write(key, settings);
      known.set(nameOf(key), { settings, at: clock.elapsed() });
    },
  };
}

function nameOf({ installation, channel }: ChannelKey): string {
  return `${installation} ${channel}`;
}
