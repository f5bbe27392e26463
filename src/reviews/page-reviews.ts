import { type Day, dayOf } from '../guide/dates.js';
import type { Guide } from '../guide/page.js';
import { backoff, type Clock, createSleeper, MAX_STORE_PAUSE_MS } from '../outbox/clock.js';
import type { SendOutcome } from '../outbox/publisher.js';
import { localTime, type TimeZones } from '../outbox/reminders.js';
import type { Logger } from '../telemetry/logger.js';
import { duePages, installationsOf } from './due-pages.js';
import type {
  DuePage,
  ReviewedPage,
  ReviewMessage,
  ReviewMessageResult,
  ReviewStore,
  TakenReviewMessage,
} from './store.js';

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
  /** How often pages were read lately, by slug. Undefined where nobody counts. */
  readonly reads?: () => Promise<ReadonlyMap<string, number> | undefined>;
  /** Sends a message, once: it does not repeat the call. */
  readonly send: (message: ReviewMessage) => Promise<SendOutcome>;
  readonly zones: TimeZones;
  /** The installation of owners that name none; undefined with many workspaces. */
  readonly own: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** More would be put off. Three a week are a hundred and fifty pages a year. */
const PAGES_A_WEEK = 3;
const LOOK_EVERY_MS = 5 * 60_000;
const MONTH_MS = 30 * 86_400_000;

/** People are asked while they are at work: on weekdays, from 9 to 17 where the first of a page's owners is. */
const AT_WORK = { from: 9, until: 17 };
const WEEKEND = ['Sat', 'Sun'];

export function createPageReviews(parts: PageReviewsParts): PageReviews {
  const { store, guide, reads, send, zones, own, clock, logger } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const sleeper = createSleeper(clock, signal);
  let days: ReadonlyMap<string, Day> = new Map();
  let working: Promise<void> | undefined;

  const today = (): Day => dayOf(new Date(clock.now()));

  const isAtWork = async ({ owners: [owner] }: DuePage): Promise<boolean> => {
    if (owner === undefined) return false;
    const { installation, id: person } = owner;
    const { date, hour } = localTime(clock.now(), await zones.zoneOf({ installation, person }));
    const weekday = new Date(`${date}T12:00:00Z`).toUTCString().slice(0, 3);
    return !WEEKEND.includes(weekday) && hour >= AT_WORK.from && hour < AT_WORK.until;
  };

  /** Writes what is to be asked now. */
  const ask = async (): Promise<void> => {
    const now = guide();
    const installations = installationsOf(now, own);
    if (installations.length === 0) return;
    days = await store.days(installations);
    if (now.asksOwners === false) return;
    const known = { lastChanges: now.lastChanges, reviews: days };
    const due = duePages(now, known, { today: today(), own, reads: await reads?.() });
    for (const [installation, pages] of due) {
      const asked: DuePage[] = [];
      for (const page of pages) if (await isAtWork(page)) asked.push(page);
      if (asked.length > 0) await store.ask(installation, asked, PAGES_A_WEEK);
    }
  };

  /** Records a result again and again while the store is away: what is not recorded counts as cut off. */
  const record = async (message: ReviewMessage, result: ReviewMessageResult): Promise<void> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await store.record(message, result);
      } catch (error) {
        logger.warn('Could not record that the owner of a page was asked; will retry', { error });
        if (signal.aborted && failures > 1) return;
        await clock.sleep(backoff(failures, MAX_STORE_PAUSE_MS), signal);
      }
    }
  };

  const sendTaken = async ({ message, failures }: Extract<TakenReviewMessage, { kind: 'send' }>): Promise<void> => {
    const outcome = await send(message).catch(
      (error: unknown): SendOutcome => ({ kind: 'uncertain', reason: String(error) }),
    );
    const result = resultOf(outcome, failures);
    if (result.kind !== 'sent') logger.warn('The owner of a page could not be asked', { ...about(message), ...result });
    await record(message, result);
  };

  /** @returns how long to wait, in milliseconds */
  const sendNext = async (): Promise<number> => {
    const taken = await store.take();
    if (taken.kind === 'none') return Math.min(taken.nextInMs ?? LOOK_EVERY_MS, LOOK_EVERY_MS);
    if (taken.kind === 'send') await sendTaken(taken);
    else {
      const text = 'It is not certain that the owner of a page was asked: the app stopped in between';
      logger.warn(text, about(taken.message));
    }
    return 0;
  };

  const work = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await ask();
        let waitMs = 0;
        while (waitMs === 0 && !signal.aborted) waitMs = await sendNext();
        failures = 0;
        await sleeper.sleep(waitMs);
      } catch (error) {
        failures += 1;
        logger.warn('Could not look for pages that are to be checked again; will retry', { error });
        await clock.sleep(backoff(failures), signal);
      }
    }
  };

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
    start: () => {
      working ??= work();
    },
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

function about({ installation, id, question: { slug } }: ReviewMessage): Record<string, string> {
  return { installation, owner: id, page: slug };
}

function resultOf(outcome: SendOutcome, failures: number): ReviewMessageResult {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent' };
    case 'retry':
      return { kind: 'pending', inMs: outcome.afterMs ?? backoff(failures + 1) };
    case 'refused':
      return outcome;
    case 'uncertain':
      return { kind: 'uncertain', reason: outcome.reason ?? 'no_reply' };
  }
}
