import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, expect } from '@jest/globals';
import Libsql from 'libsql';
import { Webhook } from 'standardwebhooks';
import { readManifest } from '../../src/read-manifest.js';
import { launchFiles } from '../builders/launch-files.js';
import { runInProcess } from '../cli/run-in-process.js';
import { apiClient, createToken, DEPLOYMENTS } from '../front-door/api-client.js';
import { type Receiver, startReceiver } from '../hooks/start-receiver.js';
import { itLong } from '../long-tests.js';
import { type Server, startProcess } from './start-process.js';

const SECRET = '0123456789abcdef0123456789abcdef';
let slack: SimulatedSlack;
let receiver: Receiver;
let folder: string;
let server: Server | undefined;

beforeEach(async () => {
  const manifest = await readManifest();
  slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: 'xoxb-right', manifest, deadlineMs: 60_000 });
  receiver = await startReceiver();
  folder = mkdtempSync(join(tmpdir(), 'guidepost-hooks-'));
  for (const [name, text] of Object.entries(launchFiles)) writeFileSync(join(folder, name), text);
});
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.ended();
  await receiver.stop();
  await slack.stop();
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'runs.db');

async function serve(): Promise<{ url(path: string): string }> {
  server = startProcess({
    GUIDE_DIR: folder,
    SLACK_BOT_TOKEN: 'xoxb-right',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: `sqlite:${file()}`,
    PORT: '0',
    HOST: '127.0.0.1',
  });
  const [, port] = await server.says(/listening on port (\d+)/);
  return { url: (path) => `http://127.0.0.1:${port}${path}` };
}

/** Answers with 204 while nothing can be noted down in the database, and kills the process once it has read the answer. */
async function answerAndKill(response: ServerResponse): Promise<void> {
  const lock = new Libsql(file());
  lock.pragma('busy_timeout = 10000');
  lock.exec('begin immediate');
  const isRead = once(response, 'close');
  response.writeHead(204).end();
  await isRead;
  server?.child.kill('SIGKILL');
  await server?.ended();
  // The claim of the killed process lasts a minute, which is over now.
  lock.exec('update hook_deliveries set claimed_until = 0');
  lock.exec('commit');
  lock.close();
}

itLong(
  'tells a hook again, with the same id, what was answered when the process was killed before it noted that down',
  async () => {
    const token = await createToken(`sqlite:${file()}`);
    const added = await runInProcess(['hook', 'add', receiver.url, '--allow-private'], {
      env: { DATABASE_URL: `sqlite:${file()}` },
    });
    const webhook = new Webhook(/whsec_\S+/.exec(added.out)?.[0] ?? '');
    const killed = new Promise<void>((resolve, reject) => {
      receiver.next((response) => void answerAndKill(response).then(resolve, reject));
    });
    const first = apiClient(await serve(), token);
    const start = first.post('/runs', { page: 'launch', name: 'shop', channel: DEPLOYMENTS });
    await Promise.all([killed, start.catch(() => 'lost')]);
    expect(receiver.received.map(({ type }) => type)).toEqual(['run.started']);

    const second = apiClient(await serve(), token);
    const [run] = (await second.get('/runs')).body.runs;
    for (const { id } of run.phases.flatMap(({ items }: { items: { id: string }[] }) => items))
      await second.post(`/runs/${run.id}/items/${id}`, { state: 'done' });
    while (receiver.received.at(-1)?.type !== 'run.complete') await receiver.until(receiver.received.length + 1);
    const [lost, again, ...others] = receiver.received.map(({ id, type }) => ({ id, type }));
    expect(again).toEqual(lost);
    expect(others.filter(({ type }) => type === 'run.started')).toEqual([]);
    expect(new Set(others.map(({ id }) => id)).size).toBe(others.length);
    for (const { body, data, headers } of receiver.received) {
      expect(webhook.verify(body, { ...headers })).toMatchObject({ data: { run: { id: data.run.id } } });
      expect(data.run.id).toBe(run.id);
    }
  },
);
