import type { JsonObject, PostedMessage } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readManifest } from '../../src/read-manifest.js';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'rollback.md': `---
title: Release and rollback
summary: Ship small. Keep a way back.
choices:
  - {text: "What runs my code?", to: servers}
---
## Roll back

To roll back, ship the last image again.

## Checklist

- [ ] Tell the team
- [ ] Ship the image
`,
  'servers.md': `# Servers

A process manager restarts the server.

## Address already in use

\`OSError: [Errno 98] Address already in use\` means that an old process still has the port. Stop it, then start the server.
`,
  'certificates.md': '# Certificates\n\nCertificates expire after ninety days. Renew them with certbot.\n',
  'backups.md': '# Backups\n\nA dump of the database is made each night. Restore the dump to try it.\n',
  'migrations.md': '# Migrations\n\nA migration changes the database. Make a dump first.\n',
};

let workspace: TestWorkspace;
const ada = () => workspace.slack.workspace.as('ada');

beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files));
});
afterEach(async () => {
  while (ada().hasDialog) await ada().dialog().close({ all: true });
  workspace.slack.faults.off();
  workspace.slack.clearJournal();
});
afterAll(() => workspace.stop());

const callsOf = (method: string) => workspace.slack.calls.filter((call) => call.method === method);

async function use(message: PostedMessage) {
  expect(await message.as('ada').shortcut('answer-message')).toEqual({ kind: 'ok' });
  await workspace.slack.settled();
  return ada().dialog();
}

/** Somebody says something, and Ada uses the shortcut on it. */
async function answer(text: string, { channel = '#deployments', threadTs, files: attached, by = 'ben' }: Said = {}) {
  const said = workspace.slack.workspace
    .as(by)
    .in(channel)
    .say(text, { ...(threadTs && { threadTs }), ...(attached && { files: attached }) });
  return { said, dialog: await use(said) };
}

interface Said {
  readonly channel?: string;
  readonly threadTs?: string;
  readonly files?: JsonObject[];
  readonly by?: string;
}

function repliesIn(channel: string, threadTs: string): PostedMessage[] {
  return ada()
    .in(channel)
    .messages({ threadTs })
    .filter(({ message, visibleTo }) => message.author.kind === 'app' && visibleTo === undefined);
}

async function submit() {
  const outcome = await ada().dialog().submit();
  await workspace.slack.settled();
  return outcome;
}

