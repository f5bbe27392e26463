import type { PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { describeWithPostgres, type EmptyDatabase, emptyPostgres } from '../storage/on-each-database.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

async function post({ slack }: TestWorkspace): Promise<PostedMessage> {
  return (await postChecklist(slack)).posted;
}
function privateText({ slack }: TestWorkspace): string {
  return slack.workspace
    .visibleTo('ada', '#deployments')
    .map(({ text }) => text)
    .join('\n');
}

describeWithPostgres('a press while Postgres is unavailable', (admin) => {
  let database: EmptyDatabase;
  let workspace: TestWorkspace;
  let other: pg.Client;
  beforeEach(async () => {
    database = await emptyPostgres(admin);
    workspace = await startWorkspace(await guideOf(launchFiles), { databaseUrl: database.url });
    other = new pg.Client({ connectionString: database.url });
    other.on('error', () => {});
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await workspace.stop();
    await database.remove();
  });

  it('is reported as not saved before Slack times out if its run is locked, and works afterwards', async () => {
    const posted = await post(workspace);
    await other.query('begin; select id from runs for update');
    const pressed = await posted.press('Done', { nth: 0 });
    // The simulated Slack gives up after 3 s, as Slack does.
    expect(pressed.outcome).toEqual({ kind: 'ok' });
    await workspace.slack.until(() => privateText(workspace).includes("This wasn't saved"));
    await other.query('rollback');
    await posted.press('Done', { nth: 0 });
    await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
  });

  it('is reported as not saved before the release step has run, and the log says which command to run', async () => {
    const posted = await post(workspace);
    await other.query('alter table runs rename to runs_of_later');
    await posted.press('Done', { nth: 0 });
    await workspace.slack.until(() => privateText(workspace).includes("This wasn't saved"));
    expect(workspace.log.join('\n')).toContain('run guidepost migrate');
    await other.query('alter table runs_of_later rename to runs');
    await posted.press('Done', { nth: 0 });
    await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
  });

  it('on Home opens a placeholder dialog before the trigger expires, and fills it when the data arrives', async () => {
    const ada = workspace.slack.workspace.as('ada');
    const home = await ada.openHome();
    await workspace.slack.until(() => home.view !== undefined, { what: 'Home' });
    await other.query('begin; lock table runs in access exclusive mode');
    await home.choose('Or ask here', 'checklists');
    const shows = (text: string) => () => ada.hasDialog && ada.dialog().plainText().includes(text);
    await workspace.slack.until(shows('Still looking'), { what: 'the dialog' });
    await other.query('rollback');
    await workspace.slack.until(shows('Launch'), { what: 'the list of checklists' });
    expect(workspace.slack.workspace.dialogs('ada')).toHaveLength(1);
  });

  it.each([
    ['the opening of the dialog', 'views.open', {}],
    ['the answer in it', 'views.update', {}],
    ['the answer in it, which did not arrive', 'views.update', { undone: true }],
  ])('on Home is answered in the placeholder dialog even if the reply was lost to %s', async (_, method, fault) => {
    const ada = workspace.slack.workspace.as('ada');
    const home = await ada.openHome();
    await workspace.slack.until(() => home.view !== undefined, { what: 'Home' });
    await other.query('begin; lock table runs in access exclusive mode');
    workspace.slack.faults.next(method, { garbleReply: 'html', ...fault });
    await home.choose('Or ask here', 'checklists');
    const shows = (text: string) => () => ada.hasDialog && ada.dialog().plainText().includes(text);
    await workspace.slack.until(shows('If it does not, close this and press again.'), { what: 'the dialog' });
    await other.query('rollback');
    await workspace.slack.until(shows('Launch'), { what: 'the list of checklists' });
    expect(workspace.slack.workspace.dialogs('ada')).toHaveLength(1);
    expect(workspace.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  it('is reported as not saved when every connection is in use', async () => {
    const posted = await post(workspace);
    await other.query('begin; lock table runs in access exclusive mode');
    // More presses on different things than there are connections, each of which waits for the lock.
    const asked = Array.from({ length: 8 }, () =>
      workspace.slack.workspace.as('ben').in('#deployments').command('/guide checklists'),
    );
    await posted.press('Done', { nth: 0 });
    await workspace.slack.until(() => /This wasn't saved|isn't saved yet/.test(privateText(workspace)));
    await other.query('rollback');
    await Promise.allSettled(asked);
  });
});

describe('a press while SQLite is locked by another program', () => {
  it('is reported as not saved yet before Slack times out, and is saved when the lock is released', async () => {
    const workspace = await startWorkspace(await guideOf(launchFiles));
    try {
      const posted = await post(workspace);
      workspace.withDatabase((file) => file.exec('begin immediate'));
      expect((await posted.press('Done', { nth: 0 })).outcome).toEqual({ kind: 'ok' });
      await workspace.slack.until(() => privateText(workspace).includes("Your change isn't saved yet"));
      workspace.withDatabase((file) => file.exec('rollback'));
      await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
    } finally {
      await workspace.stop();
    }
  });
});
