import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { RevisionStore, RunStore } from '../../src/checklist/run-store.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRevisionStore } from '../../src/storage/revisions.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

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
