import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A git repository in a temporary folder, as a team's is on its host. */
export interface TestRepository {
  readonly folder: string;
  /** Its `file://` address. */
  readonly url: string;
  /** Runs git in it. @returns what it wrote */
  git(...args: string[]): string;
  /** Writes files, deletes those whose text is undefined, and commits everything. @returns the commit */
  commit(files: Readonly<Record<string, string | Buffer | undefined>>): string;
  /** Adds a symbolic link to the next commit. */
  link(path: string, target: string): void;
  remove(): void;
}

/** @param files of the first commit, on the branch `main` */
export function aRepository(files: Readonly<Record<string, string | Buffer>> = {}): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-repository-'));
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: devNull,
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.com',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.com',
      },
    }).trim();
  git('init', '-q', '-b', 'main');
  git('config', 'uploadpack.allowFilter', 'true');
  git('config', 'http.receivepack', 'false');
  const repository: TestRepository = {
    folder,
    url: pathToFileURL(folder).href,
    git,
    commit(changes) {
      for (const [path, text] of Object.entries(changes)) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        if (text === undefined) rmSync(file, { recursive: true });
        else writeFileSync(file, text);
      }
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', 'A change');
      return git('rev-parse', 'HEAD');
    },
    link(path, target) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(target, join(folder, path));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  if (Object.keys(files).length > 0) repository.commit(files);
  return repository;
}
