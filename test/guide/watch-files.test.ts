import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startWatch, watchTree } from '../../src/guide/watch-files.js';

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

  it('leaves out what has thousands of folders and no pages', async () => {
    for (const name of ['.git', 'node_modules', '.cache/deep']) mkdirSync(join(folder, 'a', name), { recursive: true });
    await notices('a/.git');
    for (const name of ['.git', 'node_modules', '.cache/deep']) writeFileSync(join(folder, 'a', name, 'x'), '');
    writeFileSync(join(folder, 'a/.guidepostignore'), '');
    await notices('a/.guidepostignore');
    expect([...seen].filter((name) => name.endsWith('/x'))).toEqual([]);
  });
});

describe('a watch that begins before somebody listens', () => {
  async function until(isTrue: () => boolean): Promise<void> {
    for (const latest = Date.now() + 60_000; !isTrue() && Date.now() < latest; ) await wait(5);
    expect(isTrue()).toBe(true);
  }

  it('tells of a change that came before, once, and of later ones', async () => {
    const watch = startWatch([folder]);
    try {
      writeFileSync(join(folder, 'a/b/page.md'), 'early');
      await notices('a/b/page.md');
      // Longer than a watch waits for more changes.
      await wait(200);
      let told = 0;
      watch.listen(() => told++);
      expect(told).toBe(1);
      writeFileSync(join(folder, 'a/b/page.md'), 'late');
      await until(() => told === 2);
    } finally {
      watch.stop();
    }
  });

  it('tells of a change that is not settled yet when somebody listens', async () => {
    const watch = startWatch([folder]);
    try {
      let told = 0;
      writeFileSync(join(folder, 'a/b/page.md'), 'early');
      watch.listen(() => told++);
      await until(() => told === 1);
    } finally {
      watch.stop();
    }
  });

  it('says nothing if there was none', () => {
    const watch = startWatch([folder]);
    watch.listen(() => {
      throw new Error('nothing has changed');
    });
    watch.stop();
  });
});
