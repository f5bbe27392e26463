import { addPeriod, ageInWords, type Day, daysBetween } from './dates.js';
import type { Page } from './page.js';

/** What is known of when pages were checked, besides what they say themselves. */
export interface KnownDays {
  /** The days of the last commits, by file. */
  readonly lastChanges?: ReadonlyMap<string, Day> | undefined;
  /** The days on which somebody said that a page is still right, by slug. */
  readonly reviews?: ReadonlyMap<string, Day> | undefined;
}

/** The last day of which something is known. */
export interface LastLook {
  readonly day: Day;
  /** Somebody says that the page was checked; or only its file was changed. */
  readonly kind: 'checked' | 'changed';
}

type Dated = Pick<Page, 'slug' | 'file' | 'updated'>;

/** When somebody last looked at a page: by its `updated`, or because they said so; otherwise its last commit. Undefined if nobody knows. */
export function lastLook({ slug, file, updated }: Dated, { lastChanges, reviews }: KnownDays): LastLook | undefined {
  const checked = [updated, reviews?.get(slug)]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  if (checked !== undefined) return { day: checked, kind: 'checked' };
  const changed = lastChanges?.get(file);
  return changed === undefined ? undefined : { day: changed, kind: 'changed' };
}

/** The last look at a page that is to be checked again by now; undefined if it is not, or if nobody knows. */
export function overdueSince(page: Dated & Pick<Page, 'reviewIn'>, known: KnownDays, today: Day): LastLook | undefined {
  const last = lastLook(page, known);
  if (last === undefined || page.reviewIn === undefined) return undefined;
  return addPeriod(last.day, page.reviewIn) < today ? last : undefined;
}

/** Whether more than this many days have passed since. */
export function isOlderThan(days: number, { day }: LastLook, today: Day): boolean {
  return daysBetween(day, today) > days;
}

/** How old a page is that is to be checked again by now: `Last checked 14 months ago`; undefined if it is not, or if nobody knows. */
export function overdueInWords(page: Dated & Pick<Page, 'reviewIn'>, known: KnownDays, today: Day): string | undefined {
  const last = overdueSince(page, known, today);
  return last && lookInWords(last, today);
}

/** `Last checked 14 months ago` */
export function lookInWords({ day, kind }: LastLook, today: Day): string {
  return `Last ${kind} ${ageInWords(day, today)}`;
}
