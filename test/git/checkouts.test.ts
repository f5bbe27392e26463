import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chooseFolder, openCheckouts } from '../../src/git/checkouts.js';
import { GitError } from '../../src/git/git-error.js';

let root: string;
let latest: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'guidepost-checkouts-'));
  latest = 'a'.repeat(40);
});
afterEach(() => rmSync(root, { recursive: true }));

const settings = { url: 'https://git.example.com/guide.git', path: 'docs' };
/** Stands in for the host. */
const repository = {
  checkOut: async (folder: string): Promise<string> => {
    mkdirSync(join(folder, 'docs'), { recursive: true });
    writeFileSync(join(folder, 'docs/page.md'), '# Page\n');
    return latest;
  },
};
const open = (change = {}) => openCheckouts(root, { ...settings, ...change }, repository);
/** The names of the revisions on the disk. */
const kept = (): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\/[a-f0-9]{40}$/.test(name));

describe('the revisions on the disk', () => {
  it('remember the last good one, also after a restart', async () => {
    expect(await open().lastGood()).toBeUndefined();
    const checkout = await open().fetch();
    expect(checkout.commit).toBe(latest);
    expect(existsSync(join(checkout.folder, 'page.md'))).toBe(true);
    expect(await open().lastGood()).toBeUndefined();
    await open().keep(latest);
    expect(await open().lastGood()).toEqual(checkout);
    latest = 'b'.repeat(40);
    await open().fetch();
    expect(await open().lastGood()).toEqual(checkout);
  });

  it('are not mixed with those of another repository, branch or folder', async () => {
    await open().fetch();
    await open().keep(latest);
    for (const change of [{ ref: 'next' }, { path: '' }, { url: 'https://git.example.com/other.git' }]) {
      expect(await open(change).lastGood()).toBeUndefined();
    }
  });

  it('may be fetched by several processes at the same time, and again later', async () => {
    const checkouts = await Promise.all([open().fetch(), open().fetch(), open().fetch()]);
    expect(new Set(checkouts.map(({ folder }) => folder)).size).toBe(1);
    expect(await open().fetch()).toEqual(checkouts[0]);
    expect(kept()).toHaveLength(1);
    expect(readdirSync(join(root, readdirSync(root)[0] ?? ''))).toEqual([latest]);
  });

  it('are deleted when nobody can need them any more', async () => {
    const old = await open().fetch();
    const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
    latest = 'b'.repeat(40);
    await open().fetch();
    await open().keep(latest);
    // Another process may be reading it.
    expect(existsSync(old.folder)).toBe(true);
    utimesSync(old.root, hoursAgo, hoursAgo);
    await open().keep(latest);
    expect(existsSync(old.folder)).toBe(false);
    expect(await open().lastGood()).toMatchObject({ commit: latest });
  });

  it('are not taken for good if the file that says so is damaged, or the revision is gone', async () => {
    const { folder } = await open().fetch();
    await open().keep(latest);
    rmSync(folder, { recursive: true });
    expect(await open().lastGood()).toBeUndefined();
    writeFileSync(join(root, readdirSync(root)[0] ?? '', 'last-good'), '../../../etc\n');
    expect(await open().lastGood()).toBeUndefined();
  });

  it('leave nothing behind when the host fails, and need no disk to go on', async () => {
    const failing = openCheckouts(root, settings, {
      checkOut: async (folder) => {
        mkdirSync(folder);
        throw new GitError('unreachable', 'No.');
      },
    });
    await expect(failing.fetch()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(readdirSync(join(root, readdirSync(root)[0] ?? ''))).toEqual([]);
    const file = join(root, 'file');
    writeFileSync(file, '');
    const nowhere = openCheckouts(file, settings, repository);
    await expect(nowhere.fetch()).rejects.toMatchObject({ name: 'GitError', kind: 'failed' });
    await nowhere.keep(latest);
    expect(await nowhere.lastGood()).toBeUndefined();
  });
});

describe('the folder for them', () => {
  it('is the given one, and it is an error if that cannot be written', async () => {
    expect(await chooseFolder(join(root, 'deep/er'))).toBe(join(root, 'deep/er'));
    writeFileSync(join(root, 'file'), '');
    await expect(chooseFolder(join(root, 'file/x'))).rejects.toThrow(/GUIDE_CLONE_DIR/);
  });
});