describe('Answer with the guide', () => {
  it('opens a dialog with the card for what the message says', async () => {
    const { dialog } = await answer('<@U0BEN00002> do we *ship the last image* again?');
    expect(dialog.title).toBe('Answer with the guide');
    expect(dialog.plainText()).toContain('The message: do we ship the last image again?');
    expect(dialog.plainText()).toContain('ship the last image again');
    expect(dialog.view.submit).toMatchObject({ text: 'Reply in thread' });
    // Nothing is posted before the person wants it.
    expect(callsOf('chat.postMessage')).toEqual([]);
  });

  it('posts the short answer below the message, says so, and only the presser can remove it', async () => {
    const { said } = await answer('ship the last image again?');
    expect(await submit()).toEqual({ kind: 'updated' });
    const [reply, ...others] = repliesIn('#deployments', said.ts);
    expect(others).toEqual([]);
    expect(reply?.plainText()).toContain('asked the guide about this thread');
    expect(reply?.plainText()).toContain('ship the last image again');
    expect(reply?.buttons()).toEqual(['What runs my code?', 'More', 'Remove']);
    expect(ada().dialog().title).toBe('Posted');
    expect(ada().dialog().plainText()).toContain('Posted in this thread');
    expect(JSON.stringify(ada().dialog().blocks)).toContain(`thread_ts=${said.ts}`);

    const refused = await reply?.as('ben').press('Remove');
    await workspace.slack.settled();
    const [word] = refused?.messages() ?? [];
    expect(word?.plainText()).toContain('Only the person who asked');
    expect(word?.message.threadTs).toBe(said.ts);
    await reply?.as('ada').press('Remove');
    await workspace.slack.settled();
    expect(reply?.deleted).toBe(true);
  });

  it('lets the presser take it back in the dialog, too', async () => {
    const { said } = await answer('how do I roll back?');
    await submit();
    await ada().dialog().press('Remove');
    await workspace.slack.settled();
    expect(repliesIn('#deployments', said.ts)).toEqual([]);
    expect(ada().dialog().plainText()).toContain('Removed');
  });

  it('answers a message of a thread in that thread', async () => {
    const root = ada().in('#deployments').say('The deployment hangs.');
    const { said } = await answer('how do I roll back?', { threadTs: root.ts });
    await submit();
    const [reply] = repliesIn('#deployments', root.ts);
    expect(reply?.message.threadTs).toBe(root.ts);
    expect(repliesIn('#deployments', said.ts)).toEqual([]);
  });

  it('posts once, however often the submission is delivered', async () => {
    const { said } = await answer('how do I roll back?');
    await submit();
    const sent = workspace.slack.requests.find(({ body }) => body.includes('view_submission'));
    if (sent === undefined) throw new Error('The submission was not sent.');
    expect(await workspace.repeat(sent)).toBe(200);
    await workspace.slack.settled();
    expect(repliesIn('#deployments', said.ts)).toHaveLength(1);
  });

  it('reads a pasted log, with its lines', async () => {
    const log =
      '```2026-11-29T10:20:30 ERROR gunicorn\\nOSError: [Errno 98] Address already in use: 0.0.0.0:8000```'.replace(
        '\\n',
        '\n',
      );
    const { dialog } = await answer(log);
    expect(dialog.plainText()).toContain('an old process still has the port');
  });

  it('reads an alert of another app, which has its text in attachments', async () => {
    const { ts } = workspace.slack.workspace.botSays('#deployments', {
      name: 'Monitor',
      attachments: [
        {
          color: 'danger',
          title: '[FIRING] Certificates expire',
          fields: [{ title: 'Severity', value: 'critical' }],
          fallback: 'alert',
        },
      ],
    });
    const dialog = await use(ada().in('#deployments').message(ts));
    expect(dialog.plainText()).toContain('Renew them with certbot');
    await submit();
    expect(repliesIn('#deployments', ts)).toHaveLength(1);
  });

  it('reads an alert that consists of blocks', async () => {
    const { ts } = workspace.slack.workspace.botSays('#deployments', {
      name: 'Monitor',
      blocks: [
        { type: 'header', block_id: 'a', text: { type: 'plain_text', text: 'Certificates expire soon' } },
        {
          type: 'actions',
          block_id: 'b',
          elements: [{ type: 'button', text: { type: 'plain_text', text: 'Silence' }, action_id: 'x' }],
        },
      ],
    });
    const dialog = await use(ada().in('#deployments').message(ts));
    expect(dialog.plainText()).toContain('Renew them with certbot');
    expect(dialog.plainText()).not.toContain('Silence');
  });

  it('of a picture asks what the person wants to know, and answers that', async () => {
    const { said, dialog } = await answer('', { files: [{ id: 'F1', name: 'image.png', mimetype: 'image/png' }] });
    expect(dialog.plainText()).toContain('no text that I can read');
    expect(dialog.buttons()).toContain('Browse all topics');
    expect(dialog.view.submit).toMatchObject({ text: 'Ask' });
    dialog.fill('Ask in your own words', 'how do I roll back?');
    await submit();
    // Nothing is posted that the person has not seen.
    expect(repliesIn('#deployments', said.ts)).toEqual([]);
    expect(ada().dialog().plainText()).toContain('You asked: how do I roll back?');
    await submit();
    expect(repliesIn('#deployments', said.ts)[0]?.plainText()).toContain('asked the guide: how do I roll back?');
  });

  it('answers another question that the person types, and posts that answer', async () => {
    const { said, dialog } = await answer('how do I roll back?');
    await dialog.choose('Or ask something else', 'when do certificates expire?');
    await workspace.slack.settled();
    expect(ada().dialog().plainText()).toContain('Renew them with certbot');
    await submit();
    const [reply] = repliesIn('#deployments', said.ts);
    expect(reply?.plainText()).toContain('Renew them with certbot');
  });

  it('posts the page that the person went on to', async () => {
    const { said, dialog } = await answer('how do I roll back?');
    await dialog.press('What runs my code?');
    await workspace.slack.settled();
    expect(ada().dialog().buttons()).toContain('Back');
    await submit();
    expect(repliesIn('#deployments', said.ts)[0]?.plainText()).toContain('Servers');
  });

  it('that no page answers shows the closest, each of which can be posted', async () => {
    const { said, dialog } = await answer('how do I bake a sourdough pizza?');
    expect(dialog.plainText()).toContain('no page that answers that');
    expect(dialog.view.submit).toMatchObject({ text: 'Ask' });
    await dialog.press('Open', { nth: 0 });
    await workspace.slack.settled();
    expect(ada().dialog().view.submit).toMatchObject({ text: 'Reply in thread' });
    await submit();
    expect(repliesIn('#deployments', said.ts)).toHaveLength(1);
  });

  it('with several pages offers them, and posts them to choose from', async () => {
    const { said, dialog } = await answer('dump database');
    expect(dialog.plainText()).toContain('Several pages could answer this');
    await submit();
    expect(repliesIn('#deployments', said.ts)[0]?.buttons()).toEqual(
      expect.arrayContaining(['Backups', 'Migrations', 'Remove']),
    );
  });

  it.each(['topics', 'help', 'checklists', 'search'])('of a message “%s” shows what that asks for', async (text) => {
    const { dialog } = await answer(text);
    expect(dialog.title).toBe('Answer with the guide');
    expect(dialog.buttons().length + dialog.plainText().length).toBeGreaterThan(50);
    expect(dialog.view.submit).toMatchObject({ text: 'Ask' });
  });

  it('for a checklist posts that into the thread, or elsewhere', async () => {
    const { said, dialog } = await answer('rollback checklist');
    expect(dialog.plainText()).toContain('Tell the team');
    await dialog.press('Post…');
    await workspace.slack.settled();
    const start = ada().dialog();
    expect(start.title).toBe('Post a checklist');
    expect(start.plainText()).toContain('In this thread');
    await submit();
    expect(repliesIn('#deployments', said.ts)[0]?.plainText()).toContain('Tell the team');
  });

  it('notifies nobody, whatever the message says', async () => {
    const { said } = await answer('how do I roll back? <!channel> <@U0CHIKA003> & <b>');
    await submit();
    const [reply] = repliesIn('#deployments', said.ts);
    expect(JSON.stringify([reply?.blocks, reply?.text]).replaceAll(`<@${ada().person.id}>`, '')).not.toMatch(/<[!@]/);
  });
});

