import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { runInProcess } from '../cli/run-in-process.js';
import { itLong } from '../long-tests.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let folder: string;
let workspace: TestWorkspace;
function url(name: string): string {
  return `sqlite:${join(folder, name)}`;
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-backup-'));
  const guide = await guideOf(launchFiles);
  workspace = await startWorkspace(guide, { databaseUrl: url('app.db') });
});
afterEach(async () => {
  await workspace.stop();
  rmSync(folder, { recursive: true });
});

itLong(
  'a team continues its checklist from a backup made while the app was running, after the database was lost',
  async () => {
    const { slack } = workspace;
    const { posted } = await postChecklist(slack);
    await posted.press('Done', { nth: 0 });
    await slack.until(() => posted.plainText().includes('1 of 2'));

    const file = join(folder, 'backup.db');
    const backup = await runInProcess(['backup', file], { env: { DATABASE_URL: url('app.db') } });
    expect(backup).toMatchObject({ code: 0, out: expect.stringContaining('1 posted checklist,') });
    const stored = workspace.withDatabase((database) => database.prepare('select * from run_items').all());

    await workspace.stopApp();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `app.db${suffix}`), { force: true });
    expect((await runInProcess(['restore', file], { env: { DATABASE_URL: url('app.db') } })).code).toBe(0);
    await workspace.restartApp();
    expect(workspace.withDatabase((database) => database.prepare('select * from run_items').all())).toEqual(stored);
    await posted.press('Done', { nth: 0 });
    await slack.until(() => posted.plainText().includes('2 of 2'));
  },
);

it('a team continues its checklist from a copy of the one file, taken after the app was stopped', async () => {
  const { slack } = workspace;
  const { posted } = await postChecklist(slack);
  await posted.press('Done', { nth: 0 });
  await slack.until(() => posted.plainText().includes('1 of 2'));
  await workspace.stopApp();
  copyFileSync(join(folder, 'app.db'), join(folder, 'copy.db'));
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `app.db${suffix}`), { force: true });
  copyFileSync(join(folder, 'copy.db'), join(folder, 'app.db'));
  await workspace.restartApp();
  await posted.press('Done', { nth: 0 });
  await slack.until(() => posted.plainText().includes('2 of 2'));
});
