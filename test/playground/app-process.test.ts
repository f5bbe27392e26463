import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppManifest } from '@guidepost/slack-simulator';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import { runAppProcess } from '../../src/playground/app-process.js';
import { type LaunchedPlayground, launchPlayground } from '../../src/playground/launch.js';
import { itLong } from '../long-tests.js';
import { MAIN } from '../process/program.js';

/** The code of a small app, as a developer might write it. It answers with this word and the number of requests so far. */
function appThatAnswers(word: string): string {
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

describe('an app in a separate process', () => {
  let folder: string;
  let workspace: LaunchedPlayground;
  let restarts: number;
  const complaints: string[] = [];
  const note = (line: string): void => void complaints.push(line);
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guidepost-app-process-'));
    writeFileSync(join(folder, 'app.mjs'), appThatAnswers('one'));
    restarts = 0;
    workspace = await launchPlayground({
      file: join(folder, 'data/workspace.json'),
      manifest,
      port: 0,
      waitsForApp: true,
      logger: { debug: note, info: note, warn: note, error: note },
      runApp: (access) =>
        runAppProcess(
          {
            command: `"${process.execPath}" "${join(folder, 'app.mjs')}"`,
            watch: [join(folder, 'app.mjs')],
            environment: { PATH: process.env.PATH },
            startTimeoutMs: 120_000,
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

  it('gets the settings to reach the workspace, and restarts when its file changes while the conversation continues', async () => {
    const { botToken } = workspace.access;
    expect(await ask()).toBe(`one 1 ${botToken}`);
    writeFileSync(join(folder, 'app.mjs'), appThatAnswers('two'));
    await workspace.slack.until(() => restarts === 1);
    expect(await ask()).toBe(`two 1 ${botToken}`);
    const seen = workspace.slack.workspace.visibleTo('ada', '#general').map(({ text }) => text.split(' ')[0]);
    expect(seen).toEqual(['one', 'two']);
  });

  itLong('gets the settings for Socket Mode, reconnects after a dropped connection, and restarts', async () => {
    const page = join(folder, 'watched.md');
    writeFileSync(page, 'one');
    let again = 0;
    const overSocket = await launchPlayground({
      file: join(folder, 'data/socket.json'),
      manifest: { ...manifest, commands: [{ command: '/guide', usageHint: '', description: 'Asks' }] },
      port: 0,
      waitsForApp: true,
      logger: { debug: note, info: note, warn: note, error: note },
      runApp: (access) =>
        runAppProcess(
          {
            command: `"${process.execPath}" "${MAIN}"`,
            overSocket: true,
            watch: [page],
            environment: { PATH: process.env.PATH, GUIDE_DIR: packageFile('content'), LOG_LEVEL: 'error' },
            startTimeoutMs: 120_000,
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
      await slack.until(() => slack.faults.active.sockets === 0);
      await slack.until(() => slack.faults.active.sockets === 1);
      expect(await answer()).toContain('Ask the guide');
      writeFileSync(page, 'two');
      await slack.until(() => again === 1);
      expect(await answer()).toContain('Ask the guide');
      expect(new Set(slack.requests.map(({ transport }) => transport))).toEqual(new Set(['socket']));
      expect(complaints).toEqual([]);
    } finally {
      await overSocket.stop();
    }
  });

  it('is waited for while it restarts, and a failure is logged', async () => {
    writeFileSync(join(folder, 'app.mjs'), 'throw new Error("half typed")');
    await workspace.slack.until(() => complaints.some((line) => line.includes('exited at start')));
    writeFileSync(join(folder, 'app.mjs'), appThatAnswers('repaired'));
    await workspace.slack.until(() => restarts === 1);
    expect(await ask()).toMatch(/^repaired 1/);
  });

  it('starts over with its own data removed', async () => {
    writeFileSync(join(folder, 'app.db'), 'rows');
    await ask();
    await workspace.slack.startOver();
    expect(workspace.slack.workspace.messages).toEqual([]);
    expect(await ask()).toMatch(/^one 1/);
    expect(() => rmSync(join(folder, 'app.db'))).toThrow('ENOENT');
  });
});
