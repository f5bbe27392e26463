import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Guide } from '../../src/guide/page.js';
import type { SendOutcome } from '../../src/outbox/send.js';
import {
  createPageReviews,
  type PageReviews,
  type PageReviewsParts,
  type ReviewMessage,
} from '../../src/reviews/page-reviews.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createReviewStore } from '../../src/storage/page-reviews.js';
import { guideOf } from '../builders/guide-of.js';
import { createFakeClock, type FakeClock } from '../outbox/fake-clock.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday, an hour before work begins in UTC. */
const MONDAY = Date.parse('2026-11-30T08:00:00Z');

const page = (...lines: string[]) => `---\n${lines.join('\n')}\n---\nText.`;
const files = Object.fromEntries(
  ['a', 'b', 'c', 'd', 'e'].map((name, place) => [
    `${name}.md`,
    page('owner: U0ADA00001', `updated: 2025-0${place + 1}-01`, 'review_in: 6 months'),
  ]),
);

let db: Database;
let clock: FakeClock;
let guide: Guide;
let sent: ReviewMessage[];
let outcomes: SendOutcome[];
let log: string[];
let running: PageReviews[];
beforeEach(async () => {
  db = await openDatabase({ url: 'sqlite::memory:' });
  await migrate(db);
  clock = createFakeClock();
  await clock.advance(MONDAY);
  guide = await guideOf(files);
  [sent, outcomes, log, running] = [[], [], [], []];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await db.close();
});

function start(given: Partial<PageReviewsParts> = {}): PageReviews {
  const note = (text: string): void => void log.push(text);
  const one = createPageReviews({
    store: createReviewStore(db, clock.now),
    guide: () => guide,
    send: async (message) => {
      sent.push(message);
      return outcomes.shift() ?? { kind: 'sent', message: '1.0' };
    },
    zoneOf: async () => 'UTC',
    own: 'T1',
    clock,
    logger: { debug: note, info: note, warn: note, error: note },
    ...given,
  });
  running.push(one);
  one.start();
  return one;
}

/** Lets time pass while no process runs: each looks every few minutes. */
async function pause(ms: number): Promise<void> {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
  await clock.advance(ms);
}

const slugs = () => sent.map(({ question }) => question.slug);

describe('asking the owners of pages', () => {
  it('begins at nine in the morning, with three pages a week, the oldest first, from any number of processes', async () => {
    start();
    start();
    await clock.advance(0.9 * HOUR);
    expect(sent).toEqual([]);
    await clock.advance(HOUR);
    expect(slugs()).toEqual(['a', 'b', 'c']);
    await pause(4 * DAY);
    start();
    await clock.advance(HOUR);
    expect(sent).toHaveLength(3);
    await pause(3 * DAY);
    start();
    start();
    await clock.advance(HOUR);
    expect(slugs()).toEqual(['a', 'b', 'c', 'd', 'e']);
    await pause(28 * DAY);
    start();
    await clock.advance(HOUR);
    expect(sent).toHaveLength(5);
  });

  it('waits for a weekday, and for the morning where the owner is', async () => {
    const zoneOf = async () => 'America/New_York';
    await clock.advance(5 * DAY + 7 * HOUR);
    start({ zoneOf });
    await clock.advance(HOUR);
    expect(sent).toEqual([]);
    // Monday, 12:30 in UTC.
    await pause(DAY + 20.5 * HOUR);
    start({ zoneOf });
    await clock.advance(HOUR);
    expect(sent).toEqual([]);
    await clock.advance(HOUR);
    expect(sent).toHaveLength(3);
  });

  it('asks about the most read first, where reads are counted', async () => {
    start({ reads: async () => new Map([['e', 12]]) });
    await clock.advance(2 * HOUR);
    expect(slugs()).toEqual(['e', 'a', 'b']);
    expect(sent[0]?.question.reads).toBe(12);
  });

  it('asks nobody where no page has an owner, or guidepost.yml says so', async () => {
    guide = await guideOf({ ...files, 'guidepost.yml': 'ask_owners: off\n' });
    start();
    await clock.advance(2 * HOUR);
    guide = await guideOf({ 'a.md': page('updated: 2025-01-01', 'review_in: 6 months') });
    await clock.advance(2 * HOUR);
    expect(sent).toEqual([]);
    expect(log).toEqual([]);
  });

  it('knows what was said here at once, and what was said elsewhere within minutes', async () => {
    const [here, elsewhere] = [start(), start()];
    await clock.settle();
    expect(await here.keep({ installation: 'T1', slug: 'a' }, 'U0ADA00001')).toBe('2026-11-30');
    expect(here.days().get('a')).toBe('2026-11-30');
    await clock.advance(2 * HOUR);
    expect(elsewhere.days().get('a')).toBe('2026-11-30');
    expect(slugs()).toEqual(['b', 'c', 'd']);
  });

  it('asks again in a month if somebody wants that', async () => {
    const one = start();
    await clock.advance(2 * HOUR);
    expect(await one.snooze({ installation: 'T1', slug: 'a' })).toBe('2026-12-30');
    await pause(29 * DAY);
    start();
    await clock.advance(HOUR);
    expect(slugs().filter((slug) => slug === 'a')).toHaveLength(1);
    await pause(2 * DAY);
    start();
    await clock.advance(HOUR);
    expect(slugs().filter((slug) => slug === 'a')).toHaveLength(2);
  });

  it('sends again after a failure of Slack, and not after a lost reply or a refusal', async () => {
    outcomes = [
      { kind: 'retry', afterMs: 30_000 },
      { kind: 'uncertain' },
      { kind: 'refused', reason: 'not_in_channel' },
    ];
    start();
    await clock.advance(HOUR + 60_000);
    await clock.advance(2 * HOUR);
    expect(slugs()).toEqual(['a', 'b', 'c', 'a']);
    expect(log.filter((line) => line.includes('could not be asked'))).toHaveLength(3);
  });

  it('goes on when the database is back', async () => {
    let isAway = true;
    const store = createReviewStore(db, clock.now);
    start({ store: { ...store, days: (of) => (isAway ? Promise.reject(new Error('away')) : store.days(of)) } });
    await clock.advance(2 * HOUR);
    expect(sent).toEqual([]);
    isAway = false;
    await clock.advance(HOUR);
    expect(sent).toHaveLength(3);
  });
});
