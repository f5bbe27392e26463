import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { itLong } from '../long-tests.js';
import { CLI } from '../process/program.js';
import { folderOf } from './run-in-process.js';
import { sampleGuide } from './sample-guide.js';

function start(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  // None of this machine's settings except PATH.
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { PATH: process.env.PATH ?? '', ...env } });
  const finished = once(child, 'exit').then(([code]) => code as number | null);
  return { child, finished };
}

describe('the program itself', () => {
  it('answers, reports errors, and exits with the right codes', async () => {
    const cwd = await folderOf(sampleGuide);
    const asked = start(['ask', 'cdn'], cwd);
    expect(await text(asked.child.stdout)).toMatch(/^Static content\n/);
    expect(await asked.finished).toBe(0);
    const unknown = start(['aks'], cwd);
    expect(await text(unknown.child.stderr)).toBe('guidepost: there is no command aks; did you mean ask?\n');
    expect(await unknown.finished).toBe(2);
  });

  it('answers each line before the next one arrives', async () => {
    const { child, finished } = start(['ask', '--jsonl'], await folderOf(sampleGuide));
    for (const id of [1, 2]) {
      child.stdin.write(`{"id":${id},"question":"cdn"}\n`);
      const [answer] = await once(child.stdout, 'data');
      expect(JSON.parse(String(answer))).toMatchObject({ id, slugs: ['static-content'] });
    }
    child.stdin.end();
    expect(await finished).toBe(0);
  });

  itLong('stops quietly when its reader stops reading', async () => {
    const { child, finished } = start(['ask', '--jsonl'], await folderOf(sampleGuide));
    child.stdin.on('error', () => {}); // The program may exit before everything is written.
    child.stdin.write('{"id":1,"question":"cdn"}\n');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const errors = text(child.stderr);
    child.stdin.end('{"id":2,"question":"cdn"}\n'.repeat(2000));
    expect(await finished).toBe(0);
    expect(await errors).toBe('Guide: content (3 pages)\n');
  });

  itLong('opens the playground, and stops on request', async () => {
    const { child, finished } = start(['playground', '--port', '0'], await folderOf(sampleGuide));
    const [line] = await once(child.stdout, 'data');
    expect(String(line)).toMatch(/^Guidepost playground: http:\/\/localhost:\d+/);
    child.kill('SIGTERM');
    expect(await finished).toBe(0);
  });

  itLong('opens the playground neither with real tokens nor in production, with --app or without', async () => {
    const folder = await folderOf(sampleGuide);
    for (const app of [[], ['--app', 'node app.js']]) {
      const withToken = start(['playground', ...app, '--port', '0'], folder, { SLACK_BOT_TOKEN: 'xoxb-1' });
      expect(await text(withToken.child.stderr)).toContain('SLACK_BOT_TOKEN is set');
      expect(await withToken.finished).toBe(2);
      const released = start(['playground', ...app, '--port', '0'], folder, { NODE_ENV: 'production' });
      expect(await text(released.child.stdout)).toContain('does not run in production');
      expect(await released.finished).toBe(1);
    }
  });

  it('does not serve with an incomplete configuration', async () => {
    const { child, finished } = start(['serve'], await folderOf(sampleGuide), { SLACK_BOT_TOKEN: 'xoxb-1' });
    expect(await text(child.stdout)).toContain('SLACK_SIGNING_SECRET is missing');
    expect(await finished).toBe(1);
  });
});
