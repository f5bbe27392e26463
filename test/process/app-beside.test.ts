import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import type { AppManifest } from '../../src/simulated-slack/manifest.js';
import { runAppBeside } from '../../src/tryout/run-app-beside.js';
import { type RunningWorkspace, startWorkspace } from '../../src/tryout/start-workspace.js';

/** An app of a few lines, as somebody else might write it; it answers with a text of its file and how often it was asked. */
function appSaying(word: string): string {
  return `
import { createServer } from 'node:http';
let asked = 0;
createServer((request, response) => {
  request.resume().on('end', () => response.end('${word} ' + ++asked + ' ' + process.env.SLACK_BOT_TOKEN));
}).listen(process.env.PORT, process.env.HOST);
`;
}
const manifest: AppManifest = {
  commands: [{ command: '/say', usageHint: '', description: 'Says a word' }],
  shortcuts: [],
  events: [],
  home: { homeTab: false, messagesTab: true, messagesReadOnly: false },
  unfurlDomains: [],
  scopes: ['commands'],
};

describe('an app in a process of its own', () => {
  let folder: string;
  let workspace: RunningWorkspace;
  let restarts: number;
  const complaints: string[] = [];
  const note = (line: string): void => void complaints.push(line);
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guidepost-beside-'));
    writeFileSync(join(folder, 'app.mjs'), appSaying('one'));
    restarts = 0;
    workspace = await startWorkspace({
      file: join(folder, 'data/workspace.json'),
      manifest,
      port: 0,
      waitsForApp: true,
      logger: { debug: note, info: note, warn: note, error: note },
      runApp: (access) =>
        runAppBeside(
          {
            command: `"${process.execPath}" "${join(folder, 'app.mjs')}"`,
            watch: [join(folder, 'app.mjs')],
            environment: { PATH: process.env.PATH },
            databaseUrl: `sqlite:${join(folder, 'app.db')}`,
            logger: { debug: note, info: note, warn: note, error: note },
            onChanged: () => {
              restarts += 1;
            },
          },
          access,
        ),
    });
  });
  afterEach(async () => {
    await workspace.stop();
    rmSync(folder, { recursive: true });
  });
  const ask = async (): Promise<string> =>
    (await workspace.slack.workspace.as('ada').in('#general').command('/say')).plainText();

  it('is told how to reach the workspace, and runs again when its file changes while the conversation goes on', async () => {
    const { botToken } = workspace.access;
    expect(await ask()).toBe(`one 1 ${botToken}`);
    writeFileSync(join(folder, 'app.mjs'), appSaying('two'));
    await workspace.slack.until(() => restarts === 1, { withinMs: 90_000 });
    expect(await ask()).toBe(`two 1 ${botToken}`);
    const seen = workspace.slack.workspace.visibleTo('ada', '#general').map(({ text }) => text.split(' ')[0]);
    expect(seen).toEqual(['one', 'two']);
  }, 120_000);

  it('is told how to connect over Socket Mode, opens another connection after one is dropped, and runs again', async () => {
    const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
    const page = join(folder, 'watched.md');
    writeFileSync(page, 'one');
    let again = 0;
    const overSocket = await startWorkspace({
      file: join(folder, 'data/socket.json'),
      manifest: { ...manifest, commands: [{ command: '/guide', usageHint: '', description: 'Asks' }] },
      port: 0,
      waitsForApp: true,
      logger: { debug: note, info: note, warn: note, error: note },
      runApp: (access) =>
        runAppBeside(
          {
            command: `"${process.execPath}" "${main}"`,
            overSocket: true,
            watch: [page],
            environment: { PATH: process.env.PATH, GUIDE_DIR: packageFile('content'), LOG_LEVEL: 'error' },
            databaseUrl: `sqlite:${join(folder, 'guidepost.db')}`,
            logger: { debug: note, info: note, warn: note, error: note },
            onChanged: () => {
              again += 1;
            },
          },
          access,
        ),
    });
    try {
      const { slack } = overSocket;
      const answer = async () => (await slack.workspace.as('ada').in('#general').command('/guide help')).plainText();
      expect(await answer()).toContain('Ask the guide');
      slack.faults.dropSockets('silently');
      await slack.until(() => slack.faults.active.sockets === 0, { withinMs: 90_000 });
      await slack.until(() => slack.faults.active.sockets === 1, { withinMs: 90_000 });
      expect(await answer()).toContain('Ask the guide');
      writeFileSync(page, 'two');
      await slack.until(() => again === 1, { withinMs: 90_000 });
      expect(await answer()).toContain('Ask the guide');
      expect(new Set(slack.requests.map(({ transport }) => transport))).toEqual(new Set(['socket']));
      expect(complaints).toEqual([]);
    } finally {
      await overSocket.stop();
    }
  }, 90_000);

  it('is waited for while it starts again, and told once that it failed', async () => {
    writeFileSync(join(folder, 'app.mjs'), 'throw new Error("half typed")');
    await workspace.slack.until(() => complaints.some((line) => line.includes('ended at its start')), {
      withinMs: 90_000,
    });
    writeFileSync(join(folder, 'app.mjs'), appSaying('mended'));
    await workspace.slack.until(() => restarts === 1, { withinMs: 90_000 });
    expect(await ask()).toMatch(/^mended 1/);
  }, 60_000);

  it('starts over with data of its own removed', async () => {
    writeFileSync(join(folder, 'app.db'), 'rows');
    await ask();
    await workspace.slack.startOver();
    expect(workspace.slack.workspace.messages).toEqual([]);
    expect(await ask()).toMatch(/^one 1/);
    expect(() => rmSync(join(folder, 'app.db'))).toThrow('ENOENT');
  }, 120_000);
});
