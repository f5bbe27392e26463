import { describe, expect, it } from '@jest/globals';
import { folderOf, runInProcess } from '../run-in-process.js';
import { sampleGuide } from '../sample-guide.js';

const warned = { 'content/a.md': '---\ntitle: A\nchoices:\n  - text: On\n    to: nowhere-at-all\n---\nText.\n' };
const broken = {
  ...warned,
  'content/b.md': '---\ntitle: [\n---\nText.\n',
  'content/c.md': new Uint8Array([0x23, 0xff]),
};

async function check(files: Parameters<typeof folderOf>[0], ...args: string[]) {
  return runInProcess(['check', ...args], { cwd: await folderOf(files) });
}

describe('checking a guide', () => {
  it('counts the pages of a guide without problems', async () => {
    expect(await check(sampleGuide)).toEqual({ code: 0, out: '3 pages: no errors, no warnings\n', err: '' });
  });

  it('prints a warning with its file and line, and fails for it only with --strict', async () => {
    const { code, out } = await check(warned, 'content');
    expect(code).toBe(0);
    expect(out).toMatch(/^content\/a\.md:\d+: warning: .*nowhere-at-all.*\n1 page: no errors, 1 warning\n$/);
    expect((await check(warned, '--strict', 'content')).code).toBe(1);
    expect((await check(sampleGuide, '--strict')).code).toBe(0);
  });

  it('prints every error, each with its file, and fails although the other pages are served', async () => {
    const { code, out } = await check(broken);
    expect(code).toBe(1);
    expect(out).toMatch(/^content\/b\.md:\d+: /m);
    expect(out).toMatch(/^content\/c\.md(:\d+)?: /m);
    expect(out.trimEnd().split('\n').at(-1)).toBe('1 page: 2 errors, 1 warning');
  });

  it('names a folder that does not exist', async () => {
    const { code, out } = await check(sampleGuide, 'contnet');
    expect(code).toBe(1);
    expect(out).toMatch(/^contnet: /);
  });
});
