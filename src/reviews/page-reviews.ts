import { type Day, dayOf } from '../guide/dates.js';
import { type KnownDays, type LastLook, overdueSince } from '../guide/freshness.js';
import type { Guide, Page } from '../guide/page.js';
import type { Clock } from '../outbox/clock.js';
import { createOneTimeSender, type OneTimeStore } from '../outbox/one-time-sender.js';
import { localTime } from '../outbox/reminders.js';
import type { SendOutcome } from '../outbox/send.js';
import type { Logger } from '../telemetry/logger.js';

/** Who is asked about a page: a person by a direct message, a channel by a message that everyone sees. */
export interface AskedOwner {
  readonly kind: 'person' | 'channel';
  readonly installation: string;
  readonly id: string;
}

/** What the message about a page says. */
export interface PageQuestion {
  readonly slug: string;
  readonly title: string;
  /** Path inside the guide's folder. */
  readonly file: string;
  readonly last: LastLook;
  /** User groups that look after the page, too, to be named in the message to a channel. */
  readonly groups: readonly string[];
  /** How often it was read lately, where that is counted. */
  readonly reads?: number;
}

/** A page that is to be checked again, with those who can be asked. */
export interface DuePage extends PageQuestion {
  readonly owners: readonly AskedOwner[];
}

/** One message to one owner. It is sent once: if a reply was lost, nobody can look for it in a direct message. */
export interface ReviewMessage {
  readonly installation: string;
  /** The id of the person or the channel. */
  readonly person: string;
  /** Unique for them. */
  readonly id: string;
  readonly question: PageQuestion;
}

/** A page that somebody answered about. */
export interface ReviewedPage {
  readonly installation: string;
  readonly slug: string;
}

/** What owners were asked about their pages, and what they said; shared by all processes. All times are the database's. */
export interface ReviewStore extends OneTimeStore<ReviewMessage> {
  /**
   * Writes a message to each owner of the first of these pages that were not asked about lately, so that no more than `perWeek` pages are asked about in
   * seven days. Asking again, from this process or another, writes nothing.
   * @param pages all of one installation, the most urgent first
   * @returns how many pages were asked about
   */
  ask(installation: string, pages: readonly DuePage[], perWeek: number): Promise<number>;
  /** Somebody says that a page is right: it counts as checked on this day. An earlier day than the known one changes nothing. */
  keep(page: ReviewedPage, day: Day, by: string): Promise<void>;
  /** The page is not asked about for this long. */
  snooze(page: ReviewedPage, forMs: number): Promise<void>;
  /** The days on which pages were said to be right, by slug. Where several installations have one, the latest. */
  days(installations: readonly string[]): Promise<ReadonlyMap<string, Day>>;
  /** Takes a person's id off the pages that they said to be right, and deletes the messages that they got. The days stay. */
  forget(who: { readonly installation: string; readonly person: string }): Promise<void>;
}

/** Asks the owners of pages, a few each week, whether a page is still right, and knows what they said. */
export interface PageReviews {
  /** The days on which pages were said to be right, by slug, as this process knows them. */
  days(): ReadonlyMap<string, Day>;
  /** Somebody says that a page is right. @returns the day that it counts as checked on */
  keep(page: ReviewedPage, by: string): Promise<Day>;
  /** The page is asked about again in a month. @returns the day */
  snooze(page: ReviewedPage): Promise<Day>;
  /** Call it once, at the start. Returns at once. */
  start(): void;
  /** Starts nothing more, and resolves when what is being sent is finished. */
  stop(): Promise<void>;
}

