import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readLastChanges } from '../../src/guide/last-changes.js';
import { everyCase } from '../every-case.js';
import { inTemporaryFolder } from './temporary-folder.js';

const { PATH } = process.env;
const environment = { PATH };
const hasGit = spawnSync('git', ['--version']).status === 0;

function git(cwd: string, args: readonly string[], date = '2026-01-02T03:04:05Z'): void {
  const env = {
    PATH,
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@acme.test',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@acme.test',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  const { status, stderr } = spawnSync('git', args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

/** Each commit is its day and the files that it writes. */
async function repositoryOf(folder: string, commits: readonly (readonly [string, ...string[]])[]): Promise<void> {
  git(folder, ['init', '-q', '.']);
  for (const [day, ...files] of commits) {
    for (const file of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${file} on ${day}\n`);
    }
    git(folder, ['add', '.']);
    git(folder, ['commit', '-q', '-m', day], `${day}T12:00:00Z`);
  }
}

const HISTORY = [
  ['2026-01-05', 'docs/a.md', 'docs/sub/b.md', 'README.md'],
  ['2026-02-06', 'docs/a.md', 'docs/ö "x" y.md'],
  ['2026-03-07', 'README.md'],
] as const;
const FILES = ['a.md', 'sub/b.md', 'ö "x" y.md', 'new.md'];

// The days are known where git is; CI has it.
(hasGit || everyCase ? describe : describe.skip)('the days of the last commits', () => {
  it('are those of the files in the folder, in a repository around it', () =>
    inTemporaryFolder({}, async (root) => {
      await repositoryOf(root, HISTORY);
      await writeFile(join(root, 'docs/new.md'), 'Not committed.');
      const days = await readLastChanges(join(root, 'docs'), FILES, { environment });
      expect(Object.fromEntries(days)).toEqual({
        'a.md': '2026-02-06',
        'sub/b.md': '2026-01-05',
        'ö "x" y.md': '2026-02-06',
      });
    }));

  it('are unknown for what the last commit of a shallow clone has, because it has everything', () =>
    inTemporaryFolder({}, async (root) => {
      await mkdir(join(root, 'origin'));
      await repositoryOf(join(root, 'origin'), HISTORY);
      const clone = (depth: number, name: string): void =>
        git(root, ['clone', '-q', '--depth', `${depth}`, `file://${root}/origin`, name]);
      clone(1, 'one');
      expect(await readLastChanges(join(root, 'one/docs'), FILES, { environment })).toEqual(new Map());
      clone(2, 'two');
      await writeFile(join(root, 'origin/docs/a.md'), 'Later.');
      git(join(root, 'origin'), ['commit', '-qam', 'later'], '2026-04-08T12:00:00Z');
      clone(2, 'three');
      const days = await readLastChanges(join(root, 'three/docs'), FILES, { environment });
      expect(Object.fromEntries(days)).toEqual({ 'a.md': '2026-04-08' });
    }));

  it('are unknown without a repository, without git, without the folder, and when the program stops', () =>
    inTemporaryFolder({ 'a.md': 'A' }, async (folder) => {
      const none = new Map();
      expect(await readLastChanges(folder, ['a.md'], { environment })).toEqual(none);
      await repositoryOf(folder, [['2026-01-05', 'a.md']]);
      expect(await readLastChanges(folder, ['a.md'], { environment: { PATH: '/nowhere' } })).toEqual(none);
      expect(await readLastChanges(join(folder, 'gone'), ['a.md'], { environment })).toEqual(none);
      const stop = AbortSignal.abort();
      expect(await readLastChanges(folder, ['a.md'], { environment, stop })).toEqual(none);
      expect((await readLastChanges(folder, ['a.md'], { environment })).get('a.md')).toBe('2026-01-05');
      // A broken repository.
      await rm(join(folder, '.git/objects'), { recursive: true });
      expect(await readLastChanges(folder, ['a.md'], { environment })).toEqual(none);
    }));

  it('do not depend on where the process says that its repository is', () =>
    inTemporaryFolder({}, async (folder) => {
      await repositoryOf(folder, [['2026-01-05', 'a.md']]);
      const elsewhere = { ...environment, GIT_DIR: '/nowhere', GIT_WORK_TREE: '/' };
      expect((await readLastChanges(folder, ['a.md'], { environment: elsewhere })).get('a.md')).toBe('2026-01-05');
    }));

  it('are read without running anything that the repository names', () =>
    inTemporaryFolder({}, async (root) => {
      const folder = join(root, 'guide');
      await mkdir(folder);
      await repositoryOf(folder, [['2026-01-05', 'a.md']]);
      const program = join(root, 'program');
      const ran = join(root, 'ran');
      await writeFile(program, `#!/bin/sh\necho "$0 $@" >> ${ran}\n`);
      await chmod(program, 0o755);
      await writeFile(join(folder, '.gitattributes'), '*.md diff=own filter=own\n');
      // Git checks the signature of a signed commit with a program of the repository's choice.
      const signer = join(root, 'signer');
      const signature = '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n';
      await writeFile(
        signer,
        `#!/bin/sh\ncat >/dev/null\necho '[GNUPG:] SIG_CREATED D' >&2\nprintf -- '${signature}'\n`,
        {
          mode: 0o755,
        },
      );
      await writeFile(join(folder, 'a.md'), 'Signed.');
      git(
        folder,
        ['-c', `gpg.program=${signer}`, '-c', 'user.signingkey=x', 'commit', '-qaS', '-m', 'signed'],
        '2026-02-06T12:00:00Z',
      );
      for (const hook of ['post-checkout', 'reference-transaction', 'fsmonitor-watchman'])
        await writeFile(join(folder, '.git/hooks', hook), `#!/bin/sh\necho ${hook} >> ${ran}\n`, { mode: 0o755 });
      const settings = {
        'core.fsmonitor': program,
        'core.pager': program,
        'core.sshCommand': program,
        'core.hooksPath': join(folder, '.git/hooks'),
        'core.gitProxy': program,
        'log.showSignature': 'true',
        'gpg.program': program,
        'diff.external': program,
        'diff.own.textconv': program,
        'diff.own.command': program,
        'filter.own.smudge': program,
        'filter.own.clean': program,
        'pager.log': program,
        'alias.log': `!${program}`,
        'extensions.partialClone': 'origin',
        'remote.origin.promisor': 'true',
        'remote.origin.url': 'ssh://git.acme.test/guide',
        'remote.origin.uploadpack': program,
      };
      for (const [name, value] of Object.entries(settings)) git(folder, ['config', name, value]);
      expect((await readLastChanges(folder, ['a.md', 'b.md'], { environment })).get('a.md')).toBe('2026-02-06');
      expect(existsSync(ran)).toBe(false);
      // With an object missing, git would fetch it.
      await rm(join(folder, '.git/objects'), { recursive: true });
      await mkdir(join(folder, '.git/objects'));
      await readLastChanges(folder, ['a.md'], { environment });
      expect(existsSync(ran)).toBe(false);
    }));
});
