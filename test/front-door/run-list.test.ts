import type { OpenDialog, PostedMessage } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { releaseFiles } from '../builders/release-files.js';
import { itLong } from '../long-tests.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const guide = await guideOf({ ...goingLiveFiles, ...releaseFiles });

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}
async function post(topic: string, by = 'ada'): Promise<PostedMessage> {
  return (await postChecklist(workspace.slack, { topic, by })).posted;
}
function list(line = 'checklists', person = 'ada'): Promise<PostedMessage> {
  return as(person).in('#deployments').command(`/guide ${line}`);
}
async function dialogOf(person: string, title: string): Promise<OpenDialog> {
  await until(() => as(person).hasDialog && as(person).dialog().title === title, `the dialog “${title}”`);
  return as(person).dialog();
}
async function finish(posted: PostedMessage): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes(`${n + 1} of 3`), 'the tick');
  }
}

describe('/guide checklists', () => {
  it('shows open runs with their phase and who leads them, then the finished ones, which can be reopened', async () => {
    await post('release: shop-api 2.4 service=shop version=2.4', 'ben');
    const done = await post('going live: shop-api 2.3');
    await finish(done);
    const reply = await list();
    const text = reply.plainText();
    expect(text).toMatch(
      /Open in this channel[\s\S]*Release checklist – shop-api 2\.4[\s\S]*0 of 13 done · in Before · led by ben/,
    );
    expect(text).toMatch(/\nFinished\n[\s\S]*Going live checklist – shop-api 2\.3[\s\S]*3 of 3 done · finished/);
    expect(text.indexOf('Finished')).toBeGreaterThan(text.indexOf('shop-api 2.4'));
    await reply.press('Show all', { nth: 1 });
    const dialog = await dialogOf('ada', 'All items');
    await dialog.press('Reopen', { nth: 0 });
    await until(() => done.plainText().includes('2 of 3'), 'the item to be open again');
    await dialog.close();
    expect((await list()).plainText()).not.toContain('\nFinished\n');
  });

  itLong(
    'finds runs by words of their names, also finished and archived ones, and says when there is none',
    async () => {
      for (const name of ['shop-api 2.3', 'shop-api 2.4', 'billing 7']) await post(`going live: ${name}`);
      await finish(await post('going live: Shop API 1.9 api'));
      await (await list('checklists shop-api 2.4')).press('Archive');
      await until(() => workspace.withDatabase(archivedRuns) === 1, 'the archiving');
      const found = await list('checklists SHOP api');
      expect(found.plainText()).toMatch(/2\.3[\s\S]*Finished[\s\S]*1\.9[\s\S]*Archived[\s\S]*2\.4/);
      expect(found.plainText()).not.toContain('billing');
      await found.press('All checklists');
      await until(() => found.plainText().includes('billing'), 'all of them');
      const none = await list('checklists mainframe');
      expect(none.plainText()).toContain('No checklist of this channel or of the guide has mainframe');
      await none.press('Ask the guide');
      await until(() => none.plainText().includes('has no page that answers that'), 'the answer to the question');
      // A checklist of the guide is found, too.
      expect((await list('checklists backups')).buttons()).toContain('Open');
    },
  );

  it('turns to the next runs and back, and goes on with the checklists of the guide', async () => {
    for (let n = 1; n <= 9; n += 1) await post(`going live: run-${n}`);
    const reply = await list();
    const first = reply.plainText();
    expect(first).toContain('run-9');
    expect(first).not.toMatch(/run-1\b|In the guide/);
    await reply.press('Next');
    await until(() => !reply.plainText().includes('run-9'), 'the next part');
    for (let n = 0; n < 3 && !reply.plainText().includes('In the guide'); n += 1) {
      const before = reply.plainText();
      await reply.press('Next');
      await until(() => reply.plainText() !== before, 'the next part');
    }
    expect(reply.plainText()).toMatch(/run-1\b/);
    expect(reply.buttons()).not.toContain('Next');
    for (let n = 0; n < 4 && reply.plainText() !== first; n += 1) {
      const before = reply.plainText();
      await reply.press(reply.buttons().includes('Previous') ? 'Previous' : 'Back to the start');
      await until(() => reply.plainText() !== before, 'the part before');
    }
    expect(reply.plainText()).toBe(first);
  });

  it('archives after asking, for who started or leads a run; others read who that is. Archived runs come back', async () => {
    const posted = await post('going live: away');
    const his = await list('checklists', 'ben');
    expect(JSON.stringify(his.blocks)).toContain('"title":{"type":"plain_text","text":"Archive this checklist?"');
    const { messages } = await his.press('Archive');
    await until(() => messages().length > 0, 'the refusal');
    expect(messages()[0]?.plainText()).toContain('Only ada, who started and leads it, can archive this checklist.');
    expect(posted.plainText()).not.toContain('Archived');

    const hers = await list();
    await hers.press('Archive');
    await until(() => posted.plainText().includes('Archived by ada'), 'the archiving');
    await until(() => !hers.plainText().includes('– away'), 'the list without it');
    await hers.press('Archived');
    await until(() => hers.plainText().includes('– away'), 'the archived ones');
    expect(hers.buttons().slice(0, 2)).toEqual(['Show all', 'Unarchive']);
    await hers.press('Show all');
    const dialog = await dialogOf('ada', 'All items');
    expect(dialog.buttons()).toEqual([]);
    await dialog.close();
    const archived = await list('checklists archived', 'ben');
    await archived.press('Unarchive');
    await until(() => !posted.plainText().includes('Archived'), 'the run to be back');
    await until(() => archived.plainText().includes('Open in this channel'), 'the list');
    await posted.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 3'), 'the tick');
  });

  it('still lists what the guide has while the database is away', async () => {
    await workspace.changeDatabase('alter table runs rename to runs_away');
    const reply = await list();
    expect(reply.plainText()).toContain("can't load this channel's checklists");
    expect(reply.buttons()).toContain('Open');
  });
});

type Database = Parameters<Parameters<TestWorkspace['withDatabase']>[0]>[0];

function archivedRuns(database: Database): number {
  const row = database.prepare('SELECT count(*) AS n FROM runs WHERE archived_at IS NOT NULL').get();
  return (row as { n: number }).n;
}
