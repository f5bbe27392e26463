import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Guide } from '../../src/guide/page.js';
import { launchInProcess } from '../../src/playground/in-process.js';
import type { LaunchedPlayground } from '../../src/playground/launch.js';
import { indexGuide } from '../../src/search/build-index.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';

let guide: Guide;
let folder: string;
let playground: LaunchedPlayground;
const lines: string[] = [];
function note(line: string) {
  return lines.push(line);
}
function databaseUrl() {
  return `sqlite:${join(folder, 'playground.db')}`;
}
async function start(): Promise<void> {
  playground = await launchInProcess({
    guide: indexGuide(guide),
    databaseUrl: databaseUrl(),
    port: 0,
    logger: { debug: note, info: note, warn: note, error: note },
  });
}
async function restart(): Promise<void> {
  await playground.stop();
  await start();
}
beforeAll(async () => {
  guide = await guideOf(launchFiles);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidepost-playground-'));
  await start();
});
afterEach(async () => {
  await playground.stop();
  await rm(folder, { recursive: true });
});

function deployments(person = 'ada') {
  return playground.slack.workspace.as(person).in('#deployments');
}
async function post(): Promise<void> {
  const preview = await deployments().command('/guide checklist launch');
  await preview.press('Post to this channel');
  await playground.slack.until(() =>
    playground.slack.workspace.messages.some(({ visibleTo }) => visibleTo === undefined),
  );
  await playground.slack.settled();
}
/** The posted checklist, which everyone sees. */
function list() {
  const found = deployments('ben')
    .messages()
    .find(({ message }) => message.author.kind === 'app' && message.visibleTo === undefined);
  if (!found) throw new Error('no checklist was posted');
  return found;
}
async function storedRuns(): Promise<number> {
  const database = await openDatabase({ url: databaseUrl() });
  const rows = await database.kysely.selectFrom('runs').select('id').execute();
  await database.close();
  return rows.length;
}
function shows(text: string): Promise<void> {
  return playground.slack.until(() => list().plainText().includes(text));
}

describe('the playground after a restart', () => {
  it('continues the conversation, with its messages, read marks and working buttons', async () => {
    await post();
    deployments('ben').say('on it');
    const texts = () =>
      deployments()
        .messages()
        .map((message) => message.plainText());
    const before = texts();
    await restart();
    expect(texts()).toEqual(before);
    expect(playground.slack.workspace.unread('ben', '#deployments').count).toBe(0);
    expect(playground.slack.workspace.unread('chika', '#deployments').count).toBe(2);
    await list().press('Done', { nth: 0 });
    await shows('1 of 2');
  });

  it('uses the same tokens and URL for the app as before', async () => {
    const { access } = playground;
    await restart();
    const { apiUrl, appToken, botToken, signingSecret } = access;
    expect(playground.access).toMatchObject({ apiUrl, appToken, botToken, signingSecret });
  });

  it('has everything up to shortly before a crash, because changes are saved after a moment', async () => {
    deployments().say('hello');
    const file = join(folder, 'playground-workspace.json');
    const isSaved = async () => (await readFile(file, 'utf8').catch(() => '')).includes('hello');
    const latest = Date.now() + 60_000;
    while (!(await isSaved()) && Date.now() < latest) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await isSaved()).toBe(true);
  });

  it('starts empty if its file cannot be read, and renames that file', async () => {
    await playground.stop();
    await writeFile(join(folder, 'playground-workspace.json'), '{"version":1,"state":');
    await start();
    expect(deployments().messages()).toEqual([]);
    expect(await readdir(folder)).toContain('playground-workspace.json.unreadable');
    expect(lines.join()).toContain('playground-workspace.json.unreadable');
  });
});

describe('"Start over"', () => {
  it('deletes the workspace and its runs permanently', async () => {
    await post();
    const old = list();
    await old.press('Done', { nth: 0 });
    await shows('1 of 2');
    expect(await storedRuns()).toBe(1);
    await playground.slack.startOver();
    expect(playground.slack.workspace.messages).toEqual([]);
    expect(await storedRuns()).toBe(0);
    await post();
    expect(await storedRuns()).toBe(1);
    await playground.slack.startOver();
    await restart();
    expect(playground.slack.workspace.messages).toEqual([]);
  });
});
