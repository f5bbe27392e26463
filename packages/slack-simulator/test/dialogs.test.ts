import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actions, button, type FakeApp, type Payload, plain, section, startFakeApp } from './fake-app.js';

let app: FakeApp;
let now: number;
let trigger: string;
beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 9);
  app = await startFakeApp({ clock: () => now });
  app.on['/guide'] = ({ trigger_id }) => {
    trigger = trigger_id;
    return {};
  };
});
afterEach(() => app.stop());

function modal(title: string, ...blocks: object[]) {
  return {
    type: 'modal',
    title: plain(title),
    submit: plain('Save'),
    blocks,
  };
}
function question(more: object = {}) {
  return {
    type: 'input',
    block_id: 'q',
    label: plain('Question'),
    element: { type: 'plain_text_input', action_id: 'text', ...more },
  };
}
function ada() {
  return app.slack.workspace.as('asker');
}
async function open(view: object): Promise<Payload> {
  await ada().in('#general').command('/guide');
  return app.api('views.open', { trigger_id: trigger, view });
}

describe('a trigger_id', () => {
  it('opens one dialog, within three seconds', async () => {
    const view = modal('Ask', section('hi'));
    expect((await open(view)).ok).toBe(true);
    expect((await app.api('views.open', { trigger_id: trigger, view })).error).toBe('exchanged_trigger_id');
    expect((await app.api('views.open', { trigger_id: 'made.up.one', view })).error).toBe('invalid_trigger_id');
    await ada().in('#general').command('/guide');
    now += 3001;
    expect((await app.api('views.open', { trigger_id: trigger, view })).error).toBe('expired_trigger_id');
  });
});

describe('a dialog', () => {
  it('can be filled in and submitted, and the app receives the input', async () => {
    let submitted: Payload;
    app.on.view_submission = (payload) => {
      submitted = payload;
      return {};
    };
    await open({ ...modal('Ask', question()), private_metadata: '{"run":1}', callback_id: 'ask' });
    const dialog = ada().dialog();
    expect(dialog.title).toBe('Ask');
    dialog.fill('Question', 'how to deploy');
    expect(await dialog.submit()).toEqual({ kind: 'closed' });
    expect(submitted.view).toMatchObject({
      callback_id: 'ask',
      private_metadata: '{"run":1}',
      state: { values: { q: { text: { type: 'plain_text_input', value: 'how to deploy' } } } },
    });
    expect(ada().hasDialog).toBe(false);
    expect(dialog.open).toBe(false);
  });

  it('checks required fields without asking the app', async () => {
    await open(modal('Ask', question({ min_length: 3 })));
    const dialog = ada().dialog();
    expect(await dialog.submit()).toEqual({ kind: 'errors', errors: { q: 'Please complete this required field.' } });
    dialog.fill('Question', 'no');
    expect((await dialog.submit()).kind).toBe('errors');
    expect(app.slack.requests.filter(({ what }) => what === 'view_submission')).toEqual([]);
  });

  it("shows the app's errors and stays open", async () => {
    app.on.view_submission = () => ({ body: { response_action: 'errors', errors: { q: 'No such page' } } });
    await open(modal('Ask', question({ initial_value: 'x' })));
    expect(await ada().dialog().submit()).toEqual({ kind: 'errors', errors: { q: 'No such page' } });
    expect(ada().dialog().errors).toEqual({ q: 'No such page' });
    app.on.view_submission = () => ({ body: { response_action: 'errors', errors: { nowhere: 'x' } } });
    expect((await ada().dialog().submit()).kind).toBe('invalid_reply');
  });

  it('is updated, stacked and cleared as the app responds', async () => {
    const replies = [
      { response_action: 'update', view: modal('Two', section('2')) },
      { response_action: 'push', view: modal('Three', section('3')) },
      { response_action: 'clear' },
    ];
    app.on.view_submission = () => ({ body: replies.shift() });
    await open(modal('One', section('1')));
    expect(await ada().dialog().submit()).toEqual({ kind: 'updated' });
    expect(await ada().dialog().submit()).toEqual({ kind: 'pushed' });
    expect(app.slack.workspace.dialogs('asker').map(({ title }) => title?.text)).toEqual(['Two', 'Three']);
    expect(await ada().dialog().submit()).toEqual({ kind: 'cleared' });
    expect(ada().hasDialog).toBe(false);
  });

  it('can be stacked three high, by presses in it', async () => {
    const replies: Payload[] = [];
    app.on.block_actions = async ({ trigger_id }) => {
      replies.push(await app.api('views.push', { trigger_id, view: modal('More', actions(button('Deeper'))) }));
      return {};
    };
    await open(modal('First', actions(button('Deeper'))));
    for (let depth = 0; depth < 3; depth += 1) await ada().dialog().press('Deeper');
    expect(replies.map(({ ok, error }) => error ?? ok)).toEqual([true, true, 'push_limit_reached']);
    const [first, second] = app.slack.workspace.dialogs('asker');
    expect(second?.previous_view_id).toBe(first?.id);
    await ada().dialog().close();
    expect(app.slack.workspace.dialogs('asker')).toHaveLength(2);
  });

  it('sends presses with its view, and without a channel', async () => {
    let payload: Payload;
    app.on.block_actions = (sent) => {
      payload = sent;
      return {};
    };
    await open(modal('First', question(), actions(button('Look'))));
    ada().dialog().fill('Question', 'dns');
    await ada().dialog().press('Look');
    const view = app.slack.workspace.dialogs('asker')[0];
    expect(payload.container).toEqual({ type: 'view', view_id: view?.id });
    expect(payload.view.hash).toBe(view?.hash);
    expect(payload.view.state.values.q.text.value).toBe('dns');
    expect(payload).not.toHaveProperty('channel');
    expect(payload).not.toHaveProperty('response_url');
  });

  it('is updated by id only with the newest hash, and keeps its input', async () => {
    const { view } = await open(modal('One', question()));
    ada().dialog().fill('Question', 'typed');
    const updated = await app.api('views.update', {
      view_id: view.id,
      hash: view.hash,
      view: modal('Two', question()),
    });
    expect(updated.view.state.values.q.text.value).toBe('typed');
    expect(
      (await app.api('views.update', { view_id: view.id, hash: view.hash, view: modal('Three', question()) })).error,
    ).toBe('hash_conflict');
    expect((await app.api('views.update', { view_id: 'V0', view: modal('Two', question()) })).error).toBe('not_found');
    expect(ada().dialog().title).toBe('Two');
  });

  it('tells the app that it was closed, if notify_on_close is set', async () => {
    const closed: Payload[] = [];
    app.on.view_closed = (payload) => {
      closed.push([payload.view.title.text, payload.is_cleared]);
      return {};
    };
    await open({ ...modal('Told', section('x')), notify_on_close: true });
    await ada().dialog().close();
    await open(modal('Quiet', section('x')));
    await ada().dialog().close();
    expect(closed).toEqual([['Told', false]]);
  });

  it('is refused if it exceeds a limit, with the field named', async () => {
    const reply = await open(modal('x'.repeat(25), section('x')));
    expect(reply).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
    const { submit: _submit, ...withoutSubmit } = modal('Ask', question());
    expect((await open(withoutSubmit)).response_metadata.messages[0]).toContain('submit');
  });
});

