import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { readManifest } from '../../src/read-manifest.js';
import { launchFiles } from '../builders/launch-files.js';
import { apiClient, createToken, DEPLOYMENTS } from '../front-door/api-client.js';
import { itLong } from '../long-tests.js';
import { type Server, startProcess } from './start-process.js';

const SECRET = '0123456789abcdef0123456789abcdef';
let slack: SimulatedSlack;
let folder: string;
let server: Server | undefined;

beforeEach(async () => {
  const manifest = await readManifest();
  slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: 'xoxb-right', manifest, deadlineMs: 60_000 });
  folder = mkdtempSync(join(tmpdir(), 'guidepost-api-'));
  for (const [name, text] of Object.entries(launchFiles)) writeFileSync(join(folder, name), text);
});
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.ended();
  await slack.stop();
  rmSync(folder, { recursive: true });
});

const databaseUrl = () => `sqlite:${join(folder, 'runs.db')}`;

/** Starts the server over the same database. */
async function serve(): Promise<{ url(path: string): string }> {
  server = startProcess({
    GUIDE_DIR: folder,
    SLACK_BOT_TOKEN: 'xoxb-right',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: databaseUrl(),
    PORT: '0',
    HOST: '127.0.0.1',
  });
  const [, port] = await server.says(/listening on port (\d+)/);
  return { url: (path) => `http://127.0.0.1:${port}${path}` };
}

itLong('starts one run for a request whose answer was lost with the process, and posts it once', async () => {
  const token = await createToken(databaseUrl());
  const start = (app: { url(path: string): string }, key: string) =>
    apiClient(app, token).post(
      '/runs',
      { page: 'launch', name: 'shop', channel: DEPLOYMENTS },
      { 'idempotency-key': key },
    );
  const first = await serve();
  // Afterwards the app knows its workspace. It answers a start once Slack has the message, which it cannot reach now.
  expect((await apiClient(first, token).get('/runs')).status).toBe(200);
  slack.faults.refuseConnections(true);
  const lost = start(first, 'job-1').then(
    () => 'answered',
    () => 'lost',
  );
  let id: unknown;
  while (id === undefined) id = (await apiClient(first, token).get('/runs')).body.runs[0]?.id;
  server?.child.kill('SIGKILL');
  expect(await lost).toBe('lost');
  await server?.ended();
  slack.faults.refuseConnections(false);

  const second = await serve();
  const repeats = await Promise.all(['job-1', 'job-1', 'job-2', 'job-1', 'job-1'].map((key) => start(second, key)));
  expect(repeats.map(({ status, body }) => [status, body.id])).toEqual(Array(5).fill([200, id]));
  const posted = () => slack.workspace.as('ada').in('#deployments').messages();
  await slack.until(() => posted().length > 0, { what: 'the checklist' });
  expect((await apiClient(second, token).get('/runs')).body.runs).toHaveLength(1);
  expect(posted()).toHaveLength(1);
});
