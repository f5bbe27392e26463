import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actions, button, type FakeApp, type Payload, plain, section, startFakeApp } from './fake-app.js';

let app: FakeApp;
let pressed: Payload[];
beforeEach(async () => {
  app = await startFakeApp();
  pressed = [];
  app.on.block_actions = (payload) => {
    pressed.push(payload);
    return {};
  };
});
afterEach(() => app.stop());

async function card(...blocks: object[]) {
  app.on['/guide'] = () => ({ body: { text: 'card', blocks } });
  return app.slack.workspace.as('asker').in('#deployments').command('/guide');
}
async function posted(...blocks: object[]) {
  const { channel, ts } = await app.api('chat.postMessage', { channel: '#deployments', text: 'list', blocks });
  return app.slack.workspace.as('ada').in(channel).message(ts);
}

describe('a press', () => {
  it('has the same shape as in Slack, without the message if that is ephemeral', async () => {
    const message = await card({ ...actions(button('Databases', 'db', { style: 'primary' })), block_id: 'next' });
    await message.press('Databases');
    const [payload] = pressed;
    const { team, app: identity, people } = app.slack.workspace;
    expect(payload).toMatchObject({
      type: 'block_actions',
      user: { id: people[0]?.id, username: 'ada', name: 'ada', team_id: team.id },
      api_app_id: identity.id,
      team: { id: team.id, domain: team.domain },
      enterprise: null,
      is_enterprise_install: false,
      container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: true },
      channel: { id: message.channel, name: 'deployments' },
      state: { values: {} },
    });
    expect(payload.actions).toEqual([
      {
        action_id: 'press-db',
        block_id: 'next',
        text: plain('Databases'),
        value: 'db',
        style: 'primary',
        type: 'button',
        action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
      },
    ]);
    expect(payload).not.toHaveProperty('message');
    expect(app.badSignatures).toBe(0);
  });

  it('on a posted message contains the message, and may come from anyone', async () => {
    const message = await posted(section('1. Logs'), actions(button('Done')));
    const reply = await message.as('ben').press('Done');
    expect(reply.outcome).toEqual({ kind: 'ok' });
    expect(pressed[0].user.name).toBe('ben');
    expect(pressed[0].container.is_ephemeral).toBe(false);
    expect(pressed[0].message).toMatchObject({ ts: message.ts, text: 'list', user: app.slack.workspace.app.botUserId });
    expect(pressed[0].message.blocks).toEqual(message.blocks);
  });

  it("on somebody else's ephemeral message is impossible", async () => {
    const message = await card(actions(button('Done')));
    await expect(message.as('ben').press('Done')).rejects.toThrow('Ben Kowalski cannot see this message');
  });

  it('finds its button by label, by label without emoji, by id, by value, or by position', async () => {
    const message = await card(
      actions(button(':floppy_disk: Databases', 'db'), button('Done', 'a'), button('Done', 'b'), button('Done', 'c')),
    );
    await message.press('Databases');
    await message.press('Done', { nth: 1 });
    await message.press({ actionId: 'press-c' });
    await message.press({ label: 'Done', value: 'a' });
    expect(pressed.map((payload) => payload.actions[0].value)).toEqual(['db', 'b', 'c', 'a']);
    await expect(message.press('Share')).rejects.toThrow('There are: ":floppy_disk: Databases" (press-db)');
    await expect(message.press('Done', { nth: 3 })).rejects.toThrow('number 3');
  });

  it('on a link button is also sent', async () => {
    const message = await card(actions(button('Read', 'read', { url: 'https://example.com/a' })));
    await message.press('Read');
    expect(pressed[0].actions[0]).toMatchObject({ action_id: 'press-read', url: 'https://example.com/a' });
  });

  it('can update the ephemeral message in place through its response_url', async () => {
    app.on.block_actions = async ({ response_url }) => {
      await app.respond(response_url, { replace_original: true, text: 'next', blocks: [section('*Databases*')] });
      return {};
    };
    const message = await card(section('Servers'), actions(button('Databases')));
    await message.press('Databases');
    await app.slack.settled();
    expect(message.plainText()).toBe('Databases');
    expect(message.visibleTo).toBeDefined();
    expect(app.slack.workspace.messages).toHaveLength(1);
  });

  it('with an answer after the acknowledgement is awaited by settled()', async () => {
    app.on.block_actions = ({ response_url }) => {
      setImmediate(() => void app.respond(response_url, { delete_original: true }));
      return {};
    };
    const message = await card(actions(button('Close')));
    await message.press('Close');
    await app.slack.settled();
    expect(message.deleted).toBe(true);
    expect(() => message.text).toThrow('was deleted');
  });

  it('can post to the channel through its response_url even if the app is not a member', async () => {
    app.on['/guide'] = () => ({ body: { text: 'card', blocks: [actions(button('Share'))] } });
    app.on.block_actions = async ({ response_url }) => {
      const { status } = await app.respond(response_url, { response_type: 'in_channel', text: 'shared' });
      return { status };
    };
    const message = await app.slack.workspace.as('asker').in('#release-crew').command('/guide');
    const reply = await message.press('Share');
    expect(reply.messages().map(({ text }) => text)).toEqual(['shared']);
    expect(app.slack.workspace.as('ben').in('#release-crew').lastMessage().text).toBe('shared');
    expect(message.deleted).toBe(false);
  });

  it('returns what went wrong as an outcome', async () => {
    app.on.block_actions = () => ({ status: 500 });
    const message = await card(actions(button('Done')));
    expect((await message.press('Done')).outcome).toEqual({ kind: 'http_service_error', status: 500 });
  });
});

