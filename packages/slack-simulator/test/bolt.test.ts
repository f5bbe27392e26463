import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import bolt from '@slack/bolt';
import { type SimulatedSlack, startSimulatedSlack } from '../src/index.js';
import { botToken, plain, section, signingSecret } from './fake-app.js';

const { App, LogLevel } = bolt;
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

let slack: SimulatedSlack;
let app: InstanceType<typeof App>;
beforeEach(async () => {
  slack = await startSimulatedSlack({ signingSecret, botToken });
  app = new App({
    token: botToken,
    signingSecret,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  const port = await freePort();
  await app.start({ port, host: '127.0.0.1' });
  slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
});
afterEach(async () => {
  await slack.stop();
  await app.stop();
});

function card(label: string) {
  return {
    text: 'card',
    blocks: [
      section('*Servers*'),
      {
        type: 'actions' as const,
        elements: [{ type: 'button' as const, action_id: 'go', text: { type: 'plain_text' as const, text: label } }],
      },
    ],
  };
}

describe('an app made with Bolt', () => {
  it('answers a command, updates its card after a press, and posts and updates messages with the Web API', async () => {
    app.command('/guide', async ({ ack }) => {
      await ack(card('Post') as never);
    });
    app.action('go', async ({ ack, respond, client, body }) => {
      await ack();
      const channel = body.channel?.id ?? '';
      const { ts = '' } = await client.chat.postMessage({ channel, ...(card('Done') as { text: string }) });
      await client.chat.update({ channel, ts, text: 'redrawn' });
      await respond({ replace_original: true, text: 'posted' });
    });
    const reply = await slack.workspace.as('asker').in('#deployments').command('/guide servers');
    expect(reply.plainText()).toBe('Servers\n[Post]');
    expect((await reply.press('Post')).outcome).toEqual({ kind: 'ok' });
    await slack.until(() => reply.text === 'posted');
    const posted = slack.workspace.as('ben').in('#deployments').lastMessage();
    expect([posted.text, posted.plainText()]).toEqual(['redrawn', 'redrawn']);
    expect(slack.calls.map(({ method }) => method).filter((method) => method !== 'auth.test')).toEqual([
      'chat.postMessage',
      'chat.update',
    ]);
  });

  it('opens a dialog, rejects the input, and closes it', async () => {
    app.command('/guide', async ({ ack, client, body }) => {
      await ack();
      const element = { type: 'plain_text_input' as const, action_id: 'a' };
      const label = { type: 'plain_text' as const, text: 'Question' };
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'ask',
          title: { type: 'plain_text', text: 'Ask' },
          submit: { type: 'plain_text', text: 'Ask' },
          blocks: [{ type: 'input', block_id: 'q', label, element }],
        },
      });
    });
    app.view('ask', async ({ ack, view }) => {
      const typed = view.state.values.q?.a?.value;
      if (typed === 'dns') await ack();
      else await ack({ response_action: 'errors', errors: { q: 'No such page' } });
    });
    const ada = slack.workspace.as('asker');
    await ada.in('#general').command('/guide');
    await slack.until(() => ada.hasDialog);
    const dialog = ada.dialog();
    dialog.fill('Question', 'x');
    expect(await dialog.submit()).toEqual({ kind: 'errors', errors: { q: 'No such page' } });
    dialog.fill('Question', 'dns');
    expect(await dialog.submit()).toEqual({ kind: 'closed' });
    expect(ada.hasDialog).toBe(false);
  });

  it('receives mentions, shortcuts and typeahead requests', async () => {
    const seen: string[] = [];
    app.event('app_mention', async ({ event }) => void seen.push(event.text));
    app.shortcut('search', async ({ ack }) => {
      seen.push('shortcut');
      await ack();
    });
    app.command('/guide', async ({ ack }) => {
      const select = { type: 'external_select', action_id: 'page', placeholder: plain('Page') };
      await ack({ text: 'pick', blocks: [{ type: 'actions', elements: [select] }] } as never);
    });
    app.options('page', async ({ ack, options }) => {
      await ack({ options: [{ text: { type: 'plain_text', text: `about ${options.value}` }, value: 'p' }] });
    });
    expect(
      await slack.event({ type: 'app_mention', text: 'hello', user: 'U1', channel: 'C1', ts: '1.1', event_ts: '1.1' }),
    ).toEqual({ kind: 'ok' });
    expect(await slack.workspace.as('ada').shortcut('search')).toEqual({ kind: 'ok' });
    expect(seen).toEqual(['hello', 'shortcut']);
    const reply = await slack.workspace.as('ada').in('#general').command('/guide');
    expect(await reply.suggest('Page', 'dns')).toEqual([{ text: 'about dns', value: 'p' }]);
  });
});
