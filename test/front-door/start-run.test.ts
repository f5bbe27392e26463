import type { OpenDialog, PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { actions, button } from '../../src/slack/block-kit/blocks.js';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { releaseFiles } from '../builders/release-files.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await startWorkspace(await guideOf({ ...goingLiveFiles, ...releaseFiles }));
});
afterAll(() => workspace.stop());
afterEach(async () => {
  workspace.slack.faults.off();
  for (const person of ['ada', 'ben']) if (as(person).hasDialog) await as(person).dialog().close({ all: true });
});

function as(person: string) {
  return workspace.slack.workspace.as(person);
}
function until(condition: () => boolean, what: string) {
  return workspace.slack.until(condition, { what });
}
async function dialogOf(person: string, title: string): Promise<OpenDialog> {
  await until(() => as(person).hasDialog && as(person).dialog().title.startsWith(title), `the dialog “${title}”`);
  return as(person).dialog();
}
function ask(line: string, channel = '#deployments'): Promise<PostedMessage> {
  return as('ada').in(channel).command(`/guide ${line}`);
}
/** What everyone sees in a channel. */
function posted(channel = '#deployments'): PostedMessage[] {
  return as('ben')
    .in(channel)
    .messages()
    .filter(({ visibleTo }) => visibleTo === undefined);
}
async function openDialog(line: string, channel?: string): Promise<{ preview: PostedMessage; dialog: OpenDialog }> {
  const preview = await ask(line, channel);
  const button = preview.buttons().find((text) => text === 'Post…' || text === 'Post with options…');
  await preview.press(button ?? 'Post…');
  return { preview, dialog: await dialogOf('ada', 'Post a') };
}

const RELEASE = 'checklist release: shop-api 2.4';

describe('the preview of a checklist', () => {
  it('shows phases as headings and what each item asks for, in words', async () => {
    const text = (await ask(RELEASE)).plainText();
    expect(text).toContain('Release checklist – shop-api 2.4');
    expect(text).toContain('14 items in 3 phases');
    expect(text).toMatch(/Before\n[\s\S]*1\. Announce[\s\S]*Deploy\n[\s\S]*6\. Take a snapshot[\s\S]*After\n/);
    for (const words of [
      'only if type is not hotfix',
      'only if type is hotfix',
      'asks for a link',
      'asks for a note',
      'for the dba',
      '2 approvals needed, not by the person who starts it',
      '1 approval needed',
      '15 min after the item before',
      'optional · due 1 day after the start',
    ])
      expect(text).toContain(words);
    expect(text).toMatch(/service is asked for · version is asked for · type: normal/);
  });

  it('keeps the values of the command where the person first chooses one of several checklists', async () => {
    const page = (name: string) =>
      `---\ntitle: Failover of ${name}\nvariables: [service]\n---\nWhen it fails.\n\n## Failover checklist\n\n- [ ] Move {{service}}\n- [ ] Watch\n`;
    workspace.replaceGuide(await guideOf({ 'east.md': page('east'), 'west.md': page('west') }));
    try {
      const preview = await ask('checklist failover: tonight service=db');
      expect(preview.plainText()).toContain('Which checklist?');
      await preview.press('Open', { nth: 1 });
      await until(() => preview.plainText().includes('1. Move db'), 'the preview');
      expect(preview.plainText()).toContain('– tonight');
      expect(preview.buttons()[0]).toBe('Post to this channel');
    } finally {
      workspace.replaceGuide(await guideOf({ ...goingLiveFiles, ...releaseFiles }));
    }
  });

  it('says what a part of an item asks for only where it differs from the item', async () => {
    const text = (await ask(RELEASE)).plainText();
    expect(text).toMatch(
      /4\. Read the migrations\n↳ for the dba\n4\.1\. None locks[^\n]*\n4\.2\. Each can be undone\n5\./,
    );
  });

  it('leaves out what the guide strikes through, and says so', async () => {
    const struck = await guideOf({
      'ship.md': '# Ship\n\nIt.\n\n## Ship checklist\n\n- [ ] Build\n- [ ] ~~Burn a disc~~\n- [ ] Upload\n',
    });
    workspace.replaceGuide(struck);
    try {
      const preview = await ask('checklist ship');
      expect(preview.plainText()).toContain('Left out, as in the guide: Burn a disc');
      expect(preview.plainText()).toContain('2. Upload');
      await preview.press('Post to this channel');
      await until(() => preview.plainText().includes('Posted to this channel'), 'the posting');
      expect(posted().at(-1)?.plainText()).toContain('0 of 2');
    } finally {
      workspace.replaceGuide(await guideOf({ ...goingLiveFiles, ...releaseFiles }));
    }
  });

  it('posts with one press where nothing has to be asked for, and links to the message', async () => {
    const preview = await ask('checklist going live');
    expect(preview.buttons().slice(0, 2)).toEqual(['Post to this channel', 'Post with options…']);
    await preview.press('Post to this channel');
    await until(() => preview.plainText().includes('Posted to this channel'), 'the posting');
    expect(JSON.stringify(preview.blocks)).toContain(`/p${posted().at(-1)?.ts.replace('.', '')}|`);
  });

  it('asks first where a value is missing, and posts with one press once the command has all of them', async () => {
    const before = posted().length;
    expect((await ask(RELEASE)).buttons()[0]).toBe('Post…');
    const preview = await ask(`${RELEASE} service=shop Version="2.4"`);
    expect(preview.plainText()).toContain('service: shop · version: 2.4 · type: normal');
    expect(preview.plainText()).toContain('1. Announce the release of shop 2.4');
    await preview.press('Post to this channel');
    await until(() => preview.plainText().includes('Posted to this channel'), 'the posting');
    expect(posted()).toHaveLength(before + 1);
    expect(posted().at(-1)?.plainText()).toContain('Release checklist – shop-api 2.4');
    expect(posted().at(-1)?.plainText()).toContain('Announce the release of shop 2.4');
  });

  it('says which value of the command does not fit, and keeps it for the dialog', async () => {
    const preview = await ask(`${RELEASE} service=shop version=soon typ=hotfix`);
    expect(preview.plainText()).toContain("“version” doesn't have the form");
    expect(preview.plainText()).toContain("doesn't ask for “typ”");
    expect(preview.buttons()[0]).toBe('Post…');
    await preview.press('Post…');
    const dialog = await dialogOf('ada', 'Post a');
    expect(JSON.stringify(dialog.blocks)).toMatch(/"initial_value":"shop"[\s\S]*"initial_value":"soon"/);
  });
});

