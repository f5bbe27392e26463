import type { CalendarDate } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import type { Clock } from './clock.js';
import type { Delivery } from './worker.js';

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

export interface DueItem extends RunKey {
  readonly item: string;
  readonly due: CalendarDate;
  /** The id of whoever has it. */
  readonly assignee: string;
}

/** Open items with a day and a person, for the reminders. */
export interface ReminderStore {
  /**
   * Items of posted runs, not archived, that were due before this day and of which their assignee has not been told; the
   * longest overdue of each installation first, the installations in turns. An item that was given another day or another person counts anew.
   */
  overdue(before: CalendarDate, limit: number): Promise<DueItem[]>;
  /**
   * Owes the assignee one direct message about it. Asking twice, from whichever process, owes one. Nothing is owed where the item
   * has changed meanwhile, or the run is gone.
   */
  remind(item: DueItem): Promise<void>;
}

/** Where people are on the clock. */
export interface TimeZones {
  /**
   * The person's time zone as an IANA name (`Europe/Berlin`); the workspace's where theirs cannot be known, `UTC` where neither
   * can. Never rejects. May be asked every few minutes for the same person: keep what was found for a while.
   */
  zoneOf(who: { readonly installation: string; readonly person: string }): Promise<string>;
}

/** The day and the hour (0 to 23) in a time zone; in UTC where this machine does not know the zone. */
export function localTime(milliseconds: number, timeZone: string): { date: CalendarDate; hour: number } {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(milliseconds)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    hour: Number(parts.get('hour')),
  };
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone: 'UTC' });
  }
}

const FIELDS: Intl.DateTimeFormatOptions = {
  calendar: 'gregory',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
};
