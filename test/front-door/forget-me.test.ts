import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'servers.md':
    '---\ntitle: Servers\nowner: U0BEN00002\n---\n\nSet up a firewall such as ufw.\n\n## Checklist\n\n- [ ] Set up ufw\n',
};

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await startWorkspace(await guideOf(files), { askLog: true });
});
afterEach(() => workspace.stop());

const as = (person: string) => workspace.slack.workspace.as(person);

/** Every row of every table that has the id of a person in it. */
function rowsWith(person: string): string[] {
  return workspace.withDatabase((database) => {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
    return tables.flatMap(({ name }) =>
      (database.prepare(`select * from "${name}"`).all() as object[])
        .filter((row) => JSON.stringify(row).includes(person))
        .map(() => name),
    );
  });
}

async function forget(person: string) {
  const message = await as(person).in('#deployments').command('/guide forget me');
  await message.press('Delete it');
  await workspace.slack.settled();
  return message;
}

describe('/guide forget me', () => {
  it('asks first, and deletes nothing if the person changes their mind', async () => {
    await as('ada').in('#deployments').command('/guide set up ufw');
    await workspace.slack.until(() => rowsWith('U0ADA00001').length > 0, { what: 'the question' });
    const message = await as('ada').in('#deployments').command('/guide forget me');
    expect(message.plainText()).toContain('What you did in checklists stays');
    await message.press('Delete it', { answer: 'deny' });
    expect(rowsWith('U0ADA00001')).toEqual(['asks', 'reads']);
  });

  it('leaves no row about a person, also nothing that was still to be written, and nobody else’s is touched', async () => {
    as('ada').in('@guidepost').say('servers');
    await workspace.slack.settled();
    const card = await as('ada').in('#deployments').command('/guide set up ufw');
    await card.press(':thumbsdown:');
    await workspace.slack.settled();
    const dialog = as('ada').dialog();
    dialog.fill({ actionId: 'missing' }, 'Ports?');
    await dialog.choose({ actionId: 'ask' }, ['ask']);
    await dialog.submit();
    await as('ben').in('#deployments').command('/guide set up ufw');
    await workspace.slack.until(() => as('ben').in('@guidepost').messages().length > 0, { what: 'the question' });
    await workspace.slack.settled();
    await as('ben').in('@guidepost').lastMessage().press('Answer…');
    await workspace.slack.settled();
    as('ben').dialog().fill({ actionId: 'answer' }, '22.');
    await as('ben').dialog().submit();
    await workspace.slack.until(() => as('ada').in('@guidepost').messages().length > 2, { what: 'the answer' });
    await workspace.slack.settled();
    await as('ada').in('#deployments').command('/guide which hamster');
    const message = await forget('ada');
    expect(message.plainText()).toContain('✅ Deleted:');
    expect(message.plainText()).toContain('What you did in checklists stays');
    await workspace.restartApp();
    expect(rowsWith('U0ADA00001')).toEqual([]);
    expect(rowsWith('U0BEN00002')).toEqual(['asks', 'reads']);
  });

  it('takes the name of a person off an answer that others have', async () => {
    const card = await as('ada').in('#deployments').command('/guide set up ufw');
    await card.press(':thumbsdown:');
    await workspace.slack.settled();
    await as('ada').dialog().choose({ actionId: 'ask' }, ['ask']);
    await as('ada').dialog().submit();
    await workspace.slack.until(() => as('ben').in('@guidepost').messages().length > 0, { what: 'the question' });
    await workspace.slack.settled();
    await as('ben').in('@guidepost').lastMessage().press('Answer…');
    await workspace.slack.settled();
    as('ben').dialog().fill({ actionId: 'answer' }, '22.');
    await as('ben').dialog().submit();
    await workspace.slack.until(() => as('ada').in('@guidepost').messages().length > 0, { what: 'the answer' });
    await workspace.slack.settled();
    await forget('ben');
    const [row] = workspace.withDatabase((database) => database.prepare('select * from owner_questions').all());
    expect(row).toMatchObject({ answer: '22.', answered_by: '', answered_by_name: 'somebody' });
  });

  it('takes a person off the pages that they said to be right, and keeps the day', async () => {
    await as('ben').in('#deployments').command('/guide servers');
    workspace.withDatabase((database) =>
      database.exec(
        "insert into page_reviews values ('one-workspace', 'servers', '2026-11-20', 'U0BEN00002', null, 0)",
      ),
    );
    await forget('ben');
    expect(rowsWith('U0BEN00002')).toEqual([]);
    const reviewed = workspace.withDatabase((database) => database.prepare('select * from page_reviews').all());
    expect(reviewed).toMatchObject([{ slug: 'servers', reviewed_on: '2026-11-20', reviewed_by: null }]);
  });

  it('keeps what a person did in a checklist', async () => {
    const preview = await as('ada').in('#deployments').command('/guide checklist servers');
    await preview.press('Post to this channel');
    await workspace.slack.settled();
    await forget('ada');
    expect(rowsWith('U0ADA00001')).toContain('runs');
  });

  it('says so if there is nothing', async () => {
    expect((await forget('chika')).plainText()).toContain('There was nothing of you to delete');
  });
});