export interface PageReviewsParts {
  readonly store: ReviewStore;
  readonly guide: () => Guide;
  /** How often pages were read since a moment, by slug. Absent where nobody counts. */
  readonly reads?: ((since: Date) => Promise<ReadonlyMap<string, number>>) | undefined;
  /** Sends a message, once: it does not repeat the call. */
  readonly send: (message: ReviewMessage) => Promise<SendOutcome>;
  /** The time zone of a person, or for a channel that of the workspace. Asked every few minutes for the same owners. */
  readonly zoneOf: (owner: AskedOwner) => Promise<string>;
  /** The one installation; undefined with many workspaces, where owners name theirs. */
  readonly own: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** More would be put off. Three a week are a hundred and fifty pages a year. */
const PAGES_A_WEEK = 3;
const ASK_EVERY_MS = 5 * 60_000;
const MONTH_MS = 30 * 86_400_000;

/** People are asked while they are at work: on weekdays, from 9 to 17 where the first of a page's owners is. */
const AT_WORK = { from: 9, until: 17 };
const WEEKEND = ['Sat', 'Sun'];

export function createPageReviews(parts: PageReviewsParts): PageReviews {
  const { store, guide, reads, send, zoneOf, own, clock, logger } = parts;
  let days: ReadonlyMap<string, Day> = new Map();
  let askedAt = Number.NEGATIVE_INFINITY;

  // Counted once a day: it reads the whole log.
  let counted: { readonly day: Day; readonly reads: ReadonlyMap<string, number> } | undefined;
  const countReads = async (): Promise<ReadonlyMap<string, number> | undefined> => {
    if (reads !== undefined && counted?.day !== today())
      counted = { day: today(), reads: await reads(new Date(clock.now() - 3 * MONTH_MS)) };
    return counted?.reads;
  };

  const today = (): Day => dayOf(new Date(clock.now()));

  const isAtWork = async ({ owners: [owner] }: DuePage): Promise<boolean> => {
    if (owner === undefined) return false;
    const { date, hour } = localTime(clock.now(), await zoneOf(owner));
    const weekday = new Date(`${date}T12:00:00Z`).toUTCString().slice(0, 3);
    return !WEEKEND.includes(weekday) && hour >= AT_WORK.from && hour < AT_WORK.until;
  };

  /** Writes what is to be asked now. */
  const ask = async (): Promise<void> => {
    if (clock.elapsed() - askedAt < ASK_EVERY_MS) return;
    const now = guide();
    const installations = installationsOf(now, own);
    if (installations.length > 0) {
      days = await store.days(installations);
      if (now.asksOwners !== false) await askAbout(now);
    }
    askedAt = clock.elapsed();
  };

  const askAbout = async (now: Guide): Promise<void> => {
    const known = { lastChanges: now.lastChanges, reviews: days };
    const due = duePages(now, known, { today: today(), own, reads: await countReads() });
    for (const [installation, pages] of due) {
      const asked: DuePage[] = [];
      for (const page of pages) if (await isAtWork(page)) asked.push(page);
      if (asked.length > 0) await store.ask(installation, asked, PAGES_A_WEEK);
    }
  };

  const sender = createOneTimeSender({
    ...{ store, send, prepare: ask, clock, logger },
    words: {
      record: 'that the owner of a page was asked',
      notSent: 'The owner of a page could not be asked',
      cutOff: 'It is not certain that the owner of a page was asked: the app stopped in between',
      unreadable: 'Could not look for pages that are to be checked again',
      about: ({ installation, person, question }) => ({ installation, owner: person, page: question.slug }),
    },
  });

  return {
    days: () => days,
    keep: async (page, by) => {
      const day = today();
      await store.keep(page, day, by);
      days = new Map([...days, [page.slug, day]]);
      return day;
    },
    snooze: async (page) => {
      await store.snooze(page, MONTH_MS);
      return dayOf(new Date(clock.now() + MONTH_MS));
    },
    start: sender.start,
    stop: sender.stop,
  };
}

/**
 * The pages that are to be checked again and whose owners can be asked, by installation: the most read first, where reads are counted, then those that
 * nobody has looked at for longest.
 * @param own the one installation, whatever owners name; undefined with many workspaces, where each owner has to name its own
 */
export function duePages(
  { pages }: Pick<Guide, 'pages'>,
  known: KnownDays,
  { today, own, reads }: { today: Day; own: string | undefined; reads?: ReadonlyMap<string, number> | undefined },
): Map<string, DuePage[]> {
  const due = new Map<string, DuePage[]>();
  const overdue = pages.flatMap((page) => {
    const last = page.owner && overdueSince(page, known, today);
    return last ? [{ page, last, reads: reads?.get(page.slug) }] : [];
  });
  const by = (day: Day, slug: string): string => `${day} ${slug}`;
  overdue.sort(
    (a, b) => (b.reads ?? 0) - (a.reads ?? 0) || (by(a.last.day, a.page.slug) < by(b.last.day, b.page.slug) ? -1 : 1),
  );
  for (const { page, last, reads: count } of overdue) {
    for (const [installation, owners] of askedOf(page, own)) {
      const { slug, title, file } = page;
      const groups = (page.owner ?? []).flatMap((owner) =>
        owner.kind === 'group' && (own ?? owner.installation) === installation ? owner.id : [],
      );
      const question = { slug, title, file, last, groups, owners, ...(count !== undefined && { reads: count }) };
      due.set(installation, [...(due.get(installation) ?? []), question]);
    }
  }
  return due;
}

/** The installations whose people look after pages. */
export function installationsOf({ pages }: Pick<Guide, 'pages'>, own: string | undefined): string[] {
  return [...new Set(pages.flatMap((page) => [...askedOf(page, own).keys()]))];
}

/** Persons and channels, by installation. Nobody can write to a user group: it is named in the message to a channel. */
function askedOf({ owner = [] }: Page, own: string | undefined): Map<string, AskedOwner[]> {
  const asked = new Map<string, AskedOwner[]>();
  for (const { kind, id, installation: named } of owner) {
    const installation = own ?? named;
    if (installation === undefined || kind === 'group') continue;
    asked.set(installation, [...(asked.get(installation) ?? []), { kind, installation, id }]);
  }
  return asked;
}
