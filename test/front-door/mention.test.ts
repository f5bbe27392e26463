import type { PostedMessage } from '@guidepost/slack-simulator';
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
  - {text: "Where do logs go?", to: logs}
  - {text: "What is watched?", to: logs}
---
## Roll back

To roll back, ship the last image again.

## Checklist

- [ ] Tell the team
- [ ] Ship the image
`,
  'servers.md': '# Servers\n\n## Why does a process restart?\n\nA process manager restarts it.\n',
  'logs.md': '# Logs\n\nLogs go to standard output.\n',
};

let workspace: TestWorkspace;
const ada = () => workspace.slack.workspace.as('ada');
const botUser = () => `<@${workspace.slack.workspace.app.botUserId}>`;

beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files));
});
afterEach(async () => {
  while (ada().hasDialog) await ada().dialog().close({ all: true });
  workspace.slack.clearJournal();
});
afterAll(() => workspace.stop());

/** Says something in a channel that the app is in. @returns the replies in its thread */
async function say(text: string, options?: { threadTs?: string }): Promise<PostedMessage[]> {
  const said = ada().in('#deployments').say(text, options);
  await workspace.slack.settled();
  return ada()
    .in('#deployments')
    .messages({ threadTs: options?.threadTs ?? said.ts })
    .filter(({ message }) => message.author.kind === 'app');
}

const callsOf = (method: string) => workspace.slack.calls.filter((call) => call.method === method);

function mentionEvent(fields: object) {
  return {
    type: 'app_mention',
    user: ada().person.id,
    text: `${botUser()} how do I roll back?`,
    ts: '1700000000.000100',
    channel: ada().in('#deployments').channel.id,
    event_ts: '1700000000.000100',
    ...fields,
  };
}

describe('A mention in a channel', () => {
  it('is answered in a thread under the message, short, with two next steps, More and Remove', async () => {
    const [answer, ...others] = await say('@guidepost ship the last image again?');
    expect(others).toEqual([]);
    expect(answer?.visibleTo).toBeUndefined();
    expect(answer?.plainText()).toContain('Release and rollback');
    expect(answer?.plainText()).toContain('ship the last image again');
    expect(answer?.buttons()).toEqual(['What runs my code?', 'Where do logs go?', 'More', 'Remove']);
    // Screen readers read the text.
    expect(answer?.text).toContain('ship the last image again');
  });

  it.each(['Thanks, @guidepost!', '@guidepost thank you', 'great, @guidepost'])('“%s” is left alone', async (text) => {
    expect(await say(text)).toEqual([]);
    expect(callsOf('chat.postMessage')).toEqual([]);
  });

  it('of a greeting is answered with what to ask', async () => {
    const [answer] = await say('Hello @guidepost');
    expect(answer?.plainText()).toContain('Mention me with a question in your own words');
  });

  it('shows a new person, who presses More, that only they see the card', async () => {
    const [answer] = await say('@guidepost ship the last image again?');
    const cards: string[] = [];
    for (let time = 0; time < 2; time++) {
      const pressed = await answer?.as('chika').press('More');
      await workspace.slack.settled();
      cards.push(pressed?.messages()[0]?.plainText() ?? '');
    }
    expect(cards[0]).toContain('This is your first answer, and only you see it.');
    expect(cards[1]).toContain('Release and rollback');
    expect(cards[1]).not.toContain('your first answer');
  });

  it('is answered in the thread that it was said in', async () => {
    const first = ada().in('#deployments').say('We have a problem.');
    const [answer] = await say('@guidepost how do I roll back?', { threadTs: first.ts });
    expect(answer?.message.threadTs).toBe(first.ts);
    expect(callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('opens the card, and each next step, privately for the person who presses', async () => {
    const [answer] = await say('@guidepost how do I roll back?');
    for (const [label, text] of [
      ['More', 'You asked: how do I roll back?'],
      ['What runs my code?', 'A process manager restarts it'],
    ] as const) {
      const reply = await answer?.as('ben').press(label);
      await workspace.slack.settled();
      const [card] = reply?.messages() ?? [];
      expect(card?.visibleTo).toBe(workspace.slack.workspace.as('ben').person.id);
      expect(card?.plainText()).toContain(text);
    }
    expect(answer?.buttons()).toContain('More');
  });

  it('leads on privately in the thread, press after press', async () => {
    const [answer] = await say('@guidepost ship the last image again?');
    const thread = answer?.message.threadTs;
    const more = await answer?.press('More');
    await workspace.slack.settled();
    const [card] = more?.messages() ?? [];
    expect(card?.message.threadTs).toBe(thread);
    await card?.press('Checklist (2 items)');
    await workspace.slack.settled();
    expect(card?.plainText()).toContain('Tell the team');
    expect(card?.buttons()).toContain('Post to this thread');
    // The replies by the addresses of both presses name the thread: otherwise Slack shows them in the channel.
    const replies = workspace.slack.responses.map(({ args }) => (args as { thread_ts?: string }).thread_ts);
    expect(replies).toEqual([thread, thread]);
  });

  it('reads the question without references, and shows nothing of them', async () => {
    const [answer] = await say('Hey @ben: @guidepost how do I roll back in #general?');
    expect(answer?.plainText()).toContain('Release and rollback');
  });

  it('without a question says in a line how to ask, with questions of this guide', async () => {
    const [answer] = await say('@guidepost');
    expect(answer?.plainText()).toContain('Mention me with a question');
    expect(answer?.buttons()).toContain('Why does a process restart?');
    await answer?.press('Why does a process restart?');
    await workspace.slack.settled();
    const last = ada()
      .in('#deployments')
      .messages({ threadTs: answer?.message.threadTs ?? '' })
      .at(-1);
    expect(last?.visibleTo).toBe(ada().person.id);
    expect(last?.plainText()).toContain('A process manager restarts it');
  });

  it('that no page answers says so, with pages to go on', async () => {
    const [answer] = await say('@guidepost how do I bake a sourdough pizza?');
    expect(answer?.plainText()).toContain('no page that answers that');
    expect(answer?.buttons().length).toBeGreaterThan(1);
    expect(answer?.buttons().at(-1)).toBe('Remove');
  });

  it('for a checklist leads to its preview, which posts into the thread', async () => {
    const [answer] = await say('@guidepost rollback checklist');
    const preview = await answer?.press('Open the checklist');
    await workspace.slack.settled();
    await preview?.messages()[0]?.press('Post to this thread');
    await workspace.slack.settled();
    const run = ada()
      .in('#deployments')
      .messages({ threadTs: answer?.message.threadTs ?? '' })
      .find(({ message, visibleTo }) => message.metadata !== undefined && visibleTo === undefined);
    expect(run?.plainText()).toContain('Tell the team');
  });

  it.each(['topics', 'checklists', 'search', 'checklist for something'])(
    'with “%s” has one line and what to press',
    async (text) => {
      const [answer] = await say(`@guidepost ${text}`);
      const [first = ''] = answer?.buttons() ?? [];
      expect(answer?.blocks).toHaveLength(2);
      await answer?.press(first);
      await workspace.slack.settled();
      const isAnswered =
        ada().hasDialog ||
        ada()
          .in('#deployments')
          .messages({ threadTs: answer?.message.threadTs ?? '' }).length > 1;
      expect(isAnswered).toBe(true);
      // Everyone's message stays.
      expect(answer?.buttons()).toContain('Remove');
    },
  );

  it('can be taken back by the asker only', async () => {
    const [answer] = await say('@guidepost how do I roll back?');
    const refused = await answer?.as('ben').press('Remove');
    await workspace.slack.settled();
    expect(refused?.messages()[0]?.plainText()).toContain('Only the person who asked');
    expect(answer?.deleted).toBe(false);
    await answer?.press('Remove');
    await workspace.slack.settled();
    expect(answer?.deleted).toBe(true);
  });

  it('notifies nobody, whatever was typed', async () => {
    const [answer] = await say('@guidepost <!channel> & <@U0BEN00002> `pizza` *dough*');
    expect(JSON.stringify([answer?.blocks, answer?.text])).not.toMatch(/<[!@]/);
  });
});

describe('Nothing is posted', () => {
  it.each([
    ['a bot', { bot_id: 'B1', subtype: 'bot_message' }],
    ['a bot with a user', { bot_id: 'B1' }],
    ['an edit', { edited: { user: 'U0ADA00001', ts: '1700000001.000100' } }],
    ['a changed message', { subtype: 'message_changed' }],
    ['nobody', { user: undefined }],
  ])('for a mention by %s', async (_, fields) => {
    expect(await workspace.slack.event(JSON.parse(JSON.stringify(mentionEvent(fields))))).toEqual({ kind: 'ok' });
    await workspace.slack.settled();
    expect(callsOf('chat.postMessage')).toEqual([]);
  });

  it('for a mention by the app itself', async () => {
    await workspace.slack.event(mentionEvent({ user: workspace.slack.workspace.app.botUserId }));
    await workspace.slack.settled();
    expect(callsOf('chat.postMessage')).toEqual([]);
  });

  it('for a message that mentions others only', async () => {
    expect(await say('@ben how do I roll back?')).toEqual([]);
  });

  it('again for an event that Slack delivers again', async () => {
    await say('@guidepost how do I roll back?');
    const delivered = workspace.slack.requests.find(({ body }) => body.includes('app_mention'));
    if (delivered === undefined) throw new Error('The event was not sent.');
    expect(await workspace.repeat(delivered)).toBe(200);
    await workspace.slack.settled();
    expect(callsOf('chat.postMessage')).toHaveLength(1);
  });
});

describe('Where the app is no member', () => {
  it('its author may invite it, and is then answered', async () => {
    const here = ada().in('#general');
    const said = here.say('@guidepost how do I roll back?');
    await workspace.slack.settled();
    expect(callsOf('chat.postMessage')).toEqual([]);
    await here.lastMessage().press('Invite Them');
    await workspace.slack.settled();
    expect(said.replies()[0]?.plainText()).toContain('Release and rollback');
    workspace.slack.workspace.removeApp('#general');
  });
});

describe('Where the app may not post', () => {
  it('the log says so, with the reason', async () => {
    const { slack } = workspace;
    const channel = slack.workspace.channel('#deployments').id;
    slack.workspace.archive('#deployments');
    await slack.event(mentionEvent({ ts: slack.workspace.messages[0]?.ts }));
    await slack.settled();
    slack.workspace.archive('#deployments', false);
    const line = workspace.log.map((each) => JSON.parse(each)).find(({ code }) => code === 'is_archived');
    expect(line).toMatchObject({ level: 'warn', channel });
  });

  it('nothing comes in without the optional scope, and everything else works', async () => {
    const manifest = await readManifest();
    const without = await startWorkspace(await guideOf(files), {
      manifest: { ...manifest, scopes: manifest.scopes.filter((scope) => scope !== 'app_mentions:read') },
    });
    try {
      const person = without.slack.workspace.as('ada').in('#deployments');
      person.say('@guidepost how do I roll back?');
      await without.slack.settled();
      expect(without.slack.requests).toEqual([]);
      expect((await person.command('/guide how do I roll back?')).plainText()).toContain('Release and rollback');
    } finally {
      await without.stop();
    }
  });
});
