import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DuePage } from '../../src/reviews/page-reviews.js';
import { createReviewStore } from '../../src/storage/page-reviews.js';
import { describeOnEachDatabase, emptySqlite } from './on-each-database.js';
import { onThreeProcesses, sendAll as sendAllOf } from './three-processes.js';

const DAY = 86_400_000;

const page = (slug: string, ...owners: string[]): DuePage => ({
  slug,
  title: slug.toUpperCase(),
  file: `${slug}.md`,
  last: { day: '2025-09-30', kind: 'checked' },
  groups: [],
  owners: (owners.length > 0 ? owners : ['UADA']).map((id) => ({ kind: 'person', installation: 'T1', id })),
});

describeOnEachDatabase('what owners are asked', (make) => {
  const processes = onThreeProcesses(make, (db) => createReviewStore(db));
  const { first } = processes;
  const sendAll = () => sendAllOf(first(), ({ person, question }) => `${person} ${question.slug}`);

  it('is three pages a week, each once, whichever processes ask', async () => {
    const pages = ['a', 'b', 'c', 'd', 'e'].map((slug) => page(slug));
    const asked = await Promise.all([0, 1, 2, 0, 1].map((at) => processes.stores[at]?.ask('T1', pages, 3)));
    expect(asked.toSorted()).toEqual([0, 0, 0, 0, 3]);
    expect(await sendAll()).toEqual(['UADA a', 'UADA b', 'UADA c']);
    expect(await first().ask('T1', pages, 3)).toBe(0);
    // Another installation has its own week.
    expect(await first().ask('T2', [page('a')], 3)).toBe(1);
  });

  it('goes to each owner of a page, and counts as one page', async () => {
    await first().ask('T1', [page('a', 'UADA', 'CTEAM'), page('b'), page('c'), page('d')], 3);
    expect(await sendAll()).toEqual(['CTEAM a', 'UADA a', 'UADA b', 'UADA c']);
  });

  it('is not asked of a page that was put off, and not again of one that is right', async () => {
    await first().snooze({ installation: 'T1', slug: 'a' }, 30 * DAY);
    await first().keep({ installation: 'T1', slug: 'b' }, '2026-11-30', 'UADA');
    expect(await first().ask('T1', [page('a')], 3)).toBe(0);
    expect(await first().days(['T1'])).toEqual(new Map([['b', '2026-11-30']]));
    await first().keep({ installation: 'T1', slug: 'b' }, '2026-11-01', 'UBEN');
    await first().keep({ installation: 'T2', slug: 'b' }, '2026-12-01', 'UCHIKA');
    expect(await first().days(['T1'])).toEqual(new Map([['b', '2026-11-30']]));
    expect(await first().days(['T1', 'T2'])).toEqual(new Map([['b', '2026-12-01']]));
    expect(await first().days([])).toEqual(new Map());
  });

  it('is sent by one process only, and again after a failure', async () => {
    await first().ask('T1', [page('a')], 3);
    const taken = await Promise.all(processes.stores.map((store) => store.take()));
    expect(taken.map(({ kind }) => kind).sort()).toEqual(['none', 'none', 'send']);
    const [send] = taken.filter((each) => each.kind === 'send');
    if (send?.kind !== 'send') throw new Error('Nothing was taken');
    await first().record(send.message, { kind: 'pending', inMs: 60_000 });
    expect(await first().take()).toMatchObject({ kind: 'none', nextInMs: expect.any(Number) });
    await first().record(send.message, { kind: 'sent' });
    // What is no longer being sent is not recorded.
    expect((await first().take()).kind).toBe('none');
  });
});

// Postgres has a clock of its own.
describe('what owners are asked, as time goes by, on SQLite', () => {
  let now: number;
  const { first } = onThreeProcesses(emptySqlite, (db) => createReviewStore(db, () => now));
  beforeEach(() => {
    now = 1_000 * DAY;
  });

  it('goes on a week later with the next pages, and comes back after a quarter, or when it was put off until then', async () => {
    const store = first();
    const pages = ['a', 'b', 'c', 'd', 'e'].map((slug) => page(slug));
    expect(await store.ask('T1', pages, 3)).toBe(3);
    await store.snooze({ installation: 'T1', slug: 'b' }, 30 * DAY);
    now += 6 * DAY;
    expect(await store.ask('T1', pages, 3)).toBe(0);
    now += 2 * DAY;
    expect(await store.ask('T1', pages, 3)).toBe(2);
    now += 23 * DAY;
    expect(await store.ask('T1', pages, 3)).toBe(1);
    now += 60 * DAY;
    expect(await store.ask('T1', pages, 3)).toBe(2);
  });

  it('is not sent again if its sending was cut off', async () => {
    const store = first();
    await store.ask('T1', [page('a')], 3);
    expect((await store.take()).kind).toBe('send');
    now += 31_000;
    expect((await store.take()).kind).toBe('cut-off');
    expect((await store.take()).kind).toBe('none');
  });
});