describe('the dialog that posts a checklist', () => {
  it('says at each field what is wrong, posts nothing before everything fits, and then leaves no dialog standing', async () => {
    const before = posted().length;
    const { preview, dialog } = await openDialog(`${RELEASE} hotfix`);
    expect(dialog.plainText()).toContain('Must contain digits, then “.”, then digits');
    // Slack itself asks for required fields.
    expect(await dialog.submit()).toMatchObject({ kind: 'errors', errors: { 'variable-0': expect.any(String) } });
    dialog.fill('Service', 'shop');
    dialog.fill('Version', 'soon');
    for (const phase of ['Before', 'Deploy', 'After']) await dialog.choose(phase, []);
    expect(await dialog.submit()).toEqual({
      kind: 'errors',
      errors: {
        'variable-1': expect.stringContaining('Must contain digits'),
        'keep-0': expect.stringContaining('Keep at least one item'),
      },
    });
    expect(posted()).toHaveLength(before);
    dialog.fill('Version', '2.4');
    await dialog.choose('Type', 'hotfix');
    await dialog.choose('Deploy', ['7. Run the migrations', '8. Deploy {{version}} to one machine']);
    await dialog.choose('After', ['13. Bring the hotfix back to the main branch']);
    await dialog.choose('Dba', 'ben');
    expect(await dialog.submit()).toEqual({ kind: 'closed' });
    expect(as('ada').hasDialog).toBe(false);
    expect(preview.plainText()).toContain('Posted to this channel: Release checklist – shop-api 2.4 hotfix');
    expect(preview.buttons()).toEqual([]);
    const message = posted().at(-1);
    expect(posted()).toHaveLength(before + 1);
    expect(JSON.stringify(preview.blocks)).toContain(`/p${message?.ts.replace('.', '')}|`);
    // The phase without a tick is left out, the others keep what has one.
    expect(message?.plainText()).toContain('0 of 3');
    expect(message?.plainText()).toMatch(/Deploy 0\/2 · After 0\/1/);
    expect(message?.plainText()).not.toContain('Before');
    expect(message?.plainText()).toContain('Deploy 2.4 to one machine');
    const run = workspace.withDatabase((database) =>
      database.prepare('SELECT variables, roles FROM runs ORDER BY posted_at DESC LIMIT 1').get(),
    ) as { variables: string; roles: string };
    expect(JSON.parse(run.variables)).toEqual({ service: 'shop', version: '2.4', type: 'hotfix' });
    expect(JSON.parse(run.roles)).toEqual([
      { name: 'lead', holder: { id: as('ada').person.id, name: 'ada' } },
      { name: 'dba', holder: { id: as('ben').person.id, name: expect.any(String) } },
    ]);
  });

  it('lets no value bring in a mention, a link or a format', async () => {
    const { dialog } = await openDialog(`${RELEASE} with marks`);
    dialog.fill('Service', '<!here> *bold* <https://evil.example|shop> _x_ `y`');
    dialog.fill('Version', '2.4');
    await dialog.submit();
    const message = posted().at(-1);
    expect(message?.plainText()).toContain('<!here>');
    // The labels of buttons are no mrkdwn.
    const blocks = JSON.stringify(message?.blocks);
    const texts = [...blocks.matchAll(/"type":"mrkdwn","text":"([^"]*)"/g)].map(([, text]) => text);
    const sent = [message?.text, ...texts].join('\n');
    expect(sent).toContain(
      '*1. Announce the release of &lt;!here&gt; ∗bold∗ &lt;https://evil.example|shop&gt; ˍx_ ˋyˋ 2.4*',
    );
    expect(sent).not.toMatch(/<!here>|<https:|\*bold|_x|`/);
  });

  it('gives the lead to somebody else, whose name Slack tells', async () => {
    const { dialog } = await openDialog('checklist going live: with ben');
    await dialog.choose('Lead', 'ben');
    await dialog.submit();
    expect(posted().at(-1)?.plainText()).toContain('led by ben');
  });

  it('closes everything below it where it was opened in a dialog', async () => {
    const card = await ask('what is the last look?');
    await card.press('Read the page');
    const page = await dialogOf('ada', 'Going live');
    await page.press('Checklist (3 items)');
    await until(() => as('ada').dialog().buttons().includes('Post to a channel…'), 'the preview');
    await as('ada').dialog().press('Post to a channel…');
    const dialog = await dialogOf('ada', 'Post a');
    await dialog.choose('Channel', '#general');
    expect(await dialog.submit()).toEqual({ kind: 'updated' });
    const done = await dialogOf('ada', 'Posted');
    expect(JSON.stringify(done.blocks)).toContain(`/p${posted('#general').at(-1)?.ts.replace('.', '')}|`);
    await done.close();
    expect(as('ada').hasDialog).toBe(false);
  });

  it('says in the dialog that it is posted where the preview can no longer be replaced', async () => {
    const { dialog } = await openDialog('checklist going live: late');
    workspace.slack.faults.every('response_url', { status: 404 });
    expect(await dialog.submit()).toEqual({ kind: 'updated' });
    expect(as('ada').dialog().plainText()).toContain('Posted to this channel');
  });

  it('posts nothing if the guide changed meanwhile', async () => {
    const { dialog } = await openDialog('checklist going live: stale');
    const before = posted().length;
    workspace.replaceGuide(await guideOf({ ...goingLiveFiles, ...releaseFiles, 'more.md': '# More\n\nText.\n' }));
    await dialog.submit();
    expect(as('ada').dialog().plainText()).toContain('The guide changed after you opened this dialog');
    expect(posted()).toHaveLength(before);
    workspace.replaceGuide(await guideOf({ ...goingLiveFiles, ...releaseFiles }));
  });
});

describe('a checklist that was opened in a thread', () => {
  /** The preview that a press on a card in a thread opens, and the first message of the thread. */
  async function openInThread(): Promise<{ preview: PostedMessage; root: PostedMessage }> {
    const root = as('ben').in('#deployments').say('Who ships today?');
    const action = { do: 'checklist:preview', slug: 'going-live', part: 0, anew: true } as const;
    const card = {
      channel: root.channel,
      thread_ts: root.ts,
      text: 'Going live',
      blocks: [actions([button('Checklist', action)])],
    };
    const sent = await fetch(new URL('chat.postMessage', workspace.slack.apiUrl), {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-test', 'content-type': 'application/json' },
      body: JSON.stringify(card),
    });
    expect(await sent.json()).toMatchObject({ ok: true });
    const [inThread] = root.replies();
    const { messages } = (await inThread?.as('ada').press('Checklist')) ?? {};
    await until(() => (messages?.().length ?? 0) > 0, 'the preview');
    return { preview: messages?.()[0] as PostedMessage, root };
  }
  function repliesOf(root: PostedMessage): PostedMessage[] {
    return root.replies().filter(({ visibleTo }) => visibleTo === undefined);
  }

  it('is posted to the thread with one press; its lines stay there, and so does a repost', async () => {
    const { preview, root } = await openInThread();
    expect(preview.buttons()[0]).toBe('Post to this thread');
    await preview.press('Post to this thread');
    await until(() => preview.plainText().includes('Posted to this thread'), 'the posting');
    const run = repliesOf(root).at(-1);
    expect(run?.plainText()).toContain('0 of 3');
    expect(JSON.stringify(preview.blocks)).toContain(`?thread_ts=${root.ts}&amp;cid=${root.channel}|`);
    for (let n = 0; n < 3; n += 1) {
      await run?.press('Done', { nth: 0 });
      await until(() => run?.plainText().includes(`${n + 1} of 3`) ?? false, 'the tick');
    }
    await until(() => repliesOf(root).at(-1)?.plainText().includes('are done') ?? false, 'the line in the thread');
    const list = await ask('checklists');
    while (!list.buttons().includes('Repost in its thread')) {
      const part = list.plainText();
      await list.press('Next');
      await until(() => list.plainText() !== part, 'the next part');
    }
    const before = repliesOf(root).length;
    await list.press('Repost in its thread');
    await until(() => repliesOf(root).length > before, 'the repost');
    expect(repliesOf(root).at(-1)?.plainText()).toContain('3 of 3');
  });

  it('offers the thread first in the dialog, and a channel instead', async () => {
    const { preview, root } = await openInThread();
    const open = async () => {
      await preview.press('Post with options…');
      return dialogOf('ada', 'Post a');
    };
    const dialog = await open();
    await dialog.choose('Where', 'In a channel');
    await dialog.choose('Channel', '#general');
    const before = repliesOf(root).length;
    expect(await dialog.submit()).toEqual({ kind: 'closed' });
    expect(posted('#general').at(-1)?.plainText()).toContain('0 of 3');
    expect(repliesOf(root)).toHaveLength(before);
  });

  it('is found there when the reply to the posting was lost, and says at the field that the thread is gone', async () => {
    const { preview, root } = await openInThread();
    await preview.press('Post with options…');
    const dialog = await dialogOf('ada', 'Post a');
    workspace.slack.faults.next('chat.postMessage', { loseReply: true });
    expect(await dialog.submit()).toEqual({ kind: 'closed' });
    expect(preview.plainText()).toContain('Posted to this thread');
    expect(repliesOf(root)).toHaveLength(2);

    const other = await openInThread();
    await other.preview.press('Post with options…');
    const next = await dialogOf('ada', 'Post a');
    workspace.slack.workspace.deleteMessage('#deployments', other.root.ts);
    expect(await next.submit()).toMatchObject({
      kind: 'errors',
      errors: { where: expect.stringContaining('The thread is gone') },
    });
    await next.choose('Where', 'In a channel');
    expect(await next.submit()).toEqual({ kind: 'closed' });
  });
});

describe('two people who start a run of the same name', () => {
  it('at the same moment get one run, and the second one reads whose it is', async () => {
    const line = '/guide checklist launch: Kestrel 7';
    const before = posted('#general').length;
    const previews = await Promise.all(['ada', 'ben'].map((person) => as(person).in('#general').command(line)));
    await Promise.all(previews.map((preview) => preview.press('Post to this channel')));
    const answered = () => previews.map((preview) => preview.plainText());
    await until(() => answered().every((text) => /Posted to|open in this channel already/.test(text)), 'both answers');
    expect(answered().filter((text) => text.includes('Posted to'))).toHaveLength(1);
    expect(
      answered().filter((text) => /Kestrel 7 is open in this channel already\. \w+ posted it/.test(text)),
    ).toHaveLength(1);
    expect(posted('#general')).toHaveLength(before + 1);
  });

  it('read it at the name in the dialog, and may choose another one', async () => {
    const preview = await ask('checklist launch: Kestrel 8', '#general');
    await preview.press('Post to this channel');
    await until(() => preview.plainText().includes('Posted to'), 'the posting');
    const before = posted('#general').length;
    const { dialog } = await openDialog('checklist launch: Kestrel 8', '#general');
    expect(JSON.stringify(await dialog.submit())).toContain(
      'A run of this name is open in the channel already. ada posted it.',
    );
    dialog.fill('Name of this run', 'Kestrel 8, again');
    expect((await dialog.submit()).kind).toBe('closed');
    await until(() => posted('#general').length === before + 1, 'the second posting');
  });

  it('may use a name once more when its run is over, or in another channel, and none at all as often as they like', async () => {
    const start = async (name: string, channel: string) => {
      const preview = await ask(`checklist launch${name}`, channel);
      await preview.press('Post to this channel');
      await until(() => /Posted to|already/.test(preview.plainText()), 'the answer');
      return preview.plainText();
    };
    expect(await start(': Kestrel 9', '#general')).toContain('Posted to');
    const run = posted('#general').at(-1);
    expect(await start(': Kestrel 9', '#deployments')).toContain('Posted to');
    expect(await start(': Kestrel 9', '#general')).toContain('already');
    for (let done = 1; done <= 3; done += 1) {
      await run?.press('Done', { nth: 0 });
      await until(
        () => run?.plainText().includes(`${done} of 3`) === true || run?.plainText().includes('all done') === true,
        'the tick',
      );
    }
    await until(() => run?.plainText().includes('all done') === true, 'the end of the run');
    expect(await start(': Kestrel 9', '#general')).toContain('Posted to');
    expect(await start('', '#general')).toContain('Posted to');
    expect(await start('', '#general')).toContain('Posted to');
  });
});
