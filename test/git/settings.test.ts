import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readGuideRepository } from '../../src/git/settings.js';

type Variables = Readonly<Record<string, string>>;

function read(variables: Variables) {
  const problems: string[] = [];
  const settings = readGuideRepository((name) => variables[name], problems);
  return { settings, problems };
}
const GUIDE_REPO = 'https://git.example.com/team/guide.git';

describe('the settings of a guide in a repository', () => {
  it('need only an address: with TLS, by SSH, or of a folder', () => {
    expect(read({})).toEqual({ settings: undefined, problems: [] });
    for (const url of [
      GUIDE_REPO,
      'ssh://git@example.com:22/guide',
      'git@example.com:team/guide.git',
      'file:///srv/guide',
    ]) {
      expect(read({ GUIDE_REPO: url })).toEqual({ settings: { url, path: '' }, problems: [] });
    }
    const [folder, local] = [pathToFileURL(resolve('my guide')).href, 'http://127.0.0.1:8080/guide.git'];
    expect(read({ GUIDE_REPO: './my guide' }).problems).toHaveLength(1);
    expect(read({ GUIDE_REPO: './my-guide' }).settings?.url).toBe(folder.replace('%20', '-'));
    expect(read({ GUIDE_REPO: local })).toEqual({ settings: { url: local, path: '' }, problems: [] });
  });

  it('refuse an address that git would take for something else, that is not encrypted, or that has a password', () => {
    for (const url of [
      '--upload-pack=touch /tmp/x',
      '-x',
      'ext::sh -c touch',
      'http://git.example.com/guide.git',
      'git://git.example.com/guide.git',
      'ftp://git.example.com/guide',
      'https://git.example.com/guide.git?x=1',
      'https://git.example.com/guide\n.git',
    ]) {
      const { problems } = read({ GUIDE_REPO: url });
      expect(problems.join()).toMatch(/^GUIDE_REPO must be/);
    }
    for (const url of ['https://x:hunter2hunter2@git.example.com/g', 'https://hunter2hunter2@git.example.com/g']) {
      const { settings, problems } = read({ GUIDE_REPO: url });
      expect(problems.join()).toMatch(/GUIDE_TOKEN/);
      expect(JSON.stringify({ settings, problems })).not.toContain('hunter2');
    }
  });

  it('refuse a ref that git would take for something else, and keep those that git allows', () => {
    for (const GUIDE_REF of ['main', 'release/1.0', 'v1.2.3', 'Größe', 'refs/heads/x', 'a'.repeat(40), 'user@topic']) {
      expect(read({ GUIDE_REPO, GUIDE_REF })).toMatchObject({ settings: { ref: GUIDE_REF }, problems: [] });
    }
    for (const GUIDE_REF of [
      '-b',
      '--all',
      'a b',
      'a..b',
      'main^{}',
      'main:x',
      '+main',
      'a@{1}',
      '*',
      'x.lock',
      '/x',
    ]) {
      const { problems } = read({ GUIDE_REPO, GUIDE_REF });
      expect([GUIDE_REF, problems.length]).toEqual([GUIDE_REF, GUIDE_REF === '+main' ? 0 : 1]);
    }
  });

  it('never let the path lead out of the repository', () => {
    expect(read({ GUIDE_REPO, GUIDE_PATH: './docs//runbooks/' }).settings?.path).toBe('docs/runbooks');
    for (const GUIDE_PATH of ['..', 'docs/../..', '/etc', '-x', 'docs/.git', '.GIT', 'a\\..\\b', 'a\nb']) {
      expect(read({ GUIDE_REPO, GUIDE_PATH }).problems.join()).toMatch(/GUIDE_PATH must be/);
    }
    const part = fc.oneof(fc.constantFrom('..', '.', '', '-', '.git', 'docs', '/'), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const { settings, problems } = read({ GUIDE_REPO, GUIDE_PATH: parts.join('/') });
        const path = settings?.path ?? '';
        if (problems.length > 0) return path === '';
        const inside = resolve('/clone', path);
        return (inside === '/clone' || inside.startsWith('/clone/')) && !path.startsWith('-');
      }),
    );
  });

  it('take a token alone, or with the user that the host wants', () => {
    expect(read({ GUIDE_REPO, GUIDE_TOKEN: 'ghp_1' }).settings?.token).toEqual({
      username: 'x-access-token',
      password: 'ghp_1',
    });
    expect(read({ GUIDE_REPO, GUIDE_TOKEN: 'gitlab+deploy-token-1:gldt-1' }).settings?.token).toEqual({
      username: 'gitlab+deploy-token-1',
      password: 'gldt-1',
    });
    expect(read({ GUIDE_REPO: 'git@example.com:guide.git', GUIDE_TOKEN: 'x' }).problems.join()).toMatch(/https/);
    expect(read({ GUIDE_REPO, GUIDE_TOKEN: 'two words' }).problems.join()).toMatch(/GUIDE_TOKEN/);
  });

  it('say which other settings they exclude or need', () => {
    expect(read({ GUIDE_REPO, GUIDE_DIR: 'content' }).problems.join()).toMatch(/GUIDE_REPO and GUIDE_DIR/);
    const lonely = read({ GUIDE_REF: 'main', GUIDE_PATH: 'docs', GUIDE_TOKEN: 'x', GUIDE_WEBHOOK_SECRET: 'y' });
    expect(lonely.problems.map((problem) => problem.split(' ')[0])).toEqual([
      'GUIDE_REF',
      'GUIDE_PATH',
      'GUIDE_TOKEN',
      'GUIDE_WEBHOOK_SECRET',
    ]);
  });
});
