import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeLongInBrowser } from '../../packages/slack-playground/test/in-browser.js';
import { loadGuide } from '../../src/guide/load.js';
import { packageFile } from '../../src/package-file.js';
import { CLI } from '../process/program.js';
import { type OpenPlayground, openPlayground } from './open-playground.js';

/** What differs from run to run: times, ids, the port, and what was open when the gate happened to ask. */
function stable(text: string): string[] {
  return text
    .replace(/\d\d:\d\d:\d\d open: .*\n/g, '')
    .replace(/\d\d:\d\d:\d\d/g, 'TIME')
    .replace(/127\.0\.0\.1:\w+/g, 'SERVER')
    .replace(/release script \d+/g, 'release script N')
    .replace(/\/p\d{16}/g, '/p')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

describeLongInBrowser('docs/release.sh', () => {
  let opened: OpenPlayground;
  beforeAll(async () => {
    opened = await openPlayground((await loadGuide({ folder: packageFile('content') })).guide);
  });
  afterAll(() => opened?.close());

  it('starts a run, waits while a person ticks in the browser, and goes on, as docs/pipeline.md records', async () => {
    const server = new URL(opened.playground.app.eventsUrl ?? '').origin;
    const script = spawn('bash', [packageFile('docs/release.sh'), server], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: opened.databaseUrl,
        GUIDEPOST_CLI: CLI,
        NAME: 'shop-api 2.4',
        WAIT: '10m',
      },
    });
    let output = '';
    for (const stream of [script.stdout, script.stderr])
      stream.on('data', (text) => {
        output += text;
      });
    const ended = once(script, 'close');
    const until = async (text: string): Promise<void> => {
      while (!output.includes(text)) await Promise.race([once(script.stdout, 'data'), ended.then(endedEarly)]);
    };
    const endedEarly = (): never => {
      throw new Error(`The script ended:\n${output}`);
    };

    const page = await opened.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    await page.goto(`${opened.playground.url}/#/ada/deployments`);
    const run = page
      .getByRole('log', { name: /^Messages in / })
      .getByRole('article')
      .filter({ hasText: 'shop-api 2.4' })
      .last();
    const tick = async (title: string, count: string): Promise<void> => {
      await run.getByRole('button', { name: new RegExp(`^Done: ${title}`) }).press('Enter');
      await run.filter({ hasText: `${count} of 7` }).waitFor();
    };
    await until('Waiting for the phase');
    await tick('Release the artifact', '1');
    await tick('Write down the rollback', '2');
    await tick('Keep the schema', '3');
    await tick('Gate traffic', '4');
    // The script deploys only after the last one.
    expect(output).not.toContain('Deploying');
    await tick('Agree the numbers', '5');
    // The script ticks the smoke test itself.
    await run.filter({ hasText: '6 of 7' }).waitFor();
    expect(await run.textContent()).toContain('ci.example/jobs/24');
    await tick('Mark the release', '7');

    expect(await ended).toEqual([0, null]);
    const docs = await readFile(packageFile('docs/pipeline.md'), 'utf8');
    const [, recording = ''] = /\$ docs\/release\.sh .*\n([\s\S]*?)```/.exec(docs) ?? [];
    expect(stable(output)).toEqual(stable(recording));
  });
});
