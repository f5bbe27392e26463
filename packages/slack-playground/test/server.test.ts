import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message, Reply, WorkspaceChange, WorkspaceView } from '../src/protocol.js';
import { startPlayground } from '../src/server.js';
import { quiet, type Scene, startScene } from './start-scene.js';

describe('the playground’s server', () => {
  let scene: Scene;
  let port: number;
  beforeAll(async () => {
    scene = await startScene({ deadlineMs: 1500 });
    port = Number(new URL(scene.url).port);
  });
  afterAll(() => scene.stop());

  /** A raw request, because fetch does not let a test set Host and Origin. */
  const ask = (path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
    new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
      const { method = 'GET', headers = {}, body = '' } = options;
      const sent = request({
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { Host: `localhost:${port}`, ...headers },
      });
      sent.on('error', reject).on('response', async (response) => {
        let text = '';
        for await (const part of response) text += String(part);
        resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers });
      });
      sent.end(body);
    });
  const post = async (path: string, body: object): Promise<Reply & { error?: string }> => {
    const headers = { 'Content-Type': 'application/json', Origin: `http://localhost:${port}` };
    return JSON.parse((await ask(path, { method: 'POST', headers, body: JSON.stringify(body) })).body);
  };
  const workspaceOf = async (person = 'ada'): Promise<WorkspaceView> =>
    JSON.parse((await ask(`/api/workspace?person=${person}`)).body);
  const channel = 'C0DEPLOY02';
  const last = async (person = 'ada'): Promise<Message> => {
    const message = (await workspaceOf(person)).messages.filter((one) => one.channel === channel).at(-1);
    if (!message) throw new Error('There is no message.');
    return message;
  };
  const targetOf = (message: Message, actionId: string) => {
    const block = message.blocks.find((one) => JSON.stringify(one).includes(`"action_id":"${actionId}"`));
    return { blockId: String(block?.block_id), actionId };
  };

  it('serves the page with a content security policy that blocks everything from outside', async () => {
    const page = await ask('/');
    expect(page.status).toBe(200);
    expect(page.body).toContain('<script type="module" src="/main.js">');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
  });

  it('serves less than 100 kB of script in total, with a source map', async () => {
    const page = (await ask('/')).body;
    const scripts = [...page.matchAll(/<script[^>]*src="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(scripts).toEqual(['/main.js']);
    const script = (await ask('/main.js')).body;
    expect(Buffer.byteLength(script)).toBeGreaterThan(10_000);
    expect(Buffer.byteLength(script)).toBeLessThan(100_000);
    // One bundle, which loads nothing else.
    expect(script).not.toMatch(/\bimport\s*\(|\bfrom\s*"\.|\bimport\s*"/);
    expect(JSON.parse((await ask('/main.js.map')).body).sources).toContainEqual(
      expect.stringContaining('page/main.ts'),
    );
  });

  it.each(['localhost', '127.0.0.1', '[::1]'])('accepts the host %s with its port', async (name) => {
    expect((await ask('/api/people', { headers: { Host: `${name}:${port}` } })).status).toBe(200);
  });

  it.each(['evil.example', 'localhost', 'localhost:1', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'refuses the host %s, against DNS rebinding',
    async (host) => {
      const refused = await ask('/api/people', { headers: { Host: host } });
      expect(refused.status).toBe(403);
      expect(JSON.parse(refused.body).error).toContain(host);
    },
  );

  it.each(['http://evil.example', 'null', 'https://localhost', 'http://127.0.0.1'])(
    'refuses a request from the origin %s',
    async (origin) => {
      const headers = { 'Content-Type': 'application/json', Origin: origin };
      const before = (await workspaceOf()).messages.length;
      const body = JSON.stringify({ person: 'ada', channel, text: 'smuggled' });
      expect((await ask('/api/say', { method: 'POST', headers, body })).status).toBe(403);
      expect((await workspaceOf()).messages).toHaveLength(before);
    },
  );

  it('lets a link on another site open the page, but lets no other site read its data', async () => {
    const cross = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await ask('/', { headers: { ...cross, 'Sec-Fetch-Mode': 'navigate' } })).status).toBe(200);
    expect((await ask('/api/people', { headers: { ...cross, 'Sec-Fetch-Mode': 'no-cors' } })).status).toBe(403);
  });

  it.each([
    '/nothing.js',
    '/../start-playground.js',
    '/%2e%2e/start-playground.js',
    '/page',
    '/blocks',
    '/tsconfig.json',
    '/protocol.js.ts',
    '/api',
  ])('has no %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('accepts only JSON by POST, and says what is missing in a request', async () => {
    expect((await ask('/api/say')).status).toBe(405);
    expect((await ask('/api/say', { method: 'POST', body: 'text=x' })).status).toBe(415);
    const headers = { 'Content-Type': 'application/json' };
    expect((await ask('/api/say', { method: 'POST', headers, body: '{' })).status).toBe(400);
    expect((await ask('/api/say', { method: 'POST', headers, body: '[]' })).status).toBe(400);
    expect((await ask('/api/say', { method: 'POST', headers, body: ' '.repeat(1024 * 1024 + 1) })).status).toBe(413);
    expect((await post('/api/say', { person: 'ada', channel })).error).toContain('"text"');
    expect((await post('/api/say', { person: 'zoe', channel, text: 'x' })).error).toContain('ada, ben, chika');
    expect((await post('/api/say', { person: 'ada', channel: 'D0DIRECT02', text: 'x' })).error).toContain('D0DIRECT02');
  });

  it('posts chat as the person, with markup escaped', async () => {
    expect(await post('/api/say', { person: 'ben', channel, text: 'a <!channel> & b' })).toEqual({ outcome: 'ok' });
    expect(await last('chika')).toMatchObject({
      text: 'a &lt;!channel&gt; &amp; b',
      author: { kind: 'person', name: 'Ben Kowalski' },
    });
  });

  it('shows the answer to a command only to the asker, and replaces it after a press', async () => {
    expect(await post('/api/command', { person: 'ada', channel, line: '/guide static' })).toEqual({ outcome: 'ok' });
    const card = await last();
    expect(card).toMatchObject({ author: { kind: 'app' }, visibleTo: 'U0ADA00001' });
    expect((await workspaceOf('ben')).messages.filter((one) => one.visibleTo !== undefined)).toEqual([]);
    const surface = { kind: 'message', channel, ts: card.ts };
    await post('/api/press', { person: 'ada', surface, target: targetOf(card, 'next') });
    await scene.slack.settled();
    expect((await last()).blocks[0]).toMatchObject({ type: 'header', text: { text: 'Databases' } });
  });

  it('finds a button again after its message was updated with new block ids', async () => {
    await post('/api/command', { person: 'ada', channel, line: '/guide static' });
    const card = await last();
    const press = (person: string, message: Message, target: object) =>
      post('/api/press', { person, surface: { kind: 'message', channel, ts: message.ts }, target });
    await press('ada', card, targetOf(card, 'post'));
    await scene.slack.settled();
    const outdated = await last();
    const second = { blockId: String(outdated.blocks[3]?.block_id), actionId: 'tick', value: '1 done' };
    await press('ben', outdated, { ...targetOf(outdated, 'tick'), value: '0 done' });
    await scene.slack.settled();
    expect(await press('chika', outdated, second)).toEqual({ outcome: 'ok' });
    await scene.slack.settled();
    expect((await last()).text).toBe('Going live: 2 of 3 done');
    expect((await press('chika', outdated, { ...second, value: 'gone' })).error).toContain('changed');
  });

  it('opens a dialog, submits it, and keeps it open with the app’s errors', async () => {
    await post('/api/command', { person: 'chika', channel, line: '/guide static' });
    const card = await last('chika');
    await post('/api/press', {
      person: 'chika',
      surface: { kind: 'message', channel, ts: card.ts },
      target: targetOf(card, 'open'),
    });
    const dialog = (await workspaceOf('chika')).dialogs[0]?.id ?? '';
    expect((await workspaceOf('ada')).dialogs).toEqual([]);
    const typed = (text: string) => [{ blockId: 'name', actionId: 'text', text }];
    expect(await post('/api/dialog/submit', { person: 'chika', dialog, typed: typed('ab') })).toEqual({
      outcome: 'errors',
    });
    expect((await workspaceOf('chika')).dialogs[0]?.errors).toEqual({ name: 'Write at least three letters.' });
    const target = { blockId: 'where', actionId: 'select' };
    await post('/api/choose', { person: 'chika', surface: { kind: 'dialog', id: dialog }, target, choice: 'dokku' });
    expect((await workspaceOf('chika')).inputs[dialog]?.where?.select).toMatchObject({
      selected_option: { value: 'dokku' },
    });
    expect(await post('/api/dialog/submit', { person: 'chika', dialog, typed: typed('shop') })).toEqual({
      outcome: 'cleared',
    });
    expect((await workspaceOf('chika')).dialogs).toEqual([]);
    expect((await post('/api/dialog/submit', { person: 'chika', dialog, typed: [] })).error).toContain(
      'no longer open',
    );
  });

  it('returns Slack’s error code if the app did not answer in time', async () => {
    expect((await post('/api/command', { person: 'ada', channel, line: '/guide silent' })).outcome).toBe(
      'operation_timeout',
    );
    expect((await post('/api/command', { person: 'ada', channel, line: '/guide broken' })).outcome).toBe(
      'http_service_error',
    );
  });

  it('sends every window what its person sees, and then each change', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/api/live?person=ben`);
    const changes: WorkspaceChange[] = [];
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = '';
    const read = async (until: (change: WorkspaceChange) => boolean) => {
      while (!changes.some(until)) {
        buffer += (await reader?.read())?.value ?? '';
        const events = buffer.split('\n\n');
        buffer = events.pop() ?? '';
        changes.push(
          ...events
            .filter((one) => one.startsWith('event: workspace\n'))
            .map((one) => JSON.parse(one.slice(one.indexOf('data: ') + 6)) as WorkspaceChange),
        );
      }
    };
    await read((change) => change.rest?.person === 'U0BEN00002');
    await post('/api/say', { person: 'ada', channel, text: 'Are you there?' });
    await read((change) => change.changed?.length === 1 && change.changed[0]?.text === 'Are you there?');
    await post('/api/start-over', {});
    await read((change) => (change.gone?.length ?? 0) > 0);
    expect(changes.at(-1)?.changed).toBeUndefined();
    await reader?.cancel();
  });

  it('says which port is in use, and what to do', async () => {
    await expect(startPlayground({ slack: scene.slack, port, logger: quiet })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use`,
    );
  });
});