describe('the App Home', () => {
  it('is published by the app when it is opened', async () => {
    app.on.app_home_opened = async ({ event }) => {
      const view = { type: 'home', blocks: [section('Welcome'), actions(button('Topics'))] };
      await app.api('views.publish', { user_id: event.user, view });
      return {};
    };
    const home = await ada().openHome();
    expect(home.plainText()).toBe('Welcome\n[Topics]');
    expect(app.slack.workspace.home('ben')).toBeUndefined();
  });
});

describe('shortcuts and events', () => {
  it('reach the app with the message or the person that they are about', async () => {
    const seen: Payload[] = [];
    app.on.shortcut = (payload) => void seen.push(payload);
    app.on.message_action = (payload) => void seen.push(payload);
    await ada().shortcut('search');
    const said = app.slack.workspace.as('ben').in('#general').say('our uploads vanish');
    expect(await said.as('asker').shortcut('find')).toEqual({ kind: 'ok' });
    expect(seen[0]).toMatchObject({ callback_id: 'search', user: { name: 'ada' } });
    expect(seen[1]).toMatchObject({
      callback_id: 'find',
      message: { text: 'our uploads vanish' },
      channel: { name: 'general' },
    });
  });

  it('are delivered again up to three times until they are acknowledged', async () => {
    const seen: Payload[] = [];
    app.on.app_mention = (payload) => {
      seen.push([payload.event_id, payload.headers['x-slack-retry-num'], payload.headers['x-slack-retry-reason']]);
      return { status: seen.length < 3 ? 500 : 200 };
    };
    expect(await app.slack.event({ type: 'app_mention', text: 'hi' })).toEqual({ kind: 'ok' });
    const [id] = seen[0];
    expect(seen).toEqual([
      [id, undefined, undefined],
      [id, '1', 'http_error'],
      [id, '2', 'http_error'],
    ]);
    app.on.app_mention = () => ({ status: 500 });
    app.slack.clearJournal();
    expect((await app.slack.event({ type: 'app_mention' })).kind).toBe('http_service_error');
    expect(app.slack.requests).toHaveLength(4);
  });
});
