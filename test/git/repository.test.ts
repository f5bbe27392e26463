import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { GitError } from '../../src/git/git-error.js';
import { openRepository } from '../../src/git/repository.js';
import type { GuideRepository } from '../../src/git/settings.js';
import { aRepository, type TestRepository } from './a-repository.js';
import { describeWithGit } from './describe-with-git.js';
import { type GitHost, serveRepository } from './serve-repository.js';

const FILES = { 'docs/deploy.md': '# Deploy\n', 'docs/sub/more.md': '# More\n', 'README.md': '# Readme\n' };

let origin: TestRepository;
let host: GitHost | undefined;
let folder: string;
beforeEach(() => {
  origin = aRepository(FILES);
  folder = mkdtempSync(join(tmpdir(), 'guidepost-checkout-'));
});
afterEach(async () => {
  await host?.stop();
  host = undefined;
  origin.remove();
  rmSync(folder, { recursive: true });
});

const target = (): string => join(folder, 'new');
function open(settings: Partial<GuideRepository> = {}, environment: Record<string, string> = {}) {
  const PATH = process.env.PATH ?? '';
  return openRepository({
    settings: { url: origin.url, path: '', ...settings },
    environment: { PATH, ...environment },
  });
}
/** What is wrong, as people read it. */
async function errorOf(work: Promise<unknown>): Promise<GitError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof GitError) return error;
    throw error;
  }
  throw new Error('Nothing is wrong');
}
function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();
}

