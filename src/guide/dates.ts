/** A day of the calendar, as pages write it: `2026-11-20`. */
export type Day = string;

/** A length of time in whole days or months. Weeks are days, years are months. */
export interface Period {
  readonly amount: number;
  readonly unit: 'days' | 'months';
}

const MS_PER_DAY = 86_400_000;

/** The day in a text, which may also have a time, as TOML and some tools write it; undefined if there is no such day. */
export function readDay(text: string): Day | undefined {
  const [, day = ''] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{1,2}:\d{2}[\d:.]*\s*(?:Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text.trim()) ?? [];
  const date = new Date(`${day}T00:00:00Z`);
  // 30 February would become a day in March.
  return !Number.isNaN(date.getTime()) && dayOf(date) === day ? day : undefined;
}

/** The day of a time, in UTC. */
export function dayOf(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

const UNITS: Readonly<Record<string, Period>> = {
  d: { amount: 1, unit: 'days' },
  day: { amount: 1, unit: 'days' },
  w: { amount: 7, unit: 'days' },
  week: { amount: 7, unit: 'days' },
  m: { amount: 1, unit: 'months' },
  month: { amount: 1, unit: 'months' },
  y: { amount: 12, unit: 'months' },
  year: { amount: 12, unit: 'months' },
};

const MAX_YEARS = 10;

/** `6 months`, `90 days`, `90d`; undefined for anything else, and for more than ten years. */
export function readPeriod(text: string): Period | undefined {
  const [, count = '', word = ''] = /^(\d{1,4})\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const unit = UNITS[word.toLowerCase()] ?? UNITS[word.toLowerCase().replace(/s$/, '')];
  if (unit === undefined) return undefined;
  const period = { ...unit, amount: unit.amount * Number(count) };
  const most = period.unit === 'days' ? MAX_YEARS * 366 : MAX_YEARS * 12;
  return period.amount >= 1 && period.amount <= most ? period : undefined;
}

/** What to say about a text that is no period. */
export function periodFault(text: string): string {
  return `"${text}" is no length of time. Write a number of days, weeks, months or years, such as "6 months" or "90d"; ten years at most.`;
}

/** The day that is a period after another one. A month after 31 January is the last day of February. */
export function addPeriod(day: Day, { amount, unit }: Period): Day {
  const date = new Date(`${day}T00:00:00Z`);
  if (unit === 'days') return dayOf(new Date(date.getTime() + amount * MS_PER_DAY));
  const month = date.getUTCMonth() + amount;
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), lastOfMonth))));
}

/** Whole days from one day to another; negative if the other one is before it. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY);
}

/** How long ago a day was, as people say it: `14 months ago`, `3 weeks ago`, `today`. */
export function ageInWords(day: Day, today: Day): string {
  const days = daysBetween(day, today);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 14) return `${days} days ago`;
  const months = monthsBetween(day, today);
  if (months < 2) return `${Math.floor(days / 7)} weeks ago`;
  if (months < 24) return `${months} months ago`;
  return `${Math.floor(months / 12)} years ago`;
}

/** Whole months that have passed. */
function monthsBetween(from: Day, to: Day): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  const months = (toYear - fromYear) * 12 + toMonth - fromMonth;
  return addPeriod(from, { amount: Math.max(0, months), unit: 'months' }) > to ? months - 1 : months;
}
