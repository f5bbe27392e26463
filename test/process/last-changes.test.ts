import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { everyCase } from '../every-case.js';
import { itLong } from '../long-tests.js';
import { type Server, startProcess } from './start-process.js';

const SECRET = '0123456789abcdef0123456789abcdef';
const hasGit = spawnSync('git', ['--version']).status === 0;

let slack: SimulatedSlack;
let folder: string;
let server: Server | undefined;

beforeAll(async () => {
  slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: 'xoxb-right', deadlineMs: 60_000 });
  folder = mkdtempSync(join(tmpdir(), 'guidepost-guide-'));
  writeFileSync(join(folder, 'otters.md'), '# Otters\n\nHow to keep otters, and what they eat all day.\n');
  writeFileSync(join(folder, 'newts.md'), '---\nupdated: 2025-12-24\n---\n# Newts\n\nHow to keep newts, and where.\n');
  const date = '2026-02-06T12:00:00Z';
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    ['commit', '-qm', 'x'],
  ])
    spawnSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.test', ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
});
afterAll(async () => {
  await slack.stop();
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  server?.child.kill('SIGKILL');
});

(hasGit || everyCase ? describe : describe.skip)('a guide in a git repository', () => {
  itLong('says on a page when it was last changed, unless the page itself does', async () => {
    server = startProcess({
      GUIDE_DIR: folder,
      SLACK_BOT_TOKEN: 'xoxb-right',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      PORT: '0',
      HOST: '127.0.0.1',
    });
    const [, port = ''] = await server.says(/listening on port (\d+)/);
    slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
    const ada = slack.workspace.as('ada');
    const read = async (topic: string): Promise<string> => {
      const card = await ada.in('#general').command(`/guide ${topic}`);
      await card.press('Read the page');
      await slack.until(() => ada.hasDialog, { what: 'the page' });
      const text = ada.dialog().plainText();
      await ada.dialog().close();
      return text;
    };
    expect(await read('newts')).toContain('Updated 2025-12-24');
    // Git may still be at work.
    let text = await read('otters');
    while (!text.includes('Updated')) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      text = await read('otters');
    }
    expect(text).toContain('Updated 2026-02-06');
  });
});
