import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { describeInBrowser } from '../../../packages/slack-playground/test/in-browser.js';
import { chromiumPath } from '../../../packages/slack-playground/test/open-browser.js';
import { itLong } from '../../long-tests.js';
import { CLI } from '../../process/program.js';

/** Runs the steps of the workflow that `guidepost init` writes, in a repository with a pull request, as GitHub does. */
describeInBrowser('the workflow of a guide, in a pull request', () => {
  let folder: string;
  let repository: string;
  let temporary: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guidepost-workflow-'));
    repository = join(folder, 'repository');
    temporary = join(folder, 'runner');
    for (const each of [repository, temporary, join(folder, 'bin')]) mkdirSync(each);
    program('guidepost', `exec "${process.execPath}" "${CLI}" "$@"`);
    // GitHub's API: it knows one comment, once there is one, and keeps what is sent.
    program(
      'gh',
      `echo "$*" >> "${folder}/gh.log"
for each in "$@"; do case $each in body=@*) cp "\${each#body=@}" "${folder}/comment.md" ;; esac; done
case "$*" in *--jq*) [ ! -f "${folder}/comment.md" ] || echo 77 ;; esac`,
    );
    git('init', '--quiet', '--bare', join(folder, 'origin.git'));
    git('init', '--quiet', '--initial-branch=main');
    git('remote', 'add', 'origin', join(folder, 'origin.git'));
    guidepost('init', 'guide');
    commit('Start a guide');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function program(name: string, script: string): void {
    const file = join(folder, 'bin', name);
    writeFileSync(file, `#!/bin/bash\n${script}\n`);
    chmodSync(file, 0o755);
  }
  function git(...args: string[]): string {
    const who = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com'];
    return execFileSync('git', [...who, ...args], { cwd: repository, encoding: 'utf8' });
  }
  function guidepost(...args: string[]): void {
    execFileSync(process.execPath, [CLI, ...args], { cwd: repository });
  }
  function commit(message: string): void {
    git('add', '--all');
    git('commit', '--quiet', '-m', message);
  }
  function edit(file: string, change: (text: string) => string): void {
    const path = join(repository, file);
    writeFileSync(path, change(existsSync(path) ? readFileSync(path, 'utf8') : ''));
  }
  /** Commits the edits as GitHub merges a pull request to check it: the base is the first parent. */
  function openPullRequest(): void {
    git('checkout', '--quiet', '-b', 'change');
    commit('Change the guide');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'change');
  }
  function runStep(job: string, name: string): { status: number | null; output: string } {
    const { env, jobs } = parse(readFileSync(join(repository, '.github/workflows/guide.yml'), 'utf8'));
    const step = jobs[job].steps.find((each: { name?: string }) => each.name === name);
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: repository,
      encoding: 'utf8',
      env: {
        PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
        HOME: folder,
        CHROMIUM: chromiumPath,
        RUNNER_TEMP: temporary,
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_REPOSITORY: 'team/handbook',
        NUMBER: '12',
        ...env,
      },
    });
    return { status, output: stdout + stderr };
  }
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

  itLong('reports worse questions and changed cards, and comments with the pictures, once', () => {
    edit('guide/roll-back.md', (text) => text.replace(/## After a migration[\s\S]*/, ''));
    edit('guide/deploy.md', (text) => text.replace('ten minutes: error rate', 'a quarter of an hour: error rate'));
    edit('guide/feature-flags.md', () => '# Feature flags\n\nTurn a feature off without a deployment.\n');
    edit(
      'guide/questions.yml',
      (text) => `${text.replace('  section: after-a-migration\n', '')}- question: turn it off\n  page: feature-flags\n`,
    );
    openPullRequest();

    expect(runStep('check', 'Evaluate')).toMatchObject({
      status: 0,
      output: expect.stringContaining('Guide      guide (4 pages)'),
    });
    expect(runStep('check', 'Report')).toMatchObject({ status: 0 });
    expect(read('summary.md')).toMatch(/^### Questions: \d worse, 0 better, 1 new\n/);
    expect(read('summary.md')).toMatch(/^\| \*\*worse\*\* \| `do I have to undo the migration\?` \| `roll-back` \|/m);
    expect(read('summary.md')).toMatch(/\|\n\nPictures of the cards/);
    expect(existsSync(join(temporary, 'report/cards.html'))).toBe(true);

    expect(runStep('comment', 'Comment')).toMatchObject({ status: 0 });
    const comment = read('comment.md');
    expect(comment).toMatch(/^<!-- guidepost -->\n### Questions: \d worse/);
    const pictures = [
      ...comment.matchAll(/^!\[([^\]]+)\]\(https:\/\/github\.example\/team\/handbook\/raw\/(\w{40})\/\1\.png\)$/gm),
    ];
    expect(pictures.map(([, name]) => name)).toEqual(expect.arrayContaining(['feature-flags', 'deploy--watch-it']));
    // Where GitHub serves them from: a commit that no branch has.
    const pushed = git('--git-dir', join(folder, 'origin.git'), 'ls-tree', '--name-only', 'refs/guidepost/pull-12');
    expect(pushed.trim().split('\n')).toEqual(pictures.map(([, name]) => `${name}.png`));
    expect(git('--git-dir', join(folder, 'origin.git'), 'rev-parse', 'refs/guidepost/pull-12').trim()).toBe(
      pictures[0]?.[2],
    );
    expect(git('--git-dir', join(folder, 'origin.git'), 'branch', '--list')).toBe('');

    expect(runStep('comment', 'Comment')).toMatchObject({ status: 0 });
    const calls = read('gh.log')
      .split('\n')
      .filter((line) => line.includes('body=@'));
    expect(calls).toEqual([
      expect.stringMatching(/^api repos\/team\/handbook\/issues\/12\/comments --field/),
      expect.stringMatching(/^api --method PATCH repos\/team\/handbook\/issues\/comments\/77 --field/),
    ]);
  });

  it('says nothing where no card and no question changes', () => {
    rmSync(join(repository, 'guide/questions.yml'));
    commit('Without questions');
    edit('guide/guidepost.yml', (text) => `${text}\n# A remark.\n`);
    openPullRequest();
    expect(runStep('check', 'Report')).toMatchObject({ status: 0, output: expect.stringContaining('No card differs') });
    expect(runStep('comment', 'Comment')).toMatchObject({ status: 0 });
    expect(existsSync(join(folder, 'comment.md'))).toBe(false);
  });

  it('has nothing to compare a new guide with', () => {
    git('rm', '--quiet', '-r', 'guide');
    git('commit', '--quiet', '-m', 'No guide yet');
    guidepost('init', 'guide');
    openPullRequest();
    expect(runStep('check', 'Report')).toMatchObject({ status: 0, output: '' });
    expect(runStep('comment', 'Comment')).toMatchObject({ status: 0 });
    expect(existsSync(join(folder, 'comment.md'))).toBe(false);
  });
});
