import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AskStore, StoredAsk } from '../../src/asks/ask-log.js';
import { KEPT_PAGES, type RecentPageStore } from '../../src/asks/recent-pages.js';
import type { ChannelSettingsStore } from '../../src/channels/channel-settings.js';
import { createAskStore, createRecentPageStore } from '../../src/storage/asks.js';
import { createChannelSettingsStore } from '../../src/storage/channel-settings.js';
import type { Database } from '../../src/storage/database.js';
import { removeInstallation } from '../../src/storage/installations.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const DAY = 24 * 3_600_000;
const now = Date.now();

function event<E extends Partial<StoredAsk>>(id: string, more: E, ageMs = 0): StoredAsk {
  return {
    ...{ id, installation: 'T1', person: 'ada', surface: 'command', at: new Date(now - ageMs) },
    ...more,
  } as StoredAsk;
}

const everyKind = (installation: string): StoredAsk[] => [
  event(
    '1',
    {
      ...{ installation, kind: 'asked', question: 'why \u{1f40d}?' },
      outcome: { kind: 'list', pages: ['servers', 'logs'], section: 'files' },
    },
    50,
  ),
  event('2', { installation, kind: 'opened', page: 'logs', through: ['servers'], question: 'why?' }, 40),
  event('3', { installation, kind: 'read', page: 'logs' }, 30),
  event(
    '4',
    { installation, kind: 'judged', page: 'logs', question: 'why?', isHelpful: false, comment: 'No example' },
    20,
  ),
  event('5', { installation, kind: 'judged', isHelpful: true, person: 'ben' }, 10),
];

describeOnEachDatabase('what was asked', (make) => {
  let empty: EmptyDatabase;
  let database: Database;
  let store: AskStore;
  beforeAll(async () => {
    empty = await make();
    database = await openDatabase(empty);
    await migrate(database);
    store = createAskStore(database);
  });
  afterAll(async () => {
    await database.close();
    await empty.remove();
  });

  it('is read as it was written, oldest first, and a batch that is written again changes nothing', async () => {
    const events = everyKind('whole');
    await store.add(events);
    await store.add(events);
    expect(await store.since('whole', new Date(now - DAY), 100)).toEqual(events);
    expect(await store.since('other', new Date(now - DAY), 100)).toEqual([]);
  });

  it('is cut at the newest ones', async () => {
    await store.add(everyKind('cut'));
    expect((await store.since('cut', new Date(now - DAY), 2)).map(({ id }) => id)).toEqual(['4', '5']);
    expect((await store.since('cut', new Date(now - 35), 100)).map(({ id }) => id)).toEqual(['3', '4', '5']);
  });

  it('takes a text with the character NUL, and one without a person', async () => {
    const { person: _, ...anonymous } = event('nul', { kind: 'asked', question: 'a\0b', installation: 'nul' });
    await store.add([{ ...anonymous, outcome: { kind: 'nothing', pages: [] } } as StoredAsk]);
    const [read] = await store.since('nul', new Date(0), 10);
    expect(read).toMatchObject({ question: 'a\u{FFFD}b' });
    expect(read).not.toHaveProperty('person');
  });

  it('is forgotten for one person of one installation', async () => {
    await store.add([...everyKind('T7'), ...everyKind('T8')]);
    expect(await store.forget({ installation: 'T7', person: 'ada' })).toBe(4);
    expect((await store.since('T7', new Date(0), 10)).map(({ person }) => person)).toEqual(['ben']);
    expect(await store.since('T8', new Date(0), 10)).toHaveLength(5);
  });

  it('counts how often pages were shown or opened, not those on the way or in a list', async () => {
    const before = await store.readCounts(new Date(now - DAY));
    await store.add(everyKind('T4'));
    const page = { kind: 'page', pages: ['servers'] } as const;
    await store.add([event('6', { installation: 'T4', kind: 'asked', question: 'x', outcome: page })]);
    const after = await store.readCounts(new Date(now - DAY));
    const more = (slug: string) => (after.get(slug) ?? 0) - (before.get(slug) ?? 0);
    expect([more('logs'), more('servers')]).toEqual([2, 1]);
    expect(await store.readCounts(new Date(now + DAY))).toEqual(new Map());
  });

  it('goes after so many days, in every installation', async () => {
    await store.add([
      event('old', { kind: 'read', page: 'logs', installation: 'T5' }, 8 * DAY),
      event('new', { kind: 'read', page: 'logs', installation: 'T5' }, 6 * DAY),
      event('old', { kind: 'read', page: 'logs', installation: 'T6' }, 8 * DAY),
    ]);
    expect(await store.expire(7)).toBe(2);
    expect((await store.since('T5', new Date(0), 10)).map(({ id }) => id)).toEqual(['new']);
    expect(await store.expire(7)).toBe(0);
  });

  it('goes when the app is removed from a workspace', async () => {
    await store.add(everyKind('gone'));
    expect(await removeInstallation(database, 'gone', new Date())).toBe(true);
    expect(await store.since('gone', new Date(0), 10)).toEqual([]);
  });
});

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