describeWithGit('a guide in a repository', () => {
  it('is the latest revision of the default branch, as plain files', async () => {
    const first = await open().latestCommit();
    expect(first).toBe(origin.git('rev-parse', 'HEAD'));
    const second = origin.commit({ 'docs/deploy.md': '# Deploy twice\n' });
    expect(await open().latestCommit()).toBe(second);
    expect(await open().checkOut(target())).toBe(second);
    expect(filesIn(target())).toEqual(['README.md', 'docs/deploy.md', 'docs/sub/more.md']);
    expect(readFileSync(join(target(), 'docs/deploy.md'), 'utf8')).toBe('# Deploy twice\n');
  });

  it.each<readonly [string, (first: string) => string]>([
    ['a branch', () => 'release/1.0'],
    ['a tag', () => 'v1'],
    ['an annotated tag', () => 'v1-annotated'],
    ['a commit', (first) => first],
    ['a commit in capitals', (first) => first.toUpperCase()],
    ['a full name', () => 'refs/tags/v1'],
  ])('is read at %s', async (_, nameOf) => {
    const first = origin.git('rev-parse', 'HEAD');
    origin.git('tag', 'v1');
    origin.git('tag', '-a', '-m', 'One', 'v1-annotated');
    origin.git('branch', 'release/1.0');
    origin.commit({ 'docs/deploy.md': '# Later\n' });
    const repository = open({ ref: nameOf(first) });
    expect(await repository.latestCommit()).toBe(first);
    expect(await repository.checkOut(target())).toBe(first);
    expect(readFileSync(join(target(), 'docs/deploy.md'), 'utf8')).toBe('# Deploy\n');
  });

  it('is read from the branch if a tag has the same name', async () => {
    origin.git('tag', 'main');
    const later = origin.commit({ 'docs/deploy.md': '# Later\n' });
    expect(await open({ ref: 'main' }).checkOut(target())).toBe(later);
  });

  it('is read after its history was replaced', async () => {
    await open().checkOut(target());
    origin.git('checkout', '-q', '--orphan', 'fresh');
    const replaced = origin.commit({ 'docs/deploy.md': '# Replaced\n' });
    origin.git('branch', '-M', 'fresh', 'main');
    expect(await open({ ref: 'main' }).checkOut(join(folder, 'again'))).toBe(replaced);
  });

  it('has little more than its own folder, without the rest of the repository and without history', async () => {
    for (let revision = 0; revision < 5; revision += 1) {
      origin.commit({ 'assets/video.bin': randomBytes(400_000), 'docs/deploy.md': `# Deploy ${revision}\n` });
    }
    host = await serveRepository(origin.folder);
    await open({ url: host.url, path: 'docs' }).checkOut(target());
    expect(filesIn(target())).toEqual(['README.md', 'docs/deploy.md', 'docs/sub/more.md']);
    expect(host.sent()).toBeLessThan(20_000);
    const before = host.sent();
    // The whole repository has the file once, and not its five revisions.
    await open({ url: host.url }).checkOut(join(folder, 'whole'));
    expect(host.sent() - before).toBeGreaterThan(400_000);
    expect(host.sent() - before).toBeLessThan(600_000);
  });

  it('is refused if it is too large, but not because of what is outside its folder', async () => {
    origin.commit({ 'assets/video.bin': randomBytes(3_000_000) });
    const limited = (path: string) =>
      openRepository({ settings: { url: origin.url, path }, environment: process.env, maxBytes: 1_000_000 });
    const error = await errorOf(limited('').checkOut(target()));
    expect(error).toMatchObject({ kind: 'too-large', commit: origin.git('rev-parse', 'HEAD') });
    expect(error.message).toMatch(/more than 1 MiB.*GUIDE_PATH/);
    await limited('docs').checkOut(join(folder, 'docs'));
    expect((await errorOf(limited('assets').checkOut(join(folder, 'assets')))).message).toContain(
      'large files elsewhere',
    );
  });

  it('is read from a host that cannot leave anything out', async () => {
    origin.git('config', 'uploadpack.allowFilter', 'false');
    await open({ path: 'docs' }).checkOut(target());
    expect(filesIn(target())).toEqual(['README.md', 'docs/deploy.md', 'docs/sub/more.md']);
  });

  it('may have a folder with any name', async () => {
    origin.commit({ '"odd" [1]* #/page.md': '# Odd\n' });
    await open({ path: '"odd" [1]* #' }).checkOut(target());
    expect(filesIn(target())).toEqual(['"odd" [1]* #/page.md', 'README.md']);
  });

  it('says which folder, branch, tag or commit is not there', async () => {
    const missing = await errorOf(open({ path: 'dcos' }).checkOut(target()));
    expect(missing).toMatchObject({ kind: 'no-folder', commit: origin.git('rev-parse', 'HEAD') });
    expect(missing.message).toMatch(/no folder dcos in its default branch.*GUIDE_PATH/);
    expect(await errorOf(open({ path: 'README.md' }).checkOut(join(folder, 'file')))).toMatchObject({
      kind: 'no-folder',
    });
    const branch = await errorOf(open({ ref: 'mian' }).latestCommit());
    expect(branch).toMatchObject({ kind: 'unknown-ref' });
    expect(branch.message).toMatch(/no branch or tag mian.*GUIDE_REF/);
    const commit = await errorOf(open({ ref: 'a'.repeat(40) }).checkOut(join(folder, 'commit')));
    expect(commit).toMatchObject({ kind: 'unknown-ref' });
    expect(commit.message).toContain(`no commit ${'a'.repeat(40)}`);
    expect(await errorOf(open({ ref: 'abcdef1' }).latestCommit())).toMatchObject({ kind: 'unknown-ref' });
  });

  it('says that a repository has no commit yet', async () => {
    const empty = aRepository();
    const error = await errorOf(open({ url: empty.url }).latestCommit());
    expect(error).toMatchObject({ kind: 'unknown-ref' });
    expect(error.message).toContain('is empty');
    empty.remove();
  });

  it('is not a folder that is a link, wherever that leads', async () => {
    origin.link('outside', '/etc');
    origin.link('inside', 'docs');
    origin.commit({});
    for (const path of ['outside', 'inside', 'inside/sub']) {
      expect(await errorOf(open({ path }).checkOut(join(folder, path.replace('/', '-'))))).toMatchObject({
        kind: 'no-folder',
      });
    }
  });

  it('runs nothing that the repository or this machine names: hooks, filters, submodules, configuration', async () => {
    const ran = join(folder, 'ran');
    const program = join(folder, 'program');
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >>${ran}\ncat\n`);
    chmodSync(program, 0o755);
    const config = join(folder, 'config');
    writeFileSync(
      config,
      `[filter "lfs"]\n\tsmudge = ${program} smudge\n\tprocess =\n[core]\n\thooksPath = ${folder}\n\tfsmonitor = ${program}\n\tsshCommand = ${program}\n[credential]\n\thelper = ${program}\n`,
    );
    writeFileSync(join(folder, 'post-checkout'), `#!/bin/sh\n${program} hook\n`, { mode: 0o755 });
    origin.commit({
      '.gitattributes': '*.md filter=lfs\n',
      '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::${program}\n`,
      '.gitconfig': readFileSync(config),
    });
    origin.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},x`);
    origin.git('commit', '-q', '-m', 'A submodule');
    const environment = { GIT_CONFIG_GLOBAL: config, GIT_CONFIG_SYSTEM: config, HOME: folder, GIT_ASKPASS: program };
    await open({}, environment).checkOut(target());
    expect(readFileSync(join(target(), 'docs/deploy.md'), 'utf8')).toBe('# Deploy\n');
    expect(existsSync(ran)).toBe(false);
    // The same settings do run it where they are read.
    origin.git('-c', `include.path=${config}`, 'checkout-index', '-f', '--', 'docs/deploy.md');
    expect(existsSync(ran)).toBe(true);
  });

  it('says that git is not installed', async () => {
    const error = await errorOf(open({}, { PATH: folder }).latestCommit());
    expect(error).toMatchObject({ kind: 'not-installed' });
    expect(error.message).toMatch(/git is not installed.*GUIDE_DIR/);
  });

  it('says that there is no repository, and that its host cannot be reached', async () => {
    expect(await errorOf(open({ url: `${origin.url}-x` }).latestCommit())).toMatchObject({ kind: 'not-found' });
    host = await serveRepository(origin.folder);
    const { url } = host;
    host.mode = 404;
    expect(await errorOf(open({ url }).latestCommit())).toMatchObject({ kind: 'not-found' });
    host.mode = 503;
    expect(await errorOf(open({ url }).latestCommit())).toMatchObject({ kind: 'unreachable' });
    await host.stop();
    host = undefined;
    const error = await errorOf(open({ url }).latestCommit());
    expect(error).toMatchObject({ kind: 'unreachable' });
    expect(error.message).toContain(url);
  });

  it('stops git when it is asked to, with everything that git has started', async () => {
    host = await serveRepository(origin.folder);
    host.mode = 'silent';
    const stop = new AbortController();
    const settings = { url: host.url, path: '' };
    const repository = openRepository({ settings, environment: process.env, signal: stop.signal });
    const asking = errorOf(repository.latestCommit());
    while (host.authorizations.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort();
    expect(await asking).toMatchObject({ kind: 'failed', message: 'The app stops.' });
  });
});

describeWithGit('the token of a private repository', () => {
  const password = 'glpat-0123456789abcdef';
  const token = { username: 'deploy', password };

  it('is sent to the host, and appears neither in the command line nor in what is left on the disk', async () => {
    host = await serveRepository(origin.folder, password);
    const seen = join(folder, 'seen');
    // A git that notes how it was started, then starts the real one.
    const real = process.env.PATH?.split(':').find((each) => existsSync(join(each, 'git')));
    writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "$@" >>${seen}\nexec ${real}/git "$@"\n`, { mode: 0o755 });
    const PATH = `${folder}:${process.env.PATH}`;
    const GUIDE_TOKEN = `deploy:${password}`;
    await open({ url: host.url, path: 'docs', token }, { PATH, GUIDE_TOKEN, SLACK_BOT_TOKEN: 'xoxb-1' }).checkOut(
      target(),
    );
    expect(filesIn(target())).toContain('docs/deploy.md');
    const basic = Buffer.from(`deploy:${password}`).toString('base64');
    expect(new Set(host.authorizations)).toEqual(new Set([`Basic ${basic}`]));
    const everything = filesIn(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(everything.join('\n')).toContain('ls-remote');
    for (const text of everything) expect(text).not.toMatch(new RegExp(`${password}|${basic}`));
  });

  it('is not repeated when the host refuses it, and the message says what to check', async () => {
    host = await serveRepository(origin.folder, 'another');
    const error = await errorOf(open({ url: host.url, token }).latestCommit());
    expect(error).toMatchObject({ kind: 'refused' });
    expect(error.message).toMatch(/refuses access.*GUIDE_TOKEN has not expired/);
    expect(error.message).not.toContain(password);
    const without = await errorOf(open({ url: host.url }).latestCommit());
    expect(without).toMatchObject({ kind: 'refused' });
    expect(without.message).toContain('set GUIDE_TOKEN');
    host.mode = 403;
    expect(await errorOf(open({ url: host.url, token }).latestCommit())).toMatchObject({ kind: 'refused' });
  });

  it('is not sent to another host that a redirect leads to', async () => {
    const other = await serveRepository(origin.folder);
    const redirecting = createServer(({ url }, response) => {
      response.writeHead(302, { location: `${other.url.replace('/guide.git', '')}${url}` }).end();
    });
    await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
    const { port } = redirecting.address() as { port: number };
    const url = `http://localhost:${port}/guide.git`;
    try {
      const error = await errorOf(open({ url, token }).latestCommit());
      expect(error.message).toMatch(/has moved.*GUIDE_REPO/);
      expect(other.authorizations).toEqual([]);
      expect(await open({ url }).latestCommit()).toBe(origin.git('rev-parse', 'HEAD'));
    } finally {
      redirecting.closeAllConnections();
      redirecting.close();
      await other.stop();
    }
  });
});
