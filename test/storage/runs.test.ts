import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeItem } from '../../src/checklist/change-item.js';
import type { Run } from '../../src/checklist/run.js';
import type { RevisionStore, RunKey, RunStore } from '../../src/checklist/run-store.js';
import { startRun } from '../../src/checklist/start-run.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRevisionStore, createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { itLong } from '../long-tests.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';
import { startProcess } from './processes/start-process.js';

function at(second: number): Date {
  return new Date(Date.UTC(2026, 10, 20, 9, 0, second));
}
function keyOf({ installation, id }: Run): RunKey {
  return { installation, run: id };
}
function doneItems(run: Run): string[] {
  return run.items.filter(({ state }) => state.kind === 'done').map(({ id }) => id);
}
function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `i${index + 1}`);
}

describeOnEachDatabase('the run store', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  let store: RunStore;

  beforeAll(async () => {
    empty = await make();
    db = await openDatabase(empty);
    await migrate(db);
    store = createRunStore(db);
  });
  afterAll(async () => {
    await db?.close();
    await empty?.remove();
  });

  const post = async (items = 3, changes: Parameters<typeof aNewRun>[1] = {}): Promise<Run> => {
    const { run } = await store.create(aNewRun(items, { installation: randomUUID(), id: randomUUID(), ...changes }));
    return store.markPosted(keyOf(run), '1763600000.000100');
  };
  const press = async (run: Run, item: string, done: boolean, second = 1, by = 'U1'): Promise<Run> => {
    const { run: after } = await store.setItem({
      ...keyOf(run),
      item,
      outcome: { kind: done ? 'done' : 'open' },
      by: aPerson(by),
      at: at(second),
      sequence: second + 1,
    });
    return after;
  };
  const events = (run: Run) =>
    db.kysely
      .selectFrom('item_events')
      .selectAll()
      .where('installation', '=', run.installation)
      .orderBy('version')
      .execute();
  it('returns a run as it was created, with all items open', async () => {
    const newRun = aNewRun(12, { installation: randomUUID(), id: randomUUID() });
    const { run, created } = await store.create(newRun);
    expect(created).toBe(true);
    expect(run).toEqual(startRun(newRun));
    expect(await store.get(keyOf(run))).toEqual(run);
  });

  it('stores any text, in any script and with any character', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (title, value) => {
        const items = [{ id: 'i1', rules: {}, title, titleContent: [{ type: 'text' as const, value }], detail: [] }];
        const { run } = await store.create(aNewRun(0, { installation: randomUUID(), id: randomUUID(), title, items }));
        const stored = await store.get(keyOf(run));
        const shown = title.replaceAll('\0', '\u{FFFD}');
        expect([stored.title, stored.items[0]?.title]).toEqual([shown, shown]);
        expect(stored.items[0]?.titleContent).toEqual(items[0]?.titleContent);
      }),
      { numRuns: 20 },
    );
  });

  it('creates one run when the same posting is requested twice, even at the same time', async () => {
    const newRun = aNewRun(3, { installation: randomUUID(), id: randomUUID() });
    const both = await Promise.all([store.create(newRun), store.create({ ...newRun, title: 'Later' })]);
    expect(both.filter(({ created }) => created)).toHaveLength(1);
    expect(both[0].run).toEqual(both[1].run);
    await press(both[0].run, 'i1', true);
    const third = await store.create(newRun);
    expect(third.created).toBe(false);
    expect(doneItems(third.run)).toEqual(['i1']);
  });

  it('stores thousands of items in their order', async () => {
    const run = await post(2500);
    expect(run.items.map(({ id }) => id)).toEqual(numbered(2500));
  });

  it('stores who pressed and when, and adds an event', async () => {
    const run = await post();
    const after = await press(run, 'i2', true, 5, 'U7');
    expect(await store.get(keyOf(run))).toEqual(after);
    const change = {
      field: 'state',
      item: 'i2',
      outcome: { kind: 'done' },
      by: aPerson('U7'),
      at: at(5),
      sequence: 6,
    } as const;
    expect(after).toEqual(changeItem(run, change).run);
    expect(await events(run)).toEqual([
      {
        installation: run.installation,
        run: run.id,
        version: after.wantedVersion,
        item: 'i2',
        part: 'state',
        state: 'done',
        detail: null,
        changed_by: 'U7',
        changed_by_name: 'Name of U7',
        changed_at: at(5).getTime(),
      },
    ]);
  });

  it('changes nothing when a press is repeated', async () => {
    const run = await post();
    const once = await press(run, 'i1', true, 1, 'U1');
    expect(await press(run, 'i1', true, 1, 'U1')).toEqual(once);
    expect(await store.get(keyOf(run))).toEqual(once);
    const again = await press(run, 'i1', true, 2, 'U2');
    expect([again.items[0]?.state, again.wantedVersion]).toEqual([once.items[0]?.state, once.wantedVersion]);
    expect(await events(run)).toHaveLength(1);
  });

  it('stores when a run was completed, until an item is reopened', async () => {
    const run = await post(2);
    await press(run, 'i1', true, 1);
    expect((await press(run, 'i2', true, 9)).completedAt).toEqual(at(9));
    expect((await store.get(keyOf(run))).completedAt).toEqual(at(9));
    await press(run, 'i1', false, 10);
    expect((await store.get(keyOf(run))).completedAt).toBeUndefined();
    expect((await events(run)).map(({ item, state }) => `${item} ${state}`)).toEqual(['i1 done', 'i2 done', 'i1 open']);
  });

  it('loses nothing when fifty people press different items at the same time', async () => {
    const run = await post(50);
    await Promise.all(numbered(50).map((item, index) => press(run, item, true, index, `U${index}`)));
    const after = await store.get(keyOf(run));
    expect(doneItems(after)).toEqual(numbered(50));
    expect(after.wantedVersion).toBe(run.wantedVersion + 50);
    expect(after.completedAt).toBeDefined();
    expect(after.items[7]?.state).toEqual({ kind: 'done', by: aPerson('U7'), at: at(7) });
    expect(await events(run)).toHaveLength(50);
  });

  itLong('loses nothing when two processes write at the same time', async () => {
    const run = await post(120);
    const place = [empty.url, run.installation, run.id] as const;
    const [first, second] = [
      startProcess('./press-items.js', ...place, '1', '70', 'U1'),
      startProcess('./press-items.js', ...place, '51', '120', 'U2'),
    ];
    expect([(await first.ended).code, (await second.ended).code]).toEqual([0, 0]);
    const after = await store.get(keyOf(run));
    expect(doneItems(after)).toEqual(numbered(120));
    expect(after.wantedVersion).toBe(run.wantedVersion + 120);
    expect(await events(run)).toHaveLength(120);
  });

  it('loses nothing that was acknowledged when the process is killed', async () => {
    for (const acknowledgements of [1, 17, 60]) {
      const run = await post(20);
      const other = startProcess('./press-items.js', empty.url, run.installation, run.id, '1', '20', 'U1', 'forever');
      await other.reported(acknowledgements);
      other.process.kill('SIGKILL');
      expect((await other.ended).signal).toBe('SIGKILL');
      const stored = await events(run);
      expect(other.reports.length).toBeGreaterThanOrEqual(acknowledgements);
      expect(stored.slice(0, other.reports.length).map(({ item, state }) => `${item} ${state}`)).toEqual(other.reports);
      const after = await store.get(keyOf(run));
      expect(after.wantedVersion).toBe(run.wantedVersion + stored.length);
      for (const item of after.items) {
        expect(item.state.kind).toBe(stored.findLast((event) => event.item === item.id)?.state ?? 'open');
      }
    }
  });

  it('distinguishes runs of two installations that have the same id', async () => {
    const id = randomUUID();
    const [one, two] = [await post(3, { id }), await post(3, { id })];
    await press(one, 'i1', true);
    expect(doneItems(await store.get(keyOf(one)))).toEqual(['i1']);
    expect(doneItems(await store.get(keyOf(two)))).toEqual([]);
    await store.discard(keyOf(one));
    expect(await store.get(keyOf(two))).toEqual(two);
  });

  it('refuses an item that the run does not have, and changes nothing', async () => {
    const run = await post();
    await expect(press(run, 'i9', true)).rejects.toMatchObject({ name: 'ItemNotFound', run: run.id, item: 'i9' });
    expect(await store.get(keyOf(run))).toEqual(run);
  });

  it('refuses an invalid time', async () => {
    const run = await post();
    const change = {
      ...keyOf(run),
      item: 'i1',
      outcome: { kind: 'done' as const },
      by: aPerson(),
      at: new Date('soon'),
    };
    await expect(store.setItem(change)).rejects.toThrow('not a valid date');
    expect(await store.get(keyOf(run))).toEqual(run);
  });

  it('lists the runs of a channel, newest first, each with its items', async () => {
    const installation = randomUUID();
    const posted = await Promise.all([10, 30, 20].map((second) => post(2, { installation, postedAt: at(second) })));
    await post(2, { installation, channel: 'C2', postedAt: at(40) });
    const listed = await store.inChannel({ installation, channel: 'C1', limit: 2 });
    expect(listed).toEqual([posted[1], posted[2]]);
  });

  it('deletes a run with everything that belongs to it, and repeating that is harmless', async () => {
    const run = await post();
    await press(run, 'i1', true);
    await store.discard(keyOf(run));
    await store.discard(keyOf(run));
    await expect(store.get(keyOf(run))).rejects.toMatchObject({ name: 'RunNotFound' });
    expect(await events(run)).toEqual([]);
  });
});

