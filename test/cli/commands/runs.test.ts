import { describe, expect, it } from '@jest/globals';
import { migrate } from '../../../src/storage/migrate.js';
import { openDatabase } from '../../../src/storage/open-database.js';
import { createRunStore } from '../../../src/storage/runs.js';
import { aNewRun, aPerson } from '../../checklist/runs.js';
import { folderOf, runInProcess } from '../run-in-process.js';

async function withRuns() {
  const cwd = await folderOf({ 'x.txt': '' });
  const DATABASE_URL = `sqlite:${cwd}/runs.db`;
  const database = await openDatabase({ url: DATABASE_URL });
  await migrate(database);
  const store = createRunStore(database);
  const postedAt = new Date('2026-11-20T09:00:00Z');
  for (const id of ['one', 'two']) {
    await store.create(aNewRun(2, { id, name: `shop ${id}`, page: 'release', postedAt }));
    const at = new Date(postedAt.getTime() + 90_000);
    await store.setItem({ installation: 'T1', run: id, item: 'i1', by: aPerson('U2'), at, outcome: { kind: 'done' } });
  }
  await database.close();
  return (...args: string[]) => runInProcess(args, { cwd, env: { DATABASE_URL } });
}

describe('guidepost export', () => {
  it('lists the newest runs, and prints one as Markdown, JSON and CSV', async () => {
    const guidepost = await withRuns();
    expect((await guidepost('export')).out).toMatch(/^two {2}2026-11-20 {2}open .*shop two\none /);
    expect((await guidepost('export', 'one')).out).toContain(
      '- [x] Step 1 (done by Name of U2 on 2026-11-20 09:01 UTC)',
    );
    const json = JSON.parse((await guidepost('export', 'one', '--format', 'json')).out);
    expect(json.history.map(({ event }: { event: string }) => event)).toEqual(['posted', 'done']);
    expect((await guidepost('export', 'one', '--format', 'csv')).out.split('\r\n')).toHaveLength(4);
  });

  it('says what is wrong with a run or a format that there is not', async () => {
    const guidepost = await withRuns();
    expect(await guidepost('export', 'three')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no run three'),
    });
    expect(await guidepost('export', 'one', '--format', 'pdf')).toMatchObject({ code: 2 });
  });
});

describe('guidepost stats', () => {
  it('says how long the steps take, for one page and since a day', async () => {
    const guidepost = await withRuns();
    const { out } = await guidepost('stats', '--page', 'release');
    expect(out).toContain('(release#checklist): 2 runs, 0 complete');
    expect(out).toMatch(/Step 1 +2 +0 +0 +2 min +2 min/);
    expect(JSON.parse((await guidepost('stats', '--json')).out)[0].steps[0]).toMatchObject({ item: 'i1', p50: 90 });
    expect((await guidepost('stats', '--since', '2026-11-21')).out).toBe('No such checklist has been posted yet.\n');
    expect(await guidepost('stats', '--since', 'yesterday')).toMatchObject({ code: 2 });
  });
});