describe('a choice', () => {
  const option = (text: string, value: string) => ({ text: plain(text), value });

  it('in an overflow menu sends the option and keeps no state', async () => {
    const overflow = { type: 'overflow', action_id: 'more', options: [option('Note', 'n'), option('Skip', 's')] };
    const message = await card({ ...section('Item'), accessory: overflow });
    await message.choose({ actionId: 'more' }, 'Skip');
    expect(pressed[0].actions[0]).toMatchObject({ type: 'overflow', selected_option: option('Skip', 's') });
    expect(pressed[0].state.values).toEqual({});
    await expect(message.choose({ actionId: 'more' }, 'Burn')).rejects.toThrow('There are: "Note", "Skip"');
  });

  it('in a select is sent, and is in state.values from then on', async () => {
    const select = {
      type: 'static_select',
      action_id: 'pick',
      placeholder: plain('Pick'),
      options: [option('A', 'a')],
    };
    const message = await card({ type: 'actions', block_id: 'row', elements: [select, button('Done')] });
    await message.press('Done');
    await message.choose('Pick', 'A');
    await message.press('Done');
    const values = pressed.map((payload) => payload.state.values.row.pick.selected_option);
    expect(values).toEqual([null, option('A', 'a'), option('A', 'a')]);
  });

  it('of a person is sent by id', async () => {
    const message = await card(actions({ type: 'users_select', action_id: 'who', placeholder: plain('Who') }));
    await message.choose('Who', 'chika');
    expect(pressed[0].actions[0].selected_user).toBe(app.slack.workspace.people[2]?.id);
  });

  it('in an external select comes from what the app suggests', async () => {
    app.on.block_suggestion = ({ value }) => ({ body: { options: [option(`Page on ${value}`, 'p1')] } });
    const message = await card(actions({ type: 'external_select', action_id: 'page', placeholder: plain('Page') }));
    expect(await message.suggest('Page', 'dns')).toEqual([{ text: 'Page on dns', value: 'p1' }]);
    await message.choose('Page', 'p1');
    expect(pressed.at(-1).actions[0].selected_option.value).toBe('p1');
  });

  it('among the suggestions of an external select is sent as it was offered, without asking again', async () => {
    const asked: string[] = [];
    app.on.block_suggestion = ({ value }) => {
      asked.push(value);
      return { body: { options: [option(`Page on ${value}`, value)] } };
    };
    const select = { type: 'multi_external_select', action_id: 'pages', placeholder: plain('Pages') };
    const message = await card({ type: 'section', block_id: 'row', text: plain('Pages'), accessory: select });
    await message.suggest('Pages', 'dns');
    await message.choose('Pages', ['dns']);
    await message.suggest('Pages', 'tls');
    await message.choose('Pages', ['dns', 'tls']);
    expect(pressed.at(-1).actions[0].selected_options).toEqual([
      option('Page on dns', 'dns'),
      option('Page on tls', 'tls'),
    ]);
    expect(asked).toEqual(['dns', 'tls']);
  });
});

describe('a button with a confirm dialog', () => {
  const confirm = { title: plain('Sure?'), text: plain('It goes to all.'), confirm: plain('Yes'), deny: plain('No') };

  it('is sent only after the person has confirmed', async () => {
    const message = await card(actions(button('Share', 'share', { confirm })));
    expect(message.confirmation('Share')).toEqual(confirm);
    await message.press('Share', { answer: 'deny' });
    expect(pressed).toHaveLength(0);
    await message.press('Share', { answer: 'confirm' });
    expect(pressed).toHaveLength(1);
  });
});

describe('elements with several values, or with a time', () => {
  it.each([
    [
      'multi_conversations_select',
      ['#general', '#deployments'],
      { selected_conversations: ['C0GENERAL1', 'C0DEPLOY02'] },
    ],
    ['multi_channels_select', ['#general'], { selected_channels: ['C0GENERAL1'] }],
    ['multi_users_select', ['ada', 'ben'], { selected_users: ['U0ADA00001', 'U0BEN00002'] }],
    ['timepicker', '09:30', { selected_time: '09:30' }],
    ['datetimepicker', '1795184857', { selected_date_time: 1_795_184_857 }],
  ])('%s', async (type, choice, selected) => {
    const message = await card({ type: 'section', text: plain('Which?'), accessory: { type, action_id: 'it' } });
    await message.choose('Which?', choice);
    expect(pressed.at(-1).actions[0]).toMatchObject(selected);
    expect(pressed.at(-1).state.values).toEqual({
      [pressed.at(-1).actions[0].block_id]: { it: { type, ...selected } },
    });
  });
});
