import type { CalendarDate } from '../../checklist/run.js';

/** A time that every reader sees in their own zone. */
export function when(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${utc(at)}>`;
}

/** For texts that Slack does not format: `2026-11-20 14:05 UTC`. */
export function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A day as people write it, `Tue 24 Nov 2026`: a day has no zone, so it must not move with the reader's. */
export function day(date: CalendarDate): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
    .format(new Date(`${date}T00:00:00Z`))
    .replace(',', '');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took, in its two largest units: `2 h 10 min`, `3 days 4 h`, `less than a minute`. */
export function duration(from: Date, to: Date): string {
  const ms = Math.max(0, to.getTime() - from.getTime());
  if (ms < MINUTE) return 'less than a minute';
  const parts = [
    { count: Math.floor(ms / DAY), unit: ms < 2 * DAY ? 'day' : 'days' },
    { count: Math.floor((ms % DAY) / HOUR), unit: 'h' },
    { count: Math.floor((ms % HOUR) / MINUTE), unit: 'min' },
  ];
  const first = parts.findIndex(({ count }) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, unit }) => `${count} ${unit}`)
    .join(' ');
}
