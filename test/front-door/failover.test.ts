import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { asAdmin, describeWithPostgres, type EmptyDatabase, emptyPostgres } from '../storage/on-each-database.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

describeWithPostgres('a press on Postgres', (admin) => {
  let database: EmptyDatabase;
  let workspace: TestWorkspace;
  beforeEach(async () => {
    database = await emptyPostgres(admin);
    workspace = await startWorkspace(await guideOf(goingLiveFiles), { databaseUrl: database.url });
  });
  afterEach(async () => {
    await workspace.stop();
    await database.remove();
  });

  const name = () => new URL(database.url).pathname.slice(1);
  const setReadOnly = (value: 'on' | 'off') =>
    asAdmin(admin, `alter database ${name()} set default_transaction_read_only = ${value}`);
  const endConnections = () =>
    asAdmin(admin, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name()}'`);
  const told = (): number =>
    workspace.slack.workspace.visibleTo('ada', '#deployments').filter(({ text }) => text.includes("This wasn't saved"))
      .length;

  it('is reported as not saved while the server allows only reading, and saved with the next press afterwards', async () => {
    const { slack } = workspace;
    const { posted } = await postChecklist(slack);
    await setReadOnly('on');
    await endConnections();
    // As many presses as there are connections, so that each of them has become read-only.
    const presses = [0, 1, 2, 0].map((nth) => posted.press('Done', { nth }));
    await Promise.all(presses);
    await slack.until(() => told() >= 1, { what: 'the message to the presser' });
    const list = await slack.workspace.as('ben').in('#deployments').command('/guide checklists');
    expect(list.plainText()).toContain('0 of 3');
    await setReadOnly('off');
    const before = told();
    await posted.press('Done', { nth: 0 });
    await slack.until(() => posted.plainText().includes('1 of 3') || told() > before, { what: 'an outcome' });
    expect(posted.plainText()).toContain('1 of 3');
  });

  it('is not needed to see in the health check whether changes are refused', async () => {
    const health = async () =>
      ((await (await fetch(workspace.url('/healthz'))).json()) as { database: string }).database;
    const untilHealth = async (wanted: string) => {
      while ((await health()) !== wanted) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await untilHealth('reachable');
    await setReadOnly('on');
    await endConnections();
    await untilHealth('read-only');
    // Started again meanwhile, it cannot even look whether the database is up to date.
    await workspace.restartApp();
    await untilHealth('read-only');
    await setReadOnly('off');
    await untilHealth('reachable');
    await postChecklist(workspace.slack);
  });

  it('is saved after every connection was ended', async () => {
    const { slack } = workspace;
    const { posted } = await postChecklist(slack);
    await Promise.all([0, 1, 2].map((nth) => posted.press('Done', { nth })));
    await slack.until(() => posted.plainText().includes('3 of 3'), { what: 'the ticks' });
    await endConnections();
    await posted.press('Reopen', { nth: 0 });
    await slack.until(() => posted.plainText().includes('2 of 3') || told() > 0, { what: 'an outcome' });
    if (told() > 0) await posted.press('Reopen', { nth: 0 });
    await slack.until(() => posted.plainText().includes('2 of 3'), { what: 'the reopened item' });
  });
});
