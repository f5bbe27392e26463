import type { AppHome, PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const PRIVATE = '#release-crew';
const files = {
  'ship.md': `# Ship

The way out.

## Ship checklist

### Before {#before}

- [ ] Tell everyone {#tell}
- [ ] Sign the notes {#sign role=dba}
- [ ] Show the report {#report evidence=url}
- [ ] Back up {#backup}
  - [ ] The database {#db}
  - [ ] The files {#files}

### After {#after}

- [ ] Celebrate {#party}
`,
};

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files));
  workspace.slack.workspace.inviteApp(PRIVATE);
});
afterAll(() => workspace.stop());

function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}
async function openHome(person: string): Promise<AppHome> {
  const before = as(person).home().view?.hash;
  const home = await as(person).openHome();
  await until(() => home.view !== undefined && home.view.hash !== before, 'Home');
  return home;
}
async function post(name: string, by: string, channel = '#deployments'): Promise<PostedMessage> {
  const preview = await as(by).in(channel).command(`/guide checklist ship: ${name}`);
  await preview.press('Post to this channel');
  await until(() => preview.plainText().includes('Posted to this channel'), 'the posting');
  return as(by).in(channel).lastMessage();
}
/** Assigns items of the newest run of a name, as the dialog of an item does, with a due day for some. */
function assign(name: string, person: string, items: Readonly<Record<string, string | null>>): void {
  const { id } = as(person).person;
  workspace.withDatabase((database) => {
    for (const [item, due] of Object.entries(items))
      database
        .prepare(
          'UPDATE run_items SET assignee = ?, assignee_name = ?, assigned_by = ?, assigned_by_name = ?, due = ? WHERE item = ? AND run = (SELECT id FROM runs WHERE name = ?)',
        )
        .run(id, person, 'U0', 'Somebody', due, item, name);
  });
}
async function dialogOf(person: string, text: string) {
  await until(() => as(person).hasDialog && as(person).dialog().plainText().includes(text), `a dialog with “${text}”`);
  return as(person).dialog();
}

describe('Home', () => {
  it('names the items that are assigned to a person, the earliest due first, and ticks them', async () => {
    const posted = await post('one', 'ada');
    assign('one', 'ben', { tell: null, party: '2031-11-24', backup: '2031-11-20' });
    const home = await openHome('ben');
    const text = home.plainText();
    expect(text).toMatch(/Assigned to you\nBack up[\s\S]*Celebrate[\s\S]*Tell everyone[\s\S]*You posted, worked on/);
    expect(text).toContain('due Thu 20 Nov 2031');
    expect(text).toContain('Ship checklist – one');
    expect(home.buttons()).toEqual(expect.arrayContaining(['Done', 'Open']));
    // Its sub-items are ticked with it.
    await home.press('Done', { nth: 0 });
    await until(() => posted.plainText().includes('1 of 5'), 'the tick in the channel');
    await until(() => !home.plainText().includes('Back up'), 'Home without the item');
    await home.press('Open', { nth: 0 });
    const item = await dialogOf('ben', 'Celebrate');
    await item.choose('State', 'done');
    await item.submit();
    await until(() => !home.plainText().includes('Celebrate'), 'Home without the item');
    expect(home.plainText()).toContain('Tell everyone');
  });

  it('asks there for evidence, and says there why an item cannot be ticked', async () => {
    const posted = await post('two', 'ada');
    assign('two', 'chika', { sign: null, report: null });
    const home = await openHome('chika');
    expect(home.plainText()).toContain('for the dba');
    await home.press('Done', { nth: 0 });
    await (await dialogOf('chika', 'needs the role “dba”')).close();
    expect(posted.plainText()).toContain('0 of 5');
    await home.press('Done…');
    const evidence = await dialogOf('chika', 'Show the report');
    const [field] = evidence.blocks.filter(({ type }) => type === 'input');
    evidence.fill({ blockId: String(field?.block_id) }, 'https://ci.example/7');
    await evidence.submit();
    await until(() => !home.plainText().includes('Show the report'), 'Home without the item');
    await until(() => posted.plainText().includes('1 of 5'), 'the tick in the channel');
  });

  it('has the runs that a person leads apart from those that they worked on', async () => {
    const led = await post('three', 'ben');
    const other = await post('four', 'ada');
    await other.as('ben').press('Done', { nth: 0 });
    await until(() => other.plainText().includes('1 of 5'), 'the tick');
    const text = (await openHome('ben')).plainText();
    expect(led.plainText()).toContain('led by ben');
    expect(text).toMatch(/You lead\n[\s\S]*– three[\s\S]*You posted, worked on or have items in\n[\s\S]*– four/);
    expect(text.indexOf('– four')).toBeGreaterThan(text.indexOf('You posted, worked on'));
    expect(text).toContain('in Before');
  });

  it('shows of a private channel the own items only', async () => {
    await post('Falcon', 'ada', PRIVATE);
    assign('Falcon', 'chika', { party: null });
    const home = await openHome('chika');
    expect(home.plainText()).toContain('Celebrate');
    expect(JSON.stringify(home.blocks)).not.toMatch(/Falcon/);
    const before = as('ben').in(PRIVATE).lastMessage();
    // The newest run comes first.
    await home.press('Done', { nth: 0 });
    await until(() => before.plainText().includes('1 of 5'), 'the tick in the channel');
  });
});
