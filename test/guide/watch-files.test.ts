import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { watchTree } from '../../src/guide/watch-files.js';

let folder: string;
let seen: Set<string>;
let stop: () => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-watch-'));
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  writeFileSync(join(folder, 'a/b/page.md'), 'old');
  seen = new Set();
  stop = watchTree([folder, join(folder, 'missing')], (path) => seen.add(relative(folder, path)));
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});
async function notices(name: string): Promise<void> {
  const latest = Date.now() + 60_000;
  while (!seen.has(name) && Date.now() < latest) await wait(5);
  expect([...seen]).toContain(name);
}

describe('watching files', () => {
  it('notices each change of a file, however deep', async () => {
    for (const text of ['one', 'two', 'three']) {
      seen.clear();
      writeFileSync(join(folder, 'a/b/page.md'), text);
      await notices('a/b/page.md');
      await wait(20);
    }
  });

  it('notices new files, files in new folders, and what is removed', async () => {
    mkdirSync(join(folder, 'new'));
    await notices('new');
    writeFileSync(join(folder, 'new/page.md'), 'x');
    await notices('new/page.md');
    seen.clear();
    rmSync(join(folder, 'a/b/page.md'));
    await notices('a/b/page.md');
  });

  it('stops when asked to', async () => {
    stop();
    writeFileSync(join(folder, 'a/b/page.md'), 'new');
    await wait(50);
    expect([...seen]).toEqual([]);
  });
});
