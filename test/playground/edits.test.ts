import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serve } from '../../src/serve.js';
import { itLong } from '../long-tests.js';
import { CLI, MAIN } from '../process/program.js';
import { type Server, startProcess } from '../process/start-process.js';

const page = (text: string, order = '1'): string => `---\ntitle: Deploy\norder: ${order}\n---\n${text}\n`;

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-edits-'));
  writeFileSync(join(folder, 'deploy.md'), page('Press the button.'));
});
afterEach(async () => {
  server?.child.kill('SIGTERM');
  await server?.ended();
  server = undefined;
  rmSync(folder, { recursive: true });
});

interface Seen {
  readonly warning: { readonly text: string; readonly details: readonly string[] } | null;
  readonly suggestions: readonly string[];
  readonly messages: readonly object[];
}

/** The page of a playground, as its browser gets it. */
function playgroundAt(url: string) {
  const look = async (): Promise<Seen> => (await (await fetch(`${url}/api/workspace?person=ada`)).json()) as Seen;
  return {
    look,
    async until(isSeen: (seen: Seen) => boolean): Promise<Seen> {
      const latest = Date.now() + 60_000;
      for (;;) {
        const seen = await look();
        if (isSeen(seen)) return seen;
        if (Date.now() > latest) throw new Error(`Not seen in a minute: ${JSON.stringify(seen)}\n${server?.output()}`);
        await wait(25);
      }
    },
    async ask(line: string): Promise<void> {
      const request = { person: 'ada', channel: 'general', line };
      const { channels } = (await look()) as unknown as { channels: readonly { id: string; name: string }[] };
      const channel = channels.find(({ name }) => name === request.channel)?.id;
      const body = JSON.stringify({ ...request, channel });
      // On a busy machine Slack gives up on an app that starts: as a person would, ask again.
      for (let times = 0; times < 5; times += 1) {
        const before = (await look()).messages.length;
        await fetch(`${url}/api/command`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
        const answer = (await this.until(({ messages }) => messages.length > before)).messages.at(-1);
        if (!JSON.stringify(answer).includes('operation_timeout')) return;
      }
    },
  };
}

async function start(args: readonly string[], environment: Record<string, string> = {}) {
  server = startProcess({ PORT: '0', ...environment }, { program: [CLI, ...args] });
  return playgroundAt((await server.says(/[Pp]layground: (http:\S+)/))[1] ?? '');
}

const DETAIL = /^deploy\.md:3: /;
const says = (text: string) => (seen: Seen) => JSON.stringify(seen.messages).includes(text);

describe('the playground of a guide', () => {
  it.each([
    ['serve DIR', () => start(['serve', folder])],
    ['GUIDE_DIR without a command', () => start([], { GUIDE_DIR: folder })],
  ])('answers from it: %s', async (_, open) => {
    const playground = await open();
    await playground.ask('/guide deploy');
    await playground.until(says('Press the button.'));
    expect((await playground.look()).suggestions).toEqual(['/guide Deploy', '/guide topics', '/guide help']);
  });

  itLong('says which line of a saved page cannot be read until it is corrected, and shows the correction', async () => {
    const playground = await start(['playground', folder]);
    await playground.ask('/guide deploy');
    await playground.until(says('Press the button.'));
    expect((await playground.look()).warning).toBeNull();
    writeFileSync(join(folder, 'deploy.md'), page('Press the lever.', '[1'));
    const { warning } = await playground.until((seen) => seen.warning !== null);
    expect(warning).toEqual({
      text: 'A file of the guide cannot be read. Until it is corrected, answers come from the last version that could be.',
      details: [expect.stringMatching(DETAIL)],
    });
    writeFileSync(join(folder, 'deploy.md'), page('Press the lever.'));
    await playground.until((seen) => seen.warning === null && says('Press the lever.')(seen));
  });

  itLong('says from the start what is left out', async () => {
    writeFileSync(join(folder, 'broken.md'), page('x', '[1'));
    const playground = await start(['playground', folder]);
    expect((await playground.look()).warning).toEqual({
      text: 'A file of the guide cannot be read. Until it is corrected, answers come from the other pages.',
      details: [expect.stringMatching(/^broken\.md:3: /)],
    });
  });

  itLong('does not follow edits with GUIDE_WATCH=false', async () => {
    const playground = await start(['playground', folder], { GUIDE_WATCH: 'false' });
    writeFileSync(join(folder, 'deploy.md'), page('Press the lever.', '[1'));
    await wait(500);
    await playground.ask('/guide deploy');
    const seen = await playground.until(says('Press the button.'));
    expect(seen.warning).toBeNull();
  });
});

describe('the playground with the app in another process, as npm run dev starts it', () => {
  const dev = () => start(['playground', folder, '--app', `"${process.execPath}" "${MAIN}"`], { GUIDE_WATCH: 'true' });

  itLong('says the same about a saved page', async () => {
    const playground = await dev();
    await playground.ask('/guide deploy');
    await playground.until(says('Press the button.'));
    writeFileSync(join(folder, 'deploy.md'), page('Press the lever.', '[1'));
    const { warning } = await playground.until((seen) => seen.warning !== null);
    expect(warning).toMatchObject({ details: [expect.stringMatching(DETAIL)] });
    writeFileSync(join(folder, 'deploy.md'), page('Press the lever.'));
    await playground.until((seen) => seen.warning === null && says('Press the lever.')(seen));
  });

  itLong('starts the app once its only page is corrected', async () => {
    writeFileSync(join(folder, 'deploy.md'), page('Press the button.', '[1'));
    const playground = await dev();
    await playground.until(({ warning }) => warning?.details.some((line) => DETAIL.test(line)) ?? false);
    writeFileSync(join(folder, 'deploy.md'), page('Press the lever.'));
    await playground.until(({ warning }) => warning === null);
    await playground.ask('/guide deploy');
    await playground.until(says('Press the lever.'));
  });
});

describe('an edit before anybody has asked', () => {
  itLong('is seen, even if it comes between reading the guide and following it', async () => {
    const stop = new AbortController();
    const log: string[] = [];
    const ended = serve({
      environment: {
        GUIDE_DIR: folder,
        GUIDE_WATCH: 'true',
        SLACK_BOT_TOKEN: 'xoxb-test',
        SLACK_SIGNING_SECRET: 'secret',
        SLACK_API_URL: 'http://127.0.0.1:9/api/',
        DATABASE_URL: `sqlite:${join(folder, 'data/test.db')}`,
        HOST: '127.0.0.1',
        PORT: '0',
      },
      write: (text) => log.push(text),
      stopRequested: stop.signal,
      // The app has read the guide, and does not follow it yet.
      onReloadRequested: () => writeFileSync(join(folder, 'deploy.md'), page('Press the lever.')),
    });
    const latest = Date.now() + 60_000;
    while (!log.join('').includes('Reloaded the guide') && Date.now() < latest) await wait(10);
    stop.abort();
    expect(await ended).toBe(0);
    expect(log.join('')).toContain('Reloaded the guide: 1 pages');
  });
});
