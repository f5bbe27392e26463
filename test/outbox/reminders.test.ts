import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Outcome } from '../../src/checklist/change-item.js';
import type { Run } from '../../src/checklist/run.js';
import type { RunStore } from '../../src/checklist/run-store.js';
import { createReminders, localTime, type Reminders } from '../../src/outbox/reminders.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createReminderStore } from '../../src/storage/reminders.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { keyOf } from './start-scene.js';

// Many steps of the clock take their time on a busy machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
/** The fake clock begins at 1970-01-01 in UTC. */
function hoursAfter(days: number, hours: number): number {
  return (days * 24 + hours) * HOUR;
}

let db: Database;
let runs: RunStore;
let clock: FakeClock;
let reminders: Reminders[];
let sequence: number;
const zones = new Map([
  ['U-tokyo', 'Asia/Tokyo'],
  ['U-york', 'America/New_York'],
  ['U-nowhere', 'Middle/Earth'],
]);

function start(): void {
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const store = createReminderStore(db);
  const one = createReminders({
    store,
    zones: { zoneOf: async ({ person }) => zones.get(person) ?? 'UTC' },
    delivery: { wanted: () => {} },
    clock,
    logger,
  });
  reminders.push(one);
  one.resume();
}
beforeEach(async () => {
  db = await openDatabase({ url: 'sqlite::memory:' });
  await migrate(db);
  runs = createRunStore(db);
  clock = createFakeClock();
  reminders = [];
  sequence = 0;
});
afterEach(async () => {
  await Promise.all(reminders.map((one) => one.stop()));
  await db.close();
});

async function post(): Promise<Run> {
  const { run } = await runs.create(aNewRun(3));
  return runs.posted(keyOf(run), '100.0');
}
function press(run: Run, item: string) {
  sequence += 1;
  return { ...keyOf(run), item, by: aPerson('U1'), at: new Date(0), sequence };
}
async function assign(run: Run, item: string, person: string, due = '1970-01-02'): Promise<void> {
  await runs.assign({ ...press(run, item), assignee: aPerson(person) });
  await runs.setDue({ ...press(run, item), due });
}
function settle(run: Run, item: string, outcome: Outcome) {
  return runs.setItem({ ...press(run, item), outcome });
}
/** Lets time go by slowly enough for a look to end before the next, which takes more than promises: the zones are formatted. */
async function pass(ms: number): Promise<void> {
  const step = HOUR / 3;
  for (let passed = 0; passed < ms; passed += step) {
    await clock.advance(step);
    while (clock.sleepers < reminders.length) await clock.settle();
  }
}
/** Who is owed a reminder of what. */
async function owed(): Promise<string[]> {
  const rows = await db.kysely
    .selectFrom('owed')
    .select('id')
    .where('id', 'like', 'overdue:%')
    .orderBy('number')
    .execute();
  return rows.map(({ id }) =>
    id
      .split(':')
      .filter((_, index) => index === 1 || index === 3)
      .join(' '),
  );
}

describe('what is overdue', () => {
  it('is said on the morning after the day, each assignee’s own, and once', async () => {
    const run = await post();
    await assign(run, 'i1', 'U-tokyo');
    await assign(run, 'i2', 'U-york');
    await assign(run, 'i3', 'U-nowhere');
    start();
    await pass(hoursAfter(1, 23)); // The second of January, 23:00 in UTC: 8 o'clock on the third in Tokyo.
    expect(await owed()).toEqual([]);
    await pass(HOUR + HOUR / 3);
    expect(await owed()).toEqual(['i1 U-tokyo']);
    await pass(9 * HOUR);
    expect(await owed()).toEqual(['i1 U-tokyo', 'i3 U-nowhere']);
    await pass(4 * HOUR);
    expect(await owed()).toEqual(['i1 U-tokyo', 'i3 U-nowhere']);
    await pass(2 * HOUR); // 14:00 and later in UTC is 9 o'clock in New York.
    expect(await owed()).toEqual(['i1 U-tokyo', 'i3 U-nowhere', 'i2 U-york']);
    await pass(72 * HOUR);
    expect(await owed()).toHaveLength(3);
  });

  it('is said once by however many processes', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2');
    for (const _ of [1, 2, 3]) start();
    await pass(hoursAfter(5, 0));
    expect(await owed()).toEqual(['i1 U2']);
  });

  it('waits for the next morning where the app was away on the first', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2');
    await pass(hoursAfter(2, 15));
    start();
    await pass(17 * HOUR);
    expect(await owed()).toEqual([]);
    await pass(HOUR + HOUR / 3);
    expect(await owed()).toEqual(['i1 U2']);
  });

  it('is said anew where the item was given another day or another person', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2');
    start();
    await pass(hoursAfter(3, 0));
    await assign(run, 'i1', 'U3');
    await pass(hoursAfter(1, 0));
    await assign(run, 'i1', 'U3', '1970-01-08');
    await pass(hoursAfter(3, 0));
    expect(await owed()).toEqual(['i1 U2', 'i1 U3']);
    await pass(hoursAfter(3, 0));
    expect(await owed()).toEqual(['i1 U2', 'i1 U3', 'i1 U3']);
  });

  it('is not said of what is done, skipped, nobody’s, without a day, or put away', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2');
    await settle(run, 'i1', { kind: 'done' });
    await assign(run, 'i2', 'U2');
    await settle(run, 'i2', { kind: 'skipped', reason: 'no' });
    await runs.setDue({ ...press(run, 'i3'), due: '1970-01-01' });
    start();
    await pass(hoursAfter(4, 0));
    await settle(run, 'i2', { kind: 'open' });
    await runs.archive({ ...keyOf(run), by: aPerson(), at: new Date(0) });
    await pass(hoursAfter(4, 0));
    expect(await owed()).toEqual([]);
  });
});

it('tells the day and the hour of a zone, and of UTC where it does not know the zone', () => {
  const newYear = Date.UTC(2026, 11, 31, 23, 30);
  expect(localTime(newYear, 'Europe/Berlin')).toEqual({ date: '2027-01-01', hour: 0 });
  expect(localTime(newYear, 'America/New_York')).toEqual({ date: '2026-12-31', hour: 18 });
  expect(localTime(newYear, 'Middle/Earth')).toEqual({ date: '2026-12-31', hour: 23 });
});