describe('Where the app is no member', () => {
  it('it posts in a public channel', async () => {
    const { said } = await answer('how do I roll back?', { channel: '#general' });
    await submit();
    expect(repliesIn('#general', said.ts)).toHaveLength(1);
  });

  it('it answers in a private channel by the shortcut’s own address, and the presser can take that back', async () => {
    const { said } = await answer('ship the last image again?', { channel: '#release-crew' });
    await submit();
    const [reply] = repliesIn('#release-crew', said.ts);
    expect(reply?.plainText()).toContain('ship the last image again');
    expect(ada().dialog().plainText()).toContain('press Remove below it');
    await reply?.press('Remove');
    await workspace.slack.settled();
    expect(reply?.deleted).toBe(true);
  });

  it('it answers in a direct message between people', async () => {
    const { id } = workspace.slack.workspace.addDirect(['ada', 'ben']);
    const { said } = await answer('how do I roll back?', { channel: id });
    await submit();
    expect(repliesIn(id, said.ts)).toHaveLength(1);
  });

  it('it says how to invite it once that address is used up', async () => {
    const { said } = await answer('how do I roll back?', { channel: '#release-crew' });
    workspace.slack.faults.next('response_url', { error: 'expired_url' });
    await submit();
    expect(repliesIn('#release-crew', said.ts)).toEqual([]);
    expect(ada().dialog().plainText()).toContain('The answer was not posted');
    expect(ada().dialog().plainText()).toContain('/invite @Guidepost');
  });
});

describe('Where Slack refuses the answer, the dialog says why and keeps it', () => {
  it.each([
    ['is_archived', 'This channel is archived'],
    ['no_permission', 'permission to post here'],
    ['restricted_action_read_only_channel', 'read-only'],
    ['ratelimited', 'Slack is limiting my requests'],
    ['thread_not_found', 'The thread is gone'],
  ])('%s', async (error, words) => {
    const { said } = await answer('how do I roll back?');
    workspace.slack.faults.next('chat.postMessage', { error });
    await submit();
    expect(ada().dialog().plainText()).toContain('The answer was not posted');
    expect(ada().dialog().plainText()).toContain(words);
    expect(repliesIn('#deployments', said.ts)).toEqual([]);
    // It was not posted, so the next press may post it.
    await submit();
    expect(repliesIn('#deployments', said.ts)).toHaveLength(1);
  });

  it('without the scope to post, by the shortcut’s own address', async () => {
    const { slack } = workspace;
    const { scopes } = await readManifest();
    slack.workspace.grantScopes(scopes.filter((scope) => !scope.startsWith('chat:write')));
    const { said } = await answer('how do I roll back?');
    await submit();
    slack.workspace.grantScopes([...scopes]);
    expect(repliesIn('#deployments', said.ts)).toHaveLength(1);
  });
});

describe('A guest of Slack Connect', () => {
  it('wrote the message: it is answered like any other', async () => {
    const team = { id: 'T0OTHER001', name: 'Other', domain: 'other' };
    const guest = workspace.slack.workspace.addGuest({
      name: 'gita',
      realName: 'Gita Rao',
      team,
      channels: ['#deployments'],
    });
    const { said } = await answer('how do I roll back?', { by: guest.id });
    await submit();
    expect(repliesIn('#deployments', said.ts)).toHaveLength(1);
  });
});

describe('A dialog that cannot open', () => {
  it('is replaced by a private word to press again', async () => {
    workspace.slack.faults.next('views.open', { error: 'expired_trigger_id' });
    const said = ada().in('#deployments').say('how do I roll back?');
    await said.shortcut('answer-message');
    await workspace.slack.settled();
    expect(ada().hasDialog).toBe(false);
    expect(ada().in('#deployments').lastMessage().plainText()).toContain('Please press again');
    expect(ada().in('#deployments').lastMessage().visibleTo).toBe(ada().person.id);
  });
});
