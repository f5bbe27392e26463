import { describe, expect, it } from '@jest/globals';
import { encodeValue } from '../../../src/slack/block-kit/action-value.js';
import { appWithListeners } from './app-with-listeners.js';

const who = { team: { id: 'T1', domain: 'one' }, user: { id: 'U1', username: 'ada' } };
const url = 'https://hooks.slack.com/actions/1/2';

function press(action: Record<string, unknown>) {
  return {
    type: 'block_actions',
    ...who,
    trigger_id: '1.2',
    response_url: url,
    container: {},
    channel: { id: 'C1' },
    actions: [{ type: 'button', block_id: 'b', action_ts: '1700000000.000100', ...action }],
  };
}

describe('a press', () => {
  const set = encodeValue({ do: 'item:set', run: 'run-1', item: 'i2', done: true });

  it.each([
    ['of this release', 'item:set'],
    ['of the second such button in its block', 'item:set#2'],
    ['of an earlier release', 'set-item.3'],
  ])('finds its listener by the id %s', async (_, action_id) => {
    const changes: unknown[] = [];
    const requestUpdate: unknown[] = [];
    const app = appWithListeners({
      runs: {
        async setItem(change) {
          changes.push(change);
          return { run: { id: change.run, installation: change.installation } } as never;
        },
      },
      outbox: { requestUpdate: (key) => void requestUpdate.push(key) },
    });
    const { acknowledged, done } = app.send(press({ action_id, value: set }));
    await done;
    expect(acknowledged).toEqual([undefined]);
    expect(changes).toMatchObject([{ installation: 'T1', run: 'run-1', item: 'i2', outcome: { kind: 'done' } }]);
    expect(requestUpdate).toEqual([{ installation: 'T1', run: 'run-1' }]);
    expect(app.sent).toEqual([]);
  });

  it('with an unknown value is acknowledged, and the reply says that the button is outdated', async () => {
    const app = appWithListeners();
    const { acknowledged, done } = app.send(press({ action_id: 'item:set', value: '{"v":9}' }));
    await done;
    expect(acknowledged).toEqual([undefined]);
    expect(app.sent).toEqual([{ url, body: expect.objectContaining({ response_type: 'ephemeral' }) }]);
    expect(JSON.stringify(app.sent)).toContain('/guide');
  });

  it('on a link, or in a field of a dialog that is not submitted yet, is only acknowledged', async () => {
    for (const action of [
      { action_id: 'link:open', url: 'https://example.com' },
      { action_id: 'state', type: 'radio_buttons' },
    ]) {
      const app = appWithListeners();
      const { acknowledged, done } = app.send(press(action));
      await done;
      expect(acknowledged).toEqual([undefined]);
      expect([app.sent, app.log()]).toEqual([[], []]);
    }
  });
});

describe('a request without a listener', () => {
  const view = { id: 'V1', callback_id: 'other', private_metadata: '', blocks: [], state: { values: {} } };
  it.each([
    ['a shortcut', { type: 'shortcut', callback_id: 'other', trigger_id: '1.2' }, undefined],
    ['a closed dialog', { type: 'view_closed', view }, undefined],
    [
      'the letters in a field',
      { type: 'block_suggestion', action_id: 'other', block_id: 'b', value: 'de' },
      { options: [] },
    ],
    [
      'a dialog',
      { type: 'view_submission', view, trigger_id: '1.2' },
      expect.objectContaining({ response_action: 'update' }),
    ],
  ])('is acknowledged: %s', async (_, body, reply) => {
    const app = appWithListeners();
    const { acknowledged, done } = app.send({ ...who, ...body });
    await done;
    expect(acknowledged).toEqual([reply]);
    expect(app.log()).toEqual([]);
  });
});
