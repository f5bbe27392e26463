import { isMoment } from './rules.js';
import type { CalendarDate, Due } from './run.js';

/** A day, and a time of it such as `15:30` if there is one, in some time zone. */
export interface LocalDue {
  readonly day: CalendarDate;
  readonly time?: string;
}

/**
 * What somebody chose as due: a day without a time stays a day, a time becomes a moment.
 * @param zone theirs, as an IANA name. A time that the zone skips when clocks go forward becomes the one an hour later.
 */
export function toDue({ day, time }: LocalDue, zone: string): Due {
  if (time === undefined) return day;
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  // The offset at the moment itself, which may differ from the one at the first guess.
  const guess = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(guess, zone)).toISOString();
}

/** The day and the time of a due date in a zone; of a day only the day. */
export function fromDue(due: Due, zone: string): LocalDue {
  if (!isMoment(due)) return { day: due };
  const at = Date.parse(due);
  const local = new Date(at + offsetAt(at, zone)).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/** How far a zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Map(
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, calendar: 'gregory', hourCycle: 'h23', year: 'numeric', month: '2-digit' },
      ...{ day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at / 1_000) * 1_000;
}
