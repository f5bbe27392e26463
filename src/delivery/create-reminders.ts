import type { Logger } from '../telemetry/logger.js';
import type { Clock } from './clock.js';
import type { Delivery } from './delivery.js';
import { localTime } from './local-time.js';
import type { DueItem, ReminderStore } from './reminder-store.js';
import type { TimeZones } from './time-zones.js';

/** Looks for overdue items and has each said once to its assignee, in the morning where they are. */
export interface Reminders {
  /** Call it at the start. Returns at once. */
  resume(): void;
  stop(): Promise<void>;
}

/** No clock is farther ahead of UTC than Kiribati's. */
const FARTHEST_EAST_MS = 14 * 3_600_000;

const LOOK_MS = 5 * 60_000;
const AT_ONCE = 5_000;

/** From 9 to noon: whoever was away in the morning, or the app was, hears of it on the next one. */
const MORNING = { from: 9, until: 12 };

export interface ReminderParts {
  readonly store: ReminderStore;
  readonly zones: TimeZones;
  readonly delivery: Pick<Delivery, 'wanted'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createReminders({ store, zones, delivery, clock, logger }: ReminderParts): Reminders {
  const stopping = new AbortController();
  const { signal } = stopping;
  let looking: Promise<void> | undefined;

  const isTheTime = async ({ installation, assignee: person, due }: DueItem): Promise<boolean> => {
    const { date, hour } = localTime(clock.now(), await zones.zoneOf({ installation, person }));
    return date > due && hour >= MORNING.from && hour < MORNING.until;
  };

  const look = async (): Promise<void> => {
    // Where the day begins first: whether it is morning for the assignee is asked for each.
    const { date } = localTime(clock.now() + FARTHEST_EAST_MS, 'UTC');
    const byInstallation = new Map<string, DueItem[]>();
    for (const item of await store.overdue(date, AT_ONCE)) {
      byInstallation.set(item.installation, [...(byInstallation.get(item.installation) ?? []), item]);
    }
    // Side by side: where Slack is slow to tell the time zones of one, the others do not wait for it.
    await Promise.all([...byInstallation.values()].map(remindOf));
  };

  const remindOf = async (items: readonly DueItem[]): Promise<void> => {
    for (const item of items) {
      if (signal.aborted) return;
      if (!(await isTheTime(item))) continue;
      await store.remind(item);
      delivery.wanted({ installation: item.installation, run: item.run });
    }
  };

  return {
    resume: () => {
      looking ??= (async () => {
        while (!signal.aborted) {
          await look().catch((error: unknown) => logger.warn('Overdue items could not be looked for', { error }));
          await clock.sleep(LOOK_MS, signal);
        }
      })();
    },
    stop: async () => {
      stopping.abort();
      await looking;
    },
  };
}
