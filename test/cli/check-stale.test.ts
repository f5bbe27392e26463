import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { folderOf, runInProcess } from './run-in-process.js';

const NOW = new Date('2026-11-30T12:00:00Z');

const page = (...lines: string[]) =>
  `---\n${lines.join('\n')}\nchoices: [{text: On, to: new}]\n---\n# A page of its own ${lines.join(' ')}\n\nIt says enough about its topic for a card of it.\n`;

const guide = {
  'content/due.md': page('updated: 2025-09-30', 'review_in: 6 months'),
  'content/new.md': page('updated: 2026-11-01', 'review_in: 6 months').replace('to: new', 'to: due'),
  'content/old.md': page('updated: 2026-07-01'),
  'content/undated.md': page('slug: undated'),
};

async function check(files: Parameters<typeof folderOf>[0], ...args: string[]) {
  return runInProcess(['check', 'content', ...args], { cwd: await folderOf(files), now: NOW });
}

const about = (out: string) => out.split('\n').filter((line) => /stale-page|no date|checked/.test(line));

describe('check --stale', () => {
  it('names pages past their review_in, with line and age; nothing about age is said without it', async () => {
    const { out, code } = await check(guide, '--stale');
    expect(code).toBe(0);
    expect(about(out)).toEqual([
      'content/due.md:2: warning: is to be checked again. Last checked 14 months ago, on 2025-09-30. Check it, then write updated: "2026-11-30". [stale-page]',
    ]);
    expect(about((await check(guide)).out)).toEqual([]);
    expect((await check(guide, '--stale', '--strict')).code).toBe(1);
  });

  it('with DAYS also names pages that are older, and says once which have no date', async () => {
    const { out } = await check(guide, '--stale', '90');
    expect(about(out)).toEqual([
      expect.stringMatching(/^content\/due\.md:2: .*14 months ago/),
      expect.stringMatching(/^content\/old\.md:2: warning: .* Last checked 4 months ago, on 2026-07-01\./),
      '1 page has no date, so nobody knows how old: undated.md. Write "updated:" when you have checked one.',
    ]);
    expect(about((await check(guide, '--stale=1000')).out)).toHaveLength(2);
  });

  it('takes what is no number for the folder', async () => {
    const cwd = await folderOf(guide);
    const { out, err } = await runInProcess(['check', '--stale', 'content'], { cwd, now: NOW });
    expect(about(out)).toHaveLength(1);
    expect(err).toBe('');
    const wrong = await runInProcess(['check', '--stale=soon', 'content'], { cwd, now: NOW });
    expect(wrong).toMatchObject({ code: 2, err: 'guidepost: --stale takes DAYS, not soon\n' });
    expect((await runInProcess(['help', 'check'])).out).toMatch(/--stale \[DAYS\] {2,}name pages/);
  });

  it('takes days only as a number, and says so', async () => {
    for (const args of [['90d'], ['90d', 'content'], ['6 months', 'content']]) {
      const { code, err } = await runInProcess(['check', '--stale', ...args], {});
      expect([code, err]).toEqual([2, expect.stringContaining(`--stale 90, not “${args[0]}”`)]);
    }
  });

  it('says so if no page asks to be checked again', async () => {
    const { out } = await check({ 'content/new.md': guide['content/old.md'] }, '--stale');
    expect(about(out)).toEqual([
      expect.stringMatching(/^No page says when it is to be checked again\. Write "review_in/),
    ]);
  });

  it('takes the last commit for a page that has no date', async () => {
    const cwd = await folderOf({ 'content/a.md': page('review_in: 30d', 'slug: new') });
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', cwd, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
        env: { ...process.env, GIT_COMMITTER_DATE: '2026-01-10T12:00:00Z' },
      });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'a');
    const env = { PATH: process.env.PATH ?? '' };
    const { out } = await runInProcess(['check', 'content', '--stale'], { cwd, now: NOW, env });
    expect(about(out)).toEqual([
      expect.stringMatching(
        /^content\/a\.md: warning: is to be checked again\. Last changed 10 months ago, on 2026-01-10/,
      ),
    ]);
  });

  it.each([
    ['json', /"rule": "stale-page",\n\s+"file": "content\/due\.md",\n\s+"line": 2/],
    ['github', /^::warning file=content\/due\.md,line=2,title=stale-page::is to be checked again/m],
    ['sarif', /"ruleId": ?"stale-page"/],
  ])('works with --format %s', async (format, expected) => {
    expect((await check(guide, '--stale', '--format', format)).out).toMatch(expected);
  });

  it('is off where guidepost.yml says so', async () => {
    const { out } = await check({ ...guide, 'content/guidepost.yml': 'rules: {stale-page: off}\n' }, '--stale');
    expect(about(out)).toEqual([]);
  });

  it('holds what guidepost.yml says for all pages', async () => {
    const { out } = await check({ ...guide, 'content/guidepost.yml': 'review_in: 3 months\n' }, '--stale');
    expect(about(out).map((line) => line.split(':')[0])).toEqual([
      join('content', 'due.md'),
      join('content', 'old.md'),
      '1 page has no date, so nobody knows how old',
    ]);
  });
});
