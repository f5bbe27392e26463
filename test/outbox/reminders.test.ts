import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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
    outbox: { requestUpdate: () => {} },
    clock,
    logger,
  });
  reminders.push(one);
  one.start();
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
  return runs.markPosted(keyOf(run), '100.0');
}
function press(run: Run, item: string) {
  sequence += 1;
  return { ...keyOf(run), item, by: aPerson('U1'), at: new Date(0), sequence };
}
async function assign(run: Run, item: string, person: string, due = '1970-01-02'): Promise<void> {
  await runs.editItem({ ...press(run, item), assignee: { to: aPerson(person) } });
  await runs.editItem({ ...press(run, item), due: { to: due } });
}
function settle(run: Run, item: string, outcome: Outcome) {
  return runs.setItem({ ...press(run, item), outcome });
}
/** Moves the clock in small steps, so that each check can end before the next: formatting time zones needs more than promises. */
async function pass(ms: number): Promise<void> {
  const step = HOUR / 3;
  for (let passed = 0; passed < ms; passed += step) {
    await clock.advance(step);
    while (clock.sleepers < reminders.length) await clock.settle();
  }
}
/** Moves the clock while the app is down, so that no checks run. */
async function skip(ms: number): Promise<void> {
  const processes = reminders.length;
  await Promise.all(reminders.map((one) => one.stop()));
  reminders = [];
  await clock.advance(ms);
  for (let process = 0; process < processes; process += 1) start();
}
/** The items with a reminder, and their assignees. */
async function pending(): Promise<string[]> {
  const rows = await db.kysely
    .selectFrom('owed')
    .select('id')
    .where('id', 'like', 'overdue:%')
    .orderBy('number')
    .execute();
  return rows.map(({ id }) => {
    const parts = id.split(':'); // A moment has colons too.
    return `${parts[1]} ${parts.at(-1)}`;
  });
}

describe('reminders of overdue items', () => {
  it('are sent once, on the morning after the due date in each assignee’s time zone', async () => {
    const run = await post();
    await assign(run, 'i1', 'U-tokyo');
    await assign(run, 'i2', 'U-york');
    await assign(run, 'i3', 'U-nowhere');
    await clock.advance(hoursAfter(1, 20));
    start();
    await pass(3 * HOUR); // The second of January, 23:00 in UTC: 8 o'clock on the third in Tokyo.
    expect(await pending()).toEqual([]);
    await pass(HOUR + HOUR / 3);
    expect(await pending()).toEqual(['i1 U-tokyo']);
    await pass(9 * HOUR);
    expect(await pending()).toEqual(['i1 U-tokyo', 'i3 U-nowhere']);
    await pass(4 * HOUR);
    expect(await pending()).toEqual(['i1 U-tokyo', 'i3 U-nowhere']);
    await pass(2 * HOUR); // 14:00 and later in UTC is 9 o'clock in New York.
    expect(await pending()).toEqual(['i1 U-tokyo', 'i3 U-nowhere', 'i2 U-york']);
    await skip(8 * HOUR);
    await pass(16 * HOUR);
    expect(await pending()).toHaveLength(3);
  });

  it('are sent once, however many processes there are', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2');
    await clock.advance(hoursAfter(2, 8));
    for (const _ of [1, 2, 3]) start();
    await pass(5 * HOUR);
    expect(await pending()).toEqual(['i1 U2']);
    await skip(19 * HOUR);
    await pass(5 * HOUR);
    expect(await pending()).toEqual(['i1 U2']);
  });

  it('wait for the next morning if the app was down on the first', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2');
    await clock.advance(hoursAfter(2, 15));
    start();
    await pass(HOUR);
    await skip(15 * HOUR);
    await pass(HOUR);
    expect(await pending()).toEqual([]);
    await pass(HOUR + HOUR / 3);
    expect(await pending()).toEqual(['i1 U2']);
  });

  it('are sent again if the item gets another due date or another assignee', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2');
    await clock.advance(hoursAfter(2, 8));
    start();
    await pass(5 * HOUR);
    await assign(run, 'i1', 'U3');
    await skip(19 * HOUR);
    await pass(5 * HOUR);
    await assign(run, 'i1', 'U3', '1970-01-08');
    await skip(19 * HOUR);
    await pass(5 * HOUR);
    expect(await pending()).toEqual(['i1 U2', 'i1 U3']);
    await skip(hoursAfter(3, 19));
    await pass(5 * HOUR);
    expect(await pending()).toEqual(['i1 U2', 'i1 U3', 'i1 U3']);
  });

  it('are sent within minutes of a moment that is due, at any hour; those that are found later in waking hours', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2', '1970-01-02T02:10:00.000Z');
    await assign(run, 'i2', 'U2', '1970-01-02T09:00:00.000Z');
    await assign(run, 'i3', 'U-tokyo', '1970-01-01T20:00:00.000Z'); // 05:00 in Tokyo.
    await clock.advance(hoursAfter(1, 2));
    start();
    await pass(HOUR / 3);
    expect(await pending()).toEqual(['i3 U-tokyo', 'i1 U2']);
    await pass(6 * HOUR);
    expect(await pending()).toHaveLength(2);
    await pass(HOUR);
    expect(await pending()).toEqual(['i3 U-tokyo', 'i1 U2', 'i2 U2']);
    await assign(run, 'i1', 'U3', '1970-01-02T12:00:00.000Z');
    await skip(14 * HOUR); // To 23:20: the app was down in the meantime.
    await pass(8 * HOUR);
    expect(await pending()).toHaveLength(3);
    await pass(HOUR);
    expect(await pending()).toEqual(['i3 U-tokyo', 'i1 U2', 'i2 U2', 'i1 U3']);
  });

  it('are not sent for items that are done, skipped, unassigned, without a due date, or archived', async () => {
    const run = await post();
    await assign(run, 'i1', 'U2');
    await settle(run, 'i1', { kind: 'done' });
    await assign(run, 'i2', 'U2');
    await settle(run, 'i2', { kind: 'skipped', reason: 'no' });
    await runs.editItem({ ...press(run, 'i3'), due: { to: '1970-01-01' } });
    await clock.advance(hoursAfter(2, 8));
    start();
    await pass(5 * HOUR);
    await settle(run, 'i2', { kind: 'open' });
    await runs.archive({ ...keyOf(run), by: aPerson(), at: new Date(0) });
    await skip(19 * HOUR);
    await pass(5 * HOUR);
    expect(await pending()).toEqual([]);
  });
});

it('knows the date and the hour of a time zone, and uses UTC if it does not know the zone', () => {
  const newYear = Date.UTC(2026, 11, 31, 23, 30);
  expect(localTime(newYear, 'Europe/Berlin')).toEqual({ date: '2027-01-01', hour: 0 });
  expect(localTime(newYear, 'America/New_York')).toEqual({ date: '2026-12-31', hour: 18 });
  expect(localTime(newYear, 'Middle/Earth')).toEqual({ date: '2026-12-31', hour: 23 });
});
