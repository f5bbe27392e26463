import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KEPT_PAGES, type RecentPageStore } from '../../src/asks/recent-pages.js';
import type { ChannelSettingsStore } from '../../src/channels/channel-settings.js';
import { createChannelSettingsStore } from '../../src/storage/channel-settings.js';
import type { Database } from '../../src/storage/database.js';
import { removeInstallation } from '../../src/storage/installations.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRecentPageStore } from '../../src/storage/recent-pages.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const DAY = 24 * 3_600_000;
const now = Date.now();
const ada = { installation: 'T1', person: 'ada' };

function read(page: string, minute: number, reader = ada) {
  return { ...reader, page, at: new Date(now + minute * 60_000) };
}

describeOnEachDatabase('what people read lately', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  let reads: RecentPageStore;
  let settings: ChannelSettingsStore;
  beforeAll(async () => {
    empty = await make();
    db = await openDatabase({ url: empty.url });
    await migrate(db);
    reads = createRecentPageStore(db);
    settings = createChannelSettingsStore(db);
  });
  afterAll(async () => {
    await db.close();
    await empty.remove();
  });

  it('has each page once, the newest first, and only the newest of each person', async () => {
    await reads.add([read('logs', 1), read('servers', 2), read('logs', 3)]);
    expect(await reads.pagesOf(ada)).toEqual(['logs', 'servers']);
    await reads.add(Array.from({ length: KEPT_PAGES }, (_, n) => read(`page-${n}`, 10 + n)));
    await reads.add([read('servers', 5), read('a', 1, { ...ada, person: 'ben' })]);
    expect(await reads.pagesOf(ada)).toEqual(['page-4', 'page-3', 'page-2', 'page-1', 'page-0']);
    expect(await reads.pagesOf({ ...ada, person: 'ben' })).toEqual(['a']);
    expect(await reads.pagesOf({ ...ada, installation: 'T2' })).toEqual([]);
  });

  it('takes what several processes write at the same time', async () => {
    const people = ['dan', 'eve', 'fay'].map((person) => ({ installation: 'T1', person }));
    const batch = (turn: number) => people.map((reader, n) => read(`p-${(n + turn) % 3}`, turn, reader));
    await Promise.all([1, 2, 3, 4, 5, 6].map((turn) => reads.add(turn % 2 ? batch(turn) : batch(turn).reverse())));
    for (const reader of people) expect((await reads.pagesOf(reader)).length).toBeLessThanOrEqual(3);
  });

  it('forgets a person, and what is too old', async () => {
    const old = { installation: 'T1', person: 'old' };
    await reads.add([{ ...old, page: 'a', at: new Date(now - 91 * DAY) }, read('b', 0, old)]);
    expect(await reads.expire(90)).toBe(1);
    expect(await reads.pagesOf(old)).toEqual(['b']);
    expect(await reads.forget(old)).toBe(1);
    expect(await reads.pagesOf(old)).toEqual([]);
  });

  it('keeps the last settings of a channel, and loses all with the workspace', async () => {
    const key = { installation: 'T9', channel: 'C1' };
    expect(await settings.read(key)).toBeUndefined();
    const changedAt = new Date(1_700_000_000_123);
    await settings.write(key, { answersMentions: false, preferredPage: 'fly-io', changedBy: 'ada', changedAt });
    await settings.write(key, { answersMentions: true, questionsTo: 'ben', changedBy: 'eve', changedAt });
    expect(await settings.read(key)).toEqual({
      answersMentions: true,
      questionsTo: 'ben',
      changedBy: 'eve',
      changedAt,
    });
    expect(await settings.read({ ...key, channel: 'C2' })).toBeUndefined();
    await reads.add([read('a', 0, { installation: 'T9', person: 'ada' })]);
    await removeInstallation(db, 'T9', new Date(8.64e15));
    expect(await settings.read(key)).toBeUndefined();
    expect(await reads.pagesOf({ installation: 'T9', person: 'ada' })).toEqual([]);
  });
});
