import type { CalendarDate, Due } from '../checklist/run.js';
import { isMoment } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { Logger } from '../telemetry/logger.js';
import type { Clock } from './clock.js';
import type { OutboxWorker } from './worker.js';

/**
 * Looks for overdue items and reminds the assignee of each one once: of a day in the morning of the next one, in their own time zone; of
 * a moment within minutes.
 */
export interface Reminders {
  /** Call it once, at the start. Returns at once. */
  start(): void;
  stop(): Promise<void>;
}

export interface DueItem extends RunKey {
  readonly item: string;
  readonly due: Due;
  /** The id of the assignee. */
  readonly assignee: string;
}

/** Open items with a due date and an assignee. */
export interface ReminderStore {
  /**
   * Items of posted runs, not archived, that were due before this day, or at a moment that has passed, and whose assignee has not been
   * reminded yet. The longest overdue of each installation come first; the installations take turns. A new due date or assignee allows
   * a new reminder.
   */
  overdue(before: { readonly day: CalendarDate; readonly moment: Date }, limit: number): Promise<DueItem[]>;
  /**
   * Writes one direct message to the assignee into the outbox. Asking twice, from any process, writes one. Writes nothing if the
   * item has changed meanwhile or the run is gone.
   */
  remind(item: DueItem): Promise<void>;
}

/** Knows people's time zones. */
export interface TimeZones {
  /**
   * The person's time zone as an IANA name (`Europe/Berlin`); the workspace's if theirs is unknown, `UTC` if both are. Never
   * rejects. It is asked every few minutes for the same people, so implementations should cache.
   */
  zoneOf(who: { readonly installation: string; readonly person: string }): Promise<string>;
}

/** No time zone is farther ahead of UTC than Kiribati's. */
const MAX_AHEAD_OF_UTC_MS = 14 * 3_600_000;

const LOOK_EVERY_MS = 5 * 60_000;
const ITEMS_PER_LOOK = 5_000;

/** Reminders of a day go out from 9 to noon. If the app was down all morning, they go out the next morning. */
const MORNING = { from: 9, until: 12 };

/**
 * Who has an item that is due at a time of day is at work then, so they are reminded at once, even at night. If it is found later, because
 * the app was down or it was assigned when it was overdue already, they may no longer be.
 */
const AT_ONCE_MS = 3_600_000;
const AWAKE = { from: 8, until: 20 };

export interface ReminderParts {
  readonly store: ReminderStore;
  readonly zones: TimeZones;
  readonly outbox: Pick<OutboxWorker, 'requestUpdate'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createReminders({ store, zones, outbox, clock, logger }: ReminderParts): Reminders {
  const stopping = new AbortController();
  const { signal } = stopping;
  let looking: Promise<void> | undefined;

  const isTheTime = async ({ installation, assignee: person, due }: DueItem): Promise<boolean> => {
    const now = clock.now();
    if (isMoment(due) && now - Date.parse(due) < AT_ONCE_MS) return true;
    const { date, hour } = localTime(now, await zones.zoneOf({ installation, person }));
    const { from, until } = isMoment(due) ? AWAKE : MORNING;
    return (isMoment(due) || date > due) && hour >= from && hour < until;
  };

  const look = async (): Promise<void> => {
    // The date where the day begins first. Whether it is morning for the assignee is checked for each item.
    const day = new Date(clock.now() + MAX_AHEAD_OF_UTC_MS).toISOString().slice(0, 10);
    const byInstallation = new Map<string, DueItem[]>();
    for (const item of await store.overdue({ day, moment: new Date(clock.now()) }, ITEMS_PER_LOOK)) {
      byInstallation.set(item.installation, [...(byInstallation.get(item.installation) ?? []), item]);
    }
    // In parallel: a workspace whose Slack is slow to answer must not hold up the others.
    await Promise.all([...byInstallation.values()].map(remindAll));
  };

  const remindAll = async (items: readonly DueItem[]): Promise<void> => {
    for (const item of items) {
      if (signal.aborted) return;
      if (!(await isTheTime(item))) continue;
      await store.remind(item);
      outbox.requestUpdate({ installation: item.installation, run: item.run });
    }
  };

  return {
    start: () => {
      looking ??= (async () => {
        while (!signal.aborted) {
          await look().catch((error: unknown) =>
            logger.warn('Could not look for overdue items; will retry', { error }),
          );
          await clock.sleep(LOOK_EVERY_MS, signal);
        }
      })();
    },
    stop: async () => {
      stopping.abort();
      await looking;
    },
  };
}

/** The date and the hour (0 to 23) in a time zone; in UTC if this machine does not know the zone. */
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