const key = { installation: 'T1', run: 'run-1' };

describeOnEachDatabase('comparisons with the guide', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  let runs: RunStore;
  let revisions: RevisionStore;

  beforeEach(async () => {
    empty = await make();
    db = await openDatabase({ url: empty.url });
    await migrate(db);
    runs = createRunStore(db);
    revisions = createRevisionStore(db);
    await runs.create(aNewRun());
    await runs.markPosted(key, '1763640000.000100');
  });
  afterEach(async () => {
    await db.close();
    await empty.remove();
  });

  const uncompared = async (revision: string) => (await revisions.findUncompared(revision, 10)).map(({ id }) => id);
  const wanted = async () => (await runs.get(key)).wantedVersion;

  it('are due for open runs from another revision, once for each revision', async () => {
    expect(await uncompared('r1')).toEqual([]);
    expect(await uncompared('r2')).toEqual(['run-1']);
    await revisions.saveComparison(key, { revision: 'r2', changed: true });
    expect(await uncompared('r2')).toEqual([]);
    expect(await uncompared('r3')).toEqual(['run-1']);
    expect(await uncompared('r1')).toEqual(['run-1']);
  });

  it('cause an update if the message has to say something else, and only then', async () => {
    const before = await wanted();
    await revisions.saveComparison(key, { revision: 'r2', changed: false });
    expect(await wanted()).toBe(before);
    await revisions.saveComparison(key, { revision: 'r3', changed: true });
    await revisions.saveComparison(key, { revision: 'r3', changed: true });
    await revisions.saveComparison(key, { revision: 'r4', changed: true });
    expect(await wanted()).toBe(before + 1);
    await revisions.saveComparison(key, { revision: 'r1', changed: false });
    expect(await wanted()).toBe(before + 2);
  });

  it('leave out runs that are archived or gone', async () => {
    await runs.archive({ ...key, by: aPerson(), at: new Date() });
    expect(await uncompared('r2')).toEqual([]);
    await runs.discard(key);
    await revisions.saveComparison(key, { revision: 'r2', changed: true });
  });
});
