import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { runInProcess } from '../cli/run-in-process.js';
import { describeOnEachDatabase, type EmptyDatabase } from '../storage/on-each-database.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

describeOnEachDatabase('an app whose release step was skipped', (make) => {
  let database: EmptyDatabase;
  let workspace: TestWorkspace;
  beforeEach(async () => {
    database = await make();
    workspace = await startWorkspace(await guideOf(launchFiles), { databaseUrl: database.url, migrateOnStart: false });
  });
  afterEach(async () => {
    await workspace.stop();
    await database.remove();
  });
  const place = () => workspace.slack.workspace.as('ada').in('#deployments');
  const health = async (): Promise<unknown> => (await fetch(workspace.url('/healthz'))).json();
  const privateText = (): string =>
    place()
      .messages()
      .map(({ text }) => text)
      .join('\n');

  it('answers questions, says which command to run, and saves checklists once that is done', async () => {
    expect((await place().command('/guide launch')).plainText()).toContain('The day.');
    await workspace.slack.until(() => workspace.log.join('\n').includes('run guidepost migrate'), {
      what: 'the line in the log',
    });
    expect(await health()).toMatchObject({ status: 'ready', database: 'not migrated' });

    const preview = await place().command('/guide checklist launch');
    await preview.press('Post to this channel');
    await workspace.slack.until(() => privateText().includes("This wasn't saved"), { what: 'the reason' });
    expect(workspace.log.join('\n')).toMatch(
      /"level":"(warn|error)"[^\n]*it is not up to date[^\n]*run guidepost migrate/,
    );

    expect((await runInProcess(['migrate'], { env: { DATABASE_URL: database.url } })).code).toBe(0);
    expect(await health()).toMatchObject({ status: 'ready', database: 'reachable' });
    const { posted } = await postChecklist(workspace.slack);
    expect(posted.plainText()).toContain('0 of 2');
  });
});
