import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { EditionStore, RunStore } from '../../src/checklist/run-store.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createEditionStore } from '../../src/storage/revisions.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

// Disks take their time on a busy machine.
jest.setTimeout(60_000);

const key = { installation: 'T1', run: 'run-1' };

describeOnEachDatabase('comparisons with the guide', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  let runs: RunStore;
  let editions: EditionStore;

  beforeEach(async () => {
    empty = await make();
    db = await openDatabase({ url: empty.url });
    await migrate(db);
    runs = createRunStore(db);
    editions = createEditionStore(db);
    await runs.create(aNewRun());
    await runs.posted(key, '1763640000.000100');
  });
  afterEach(async () => {
    await db.close();
    await empty.remove();
  });

  const uncompared = async (revision: string) => (await editions.uncompared(revision, 10)).map(({ id }) => id);
  const wanted = async () => (await runs.get(key)).wantedVersion;

  it('are owed for runs under way from another edition, once for each edition', async () => {
    expect(await uncompared('r1')).toEqual([]);
    expect(await uncompared('r2')).toEqual(['run-1']);
    await editions.compared(key, { revision: 'r2', changed: true });
    expect(await uncompared('r2')).toEqual([]);
    expect(await uncompared('r3')).toEqual(['run-1']);
    expect(await uncompared('r1')).toEqual(['run-1']);
  });

  it('owe a redraw where the message says something else by now, and only then', async () => {
    const before = await wanted();
    await editions.compared(key, { revision: 'r2', changed: false });
    expect(await wanted()).toBe(before);
    await editions.compared(key, { revision: 'r3', changed: true });
    await editions.compared(key, { revision: 'r3', changed: true });
    await editions.compared(key, { revision: 'r4', changed: true });
    expect(await wanted()).toBe(before + 1);
    await editions.compared(key, { revision: 'r1', changed: false });
    expect(await wanted()).toBe(before + 2);
  });

  it('leave alone what is archived or gone', async () => {
    await runs.archive({ ...key, by: aPerson(), at: new Date() });
    expect(await uncompared('r2')).toEqual([]);
    await runs.discard(key);
    await editions.compared(key, { revision: 'r2', changed: true });
  });
});
