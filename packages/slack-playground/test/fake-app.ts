import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dialogView, homeView, searchView } from './fake-dialogs.js';
import { checklistMessage, everyBlock, manyBlocks, optionsFor, pageCard } from './fake-messages.js';

export interface FakeApp {
  /** The URL to which the simulated Slack delivers. */
  readonly url: string;
  /** The Web API of the simulated Slack. Set once that listens. */
  useApi(url: string): void;
  /** Answers the waiting press of “Take your time”. */
  takeNoMoreTime(): void;
  stop(): Promise<void>;
}

type Payload = Record<string, string> & { payload?: string };

/** A small app with typical answers: a card with buttons, a checklist, a dialog, and failures on request. */
export async function startFakeApp(botToken: string): Promise<FakeApp> {
  let api = '';
  let takeNoMoreTime = () => {};
  const timeTaken = new Promise<void>((resolve) => {
    takeNoMoreTime = resolve;
  });
  const done = new Set<number>();
  let visits = 0;
  const drawHome = (user: string) => {
    visits += 1;
    return call('views.publish', { user_id: user, view: homeView(visits) });
  };
  const call = async (method: string, body: unknown) => {
    const headers = { 'Content-Type': 'application/json; charset=utf-8', Authorization: `Bearer ${botToken}` };
    const response = await fetch(new URL(method, api), { method: 'POST', headers, body: JSON.stringify(body) });
    const result = (await response.json()) as { ok: boolean; error?: string };
    if (!result.ok) throw new Error(`${method}: ${JSON.stringify(result)}`);
  };
  const respond = (url: string, body: unknown) =>
    fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

  const command = async (text: string, response: ServerResponse) => {
    if (text === 'silent') return;
    if (text === 'broken') return send(response, 500, {});
    if (text === 'everything')
      return send(response, 200, { response_type: 'in_channel', text: 'Every block', blocks: everyBlock });
    if (text === 'many') return send(response, 200, { response_type: 'in_channel', text: 'Fifty', blocks: manyBlocks });
    send(response, 200, { response_type: 'ephemeral', ...pageCard(text) });
  };

  const event = async (received: AppEvent) => {
    if (received.type === 'app_home_opened' && received.tab === 'home') await drawHome(received.user);
    if (received.type === 'app_mention' || received.type === 'message')
      await call('chat.postMessage', {
        channel: received.channel,
        thread_ts: received.thread_ts ?? received.ts,
        text: `You asked: ${received.text}`,
      });
  };

  const interaction = async (payload: Interaction, response: ServerResponse) => {
    const action = payload.actions?.[0];
    if (payload.type === 'block_suggestion') return send(response, 200, { options: optionsFor(payload.value) });
    if (payload.type === 'shortcut') await call('views.open', { trigger_id: payload.trigger_id, view: searchView('') });
    if (payload.type === 'message_action')
      await call('views.open', { trigger_id: payload.trigger_id, view: searchView(payload.message.text) });
    if (payload.type === 'view_submission') {
      const name = payload.view?.state.values.name?.text?.value ?? '';
      if (name.length < 3)
        return send(response, 200, { response_action: 'errors', errors: { name: 'Write at least three letters.' } });
      return send(response, 200, { response_action: 'clear' });
    }
    if (!action) return send(response, 200, {});
    if (action.action_id === 'never') return;
    if (action.action_id === 'slow') await timeTaken;
    if (action.action_id === 'next')
      await respond(payload.response_url, { replace_original: true, ...pageCard(action.value) });
    if (action.action_id === 'open') await call('views.open', { trigger_id: payload.trigger_id, view: dialogView() });
    if (action.action_id === 'push')
      await call('views.push', { trigger_id: payload.trigger_id, view: dialogView(Number(action.value)) });
    if (action.action_id === 'good-or-bad')
      await respond(payload.response_url, { text: `Noted: ${action.value}`, replace_original: false });
    if (action.action_id === 'home-count') await drawHome(payload.user.id);
    if (action.action_id === 'post')
      await call('chat.postMessage', { channel: payload.channel.id, ...checklistMessage(done) });
    if (action.action_id === 'tick') {
      const [item, wanted] = action.value.split(' ');
      if (wanted === 'done') done.add(Number(item));
      else done.delete(Number(item));
      const { channel_id: channel, message_ts: ts } = payload.container;
      await call('chat.update', { channel, ts, ...checklistMessage(done) });
      if (done.size === 3)
        await call('chat.postMessage', { channel, thread_ts: ts, text: ':tada: All 3 items are done.' });
    }
    send(response, 200, {});
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    if (request.headers['content-type']?.includes('json')) {
      send(response, 200, {});
      return event((JSON.parse(body) as { event: AppEvent }).event);
    }
    const fields = Object.fromEntries(new URLSearchParams(body)) as Payload;
    if (fields.payload === undefined) await command(fields.text ?? '', response);
    else await interaction(JSON.parse(fields.payload) as Interaction, response);
  };
  const server = createServer((request, response) => {
    // If a test makes Slack refuse a call or unreachable, the app answers with 500.
    answer(request, response).catch(() => response.headersSent || send(response, 500, {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    useApi: (url) => {
      api = url;
    },
    takeNoMoreTime: () => takeNoMoreTime(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface AppEvent {
  readonly type: string;
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly tab?: string;
  readonly thread_ts?: string;
}

interface Interaction {
  readonly type: string;
  /** The text typed into an external select. */
  readonly value: string;
  readonly user: { readonly id: string };
  readonly message: { readonly text: string };
  readonly actions?: readonly { readonly action_id: string; readonly value: string }[];
  readonly response_url: string;
  readonly trigger_id: string;
  readonly channel: { readonly id: string };
  readonly container: { readonly channel_id: string; readonly message_ts: string };
  readonly view?: { readonly state: { readonly values: Record<string, Record<string, { readonly value?: string }>> } };
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = Object.keys(body).length === 0 ? '' : JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request as AsyncIterable<Buffer>) body += part.toString('utf8');
  return body;
}
