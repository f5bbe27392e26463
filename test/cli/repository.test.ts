import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { aRepository, type TestRepository } from '../git/a-repository.js';
import { describeWithGit } from '../git/describe-with-git.js';
import { type GitHost, serveRepository } from '../git/serve-repository.js';
import { folderOf, type Outcome, runInProcess } from './run-in-process.js';

const TOKEN = 'glpat-0123456789abcdef';
let origin: TestRepository;
let host: GitHost | undefined;
let cwd: string;
beforeEach(async () => {
  origin = aRepository({ 'docs/zebras.md': '# Zebras\n\nHow to keep zebras at home.\n' });
  cwd = await folderOf({ 'content/otters.md': '# Otters\n\nHow to keep otters.\n' });
});
afterEach(async () => {
  await host?.stop();
  host = undefined;
  origin.remove();
  rmSync(cwd, { recursive: true });
});

function command(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const PATH = process.env.PATH ?? '';
  return runInProcess(args, { cwd, env: { PATH, GUIDE_REPO: origin.url, GUIDE_PATH: 'docs', ...env } });
}

describeWithGit('a command with a guide in a repository', () => {
  it('asks that guide, and says which revision it was', async () => {
    const { code, out, err } = await command(['ask', 'how do I keep zebras?']);
    expect(code).toBe(0);
    expect(out).toContain('How to keep zebras');
    expect(err).toContain(`The guide of GUIDE_REPO, commit ${origin.git('rev-parse', '--short=7', 'HEAD')}`);
    writeFileSync(join(cwd, 'questions.yml'), '- question: how do I keep zebras?\n  page: zebras\n');
    expect((await command(['evaluate', 'questions.yml'])).out).toMatch(/Hit@1.*100/);
    expect((await command(['preview', 'zebras'])).out).toContain('How to keep zebras');
  });

  it('checks that guide, with the paths of the repository', async () => {
    origin.commit({ 'docs/okapis.md': '---\norder: first\n---\n# Okapis\n' });
    const { code, out } = await command(['check']);
    expect(code).toBe(1);
    expect(out).toMatch(/^docs\/okapis\.md:2: /m);
    const before = readdirSync(tmpdir());
    expect((await command(['check'], { GUIDE_PATH: '' })).out).toMatch(/^docs\/okapis\.md:2: /m);
    // Nothing of it stays here.
    const left = readdirSync(tmpdir()).filter(
      (name) => name.startsWith('guidepost-fetched-') && !before.includes(name),
    );
    expect(left).toEqual([]);
  });

  it('uses a folder that is named all the same', async () => {
    expect((await command(['ask', '--guide', 'content', 'otters'])).out).toContain('How to keep otters');
    expect((await command(['check', 'content'])).out).toContain('1 page');
  });

  it('says what cannot be done with it, and what is wrong with the settings', async () => {
    const keywords = await command(['keywords', '--with', 'cat']);
    expect([keywords.code, keywords.err]).toEqual([2, expect.stringContaining('--guide DIR')]);
    const wrong = await command(['ask', 'zebras'], { GUIDE_REPO: 'ext::sh', GUIDE_PATH: '../..' });
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/GUIDE_REPO must[\s\S]*GUIDE_PATH must/)]);
    const missing = await command(['ask', 'zebras'], { GUIDE_REF: 'mian' });
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('no branch or tag mian')]);
    expect(missing.err).not.toContain('    at ');
  });
});

describeWithGit('the doctor of a guide in a repository', () => {
  async function examine(env: Record<string, string> = {}) {
    const { out, err } = await command(['doctor', '--json'], { SLACK_API_URL: 'http://127.0.0.1:9/', ...env });
    expect(out + err).not.toContain(TOKEN);
    const { checks } = JSON.parse(out) as { checks: { name: string; state: string; message: string; fix?: string }[] };
    const of = (name: string) => checks.find((check) => check.name === name);
    return { repository: of('repository'), guide: of('guide'), configuration: of('configuration') };
  }

  it('says that the host answers, which commit it is, and how many pages the folder has', async () => {
    host = await serveRepository(origin.folder, TOKEN);
    const { repository, guide } = await examine({ GUIDE_REPO: host.url, GUIDE_TOKEN: TOKEN, GUIDE_REF: 'main' });
    const commit = origin.git('rev-parse', '--short=7', 'HEAD');
    expect(repository).toMatchObject({
      state: 'ok',
      message: expect.stringMatching(new RegExp(`main is commit ${commit}\\. Changes are fetched every 5 minutes\\.`)),
    });
    expect(guide).toMatchObject({ state: 'ok', message: `1 page in docs of the repository, commit ${commit}.` });
  });

  it.each<readonly [string, () => Promise<Record<string, string>>, RegExp]>([
    ['git is missing', async () => ({ PATH: mkdtempSync(join(tmpdir(), 'empty-')) }), /git is not installed/],
    ['the host refuses the token', async () => ({ GUIDE_REPO: await aHost('another'), GUIDE_TOKEN: TOKEN }), /refuses/],
    ['the branch is not there', async () => ({ GUIDE_REF: 'mian' }), /no branch or tag mian/],
    ['the repository is not there', async () => ({ GUIDE_REPO: `${origin.url}-x` }), /There is no repository/],
  ])('says that %s', async (_, settings, message) => {
    const { repository, guide } = await examine(await settings());
    for (const finding of [repository, guide]) {
      expect(finding).toMatchObject({ state: 'failed', message: expect.stringMatching(message) });
      expect(finding?.fix).toContain('GUIDE_REPO');
    }
  });
  async function aHost(password: string): Promise<string> {
    host = await serveRepository(origin.folder, password);
    return host.url;
  }

  it('says that the folder is not there, and what is wrong with its pages', async () => {
    const { repository, guide } = await examine({ GUIDE_PATH: 'dcos' });
    expect([repository?.state, guide?.state]).toEqual(['ok', 'failed']);
    expect(guide?.message).toContain('no folder dcos');
    origin.commit({ 'docs/okapis.md': '---\norder: first\n---\n# Okapis\n' });
    const broken = (await examine()).guide;
    expect(broken).toMatchObject({ state: 'failed', fix: expect.stringContaining('guidepost check') });
    expect(broken?.message).toMatch(/1 page in docs .* 1 file left out because of errors\. The first: okapis\.md:2/);
  });

  it('says what is wrong with the settings', async () => {
    const { configuration, repository } = await examine({ GUIDE_REPO: 'https://x:y@example.com/guide.git' });
    expect(configuration).toMatchObject({ state: 'failed', message: expect.stringContaining('GUIDE_TOKEN') });
    expect(repository).toMatchObject({ state: 'skipped' });
  });
});
