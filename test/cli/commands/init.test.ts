import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { questionsToFillIn } from '../../../src/cli/commands/init.js';
import { readTexts } from '../../guide/read-texts.js';
import { CLI } from '../../process/program.js';
import { folderOf, runInProcess } from '../run-in-process.js';
import { sampleGuide } from '../sample-guide.js';

async function init(files: Readonly<Record<string, string>>, ...args: string[]) {
  const cwd = await folderOf(files);
  return { cwd, ...(await runInProcess(['init', ...args], { cwd })) };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Without warnings: every page leads on. */
const tidyGuide = {
  ...sampleGuide,
  'content/web-servers.md': `${sampleGuide['content/web-servers.md']}\nWhat it serves is [static content](static-content.md), and what is in [the database](databases.md).\n`,
  'content/databases.md': `${sampleGuide['content/databases.md']}\nThe app stands [behind a web server](web-servers.md).\n`,
};

const STARTER = ['deploy.md', 'guidepost.yml', 'incidents.md', 'questions.yml', 'roll-back.md'];

describe('starting a guide in an empty folder', () => {
  it('makes three pages, settings, questions and a workflow, and says what to do next', async () => {
    const { cwd, code, out, err } = await init({}, 'handbook');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await filesIn(cwd)).toEqual(['.github/workflows/guide.yml', ...STARTER].map((file) => `handbook/${file}`));
    expect(out).toContain('Made handbook/deploy.md: a page with a checklist\n');
    expect(out).toContain(
      'handbook has 3 pages: no errors, no warnings.\n\nNext:\n  npx guidepost playground handbook ',
    );
    expect(out).toContain('npx guidepost evaluate handbook/questions.yml');
  });

  it('makes a guide without warnings, which answers its own questions', async () => {
    const { cwd } = await init({}, '.');
    expect(await runInProcess(['check', '--strict', '.'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^3 pages: no errors, no warnings$/m),
    });
    const { code, out } = await runInProcess(['evaluate', 'questions.yml', '--json'], { cwd });
    expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, guide: { pages: 3 }, hitAt1: 1, misses: [] });
    expect(JSON.parse(out).questions).toBeGreaterThanOrEqual(9);
    const suggestions = await runInProcess(['suggest', '--guide', '.', '--questions', 'questions.yml', '--json'], {
      cwd,
    });
    expect(JSON.parse(suggestions.out)).toEqual({ checked: 3, pages: [] });
  });

  it('shows what a guide can have: next steps on every page, a checklist, a synonym that is used', async () => {
    const { cwd } = await init({}, '.');
    const ask = async (question: string) =>
      JSON.parse((await runInProcess(['ask', '--guide', '.', '--json', question], { cwd })).out);
    for (const page of ['deploy', 'roll-back', 'incidents']) expect((await ask(page)).nextSteps).toHaveLength(2);
    expect((await ask('deploy')).checklists).toMatchObject([{ items: [{}, {}, {}] }]);
    expect((await ask('how do I ship?')).page.slug).toBe('deploy');
  });

  it('takes a folder that exists and has no Markdown, and keeps what is in it', async () => {
    const { cwd, code, out } = await init({ 'docs/logo.svg': '<svg/>', 'docs/questions.yaml': '# mine\n' }, 'docs');
    expect(code).toBe(0);
    expect(await filesIn(join(cwd, 'docs'))).toEqual(
      [
        '.github/workflows/guide.yml',
        'deploy.md',
        'guidepost.yml',
        'incidents.md',
        'logo.svg',
        'questions.yaml',
        'roll-back.md',
      ].sort(),
    );
    expect(out).toContain('Left alone docs/questions.yaml: it exists\n');
    expect(await readFile(join(cwd, 'docs/.github/workflows/guide.yml'), 'utf8')).toContain('$GUIDE/questions.yaml"');
  });
});

describe('in a folder with Markdown', () => {
  it('adds what is missing, with its own titles as examples, and changes nothing else', async () => {
    const { cwd, code, out } = await init(tidyGuide, 'content');
    expect(code).toBe(0);
    expect((await filesIn(cwd)).filter((file) => !(file in tidyGuide))).toEqual([
      'content/.github/workflows/guide.yml',
      'content/guidepost.yml',
      'content/questions.yml',
    ]);
    for (const [file, text] of Object.entries(tidyGuide)) expect(await readFile(join(cwd, file), 'utf8')).toBe(text);
    const questions = await readFile(join(cwd, 'content/questions.yml'), 'utf8');
    expect(questions).toContain('\n# - question: "Static content"\n#   page: static-content\n');
    expect(out).toContain('content has 3 pages: no errors, no warnings.');
    expect(await runInProcess(['check', '--strict', 'content'], { cwd })).toMatchObject({ code: 0 });
    expect(await runInProcess(['evaluate', 'content/questions.yml'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringContaining('No questions yet.'),
    });
  });

  it('overwrites nothing, and says what it left alone', async () => {
    const mine = {
      'content/guidepost.yml': 'synonyms: {pond: database}\n',
      'content/questions.yml': '# mine\n',
      'content/.github/workflows/guide.yml': '# mine\n',
    };
    const { cwd, code, out } = await init({ ...sampleGuide, ...mine }, 'content');
    expect(code).toBe(0);
    for (const [file, text] of Object.entries(mine)) {
      expect(await readFile(join(cwd, file), 'utf8')).toBe(text);
      expect(out).toContain(`Left alone ${file}: it exists\n`);
    }
    expect(out).toContain('Nothing was missing. content has 3 pages');
  });

  it('leaves a link alone that leads nowhere', async () => {
    const cwd = await folderOf(sampleGuide);
    await symlink('nowhere.yml', join(cwd, 'content/guidepost.yml'));
    const { code, out } = await runInProcess(['init', 'content'], { cwd });
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('Left alone content/guidepost.yml') });
  });

  it('does the same when it is run again', async () => {
    const { cwd } = await init(sampleGuide, 'content');
    const before = await filesIn(cwd);
    const { out } = await runInProcess(['init', 'content'], { cwd });
    expect(out).toMatch(/^Left alone content\/guidepost\.yml[\s\S]*Nothing was missing\. /);
    expect(await filesIn(cwd)).toEqual(before);
  });

  it('does not start a second guide in a folder whose pages cannot be read', async () => {
    const { cwd, out } = await init({ 'docs/bad.md': '---\ntitle: [\n---\n' }, 'docs');
    expect(await filesIn(join(cwd, 'docs'))).not.toContain('deploy.md');
    expect(out).toContain('docs has no pages: 1 error, no warnings.');
  });

  it('writes examples that work when the marks are removed, whatever the pages are called', () => {
    const title = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '');
    const slug = fc.stringMatching(/^[a-zé0-9._~-]{1,9}(\/[a-z0-9]{1,5})?$/);
    fc.assert(
      fc.property(fc.array(fc.record({ title, slug }), { minLength: 1, maxLength: 25 }), (named) => {
        const [page] = readTexts({ 'a.md': '# A\n\nText.\n' }).guide.pages;
        if (page === undefined) throw new Error('one page is read');
        const text = questionsToFillIn(named.map((each) => ({ ...page, ...each })));
        expect(parse(text)).toBeNull();
        const filled = text
          .split('\n')
          .slice(4)
          .filter((line) => !line.startsWith('# The guide has'));
        const entries = parse(filled.map((line) => line.replace(/^# /, '')).join('\n'));
        expect(entries.map(({ page: read }: { page: unknown }) => read)).toEqual(
          named.slice(0, 20).map((each) => each.slug),
        );
        for (const { question } of entries) expect(typeof question).toBe('string');
      }),
      { examples: [[['0e0', 'null', 'true', '0x1f'].map((each) => ({ title: '!', slug: each }))]] },
    );
  });
});

describe('the workflow', () => {
  it('is at the top of the git repository, and checks the guide there', async () => {
    const { cwd, out } = await init({ '.git/HEAD': '', 'README.md': '# A project\n' }, 'docs/the guide');
    expect(out).toContain('Made .github/workflows/guide.yml: checks each pull request on GitHub\n');
    const workflow = parse(await readFile(join(cwd, '.github/workflows/guide.yml'), 'utf8'));
    expect(workflow.env.GUIDE).toBe('docs/the guide');
    expect(workflow.on.pull_request.paths).toEqual(['docs/the guide/**', '.github/workflows/guide.yml']);
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(out).toContain("npx guidepost check 'docs/the guide' ");
  });

  it('checks every change where the guide is the repository', async () => {
    const { cwd } = await init({ '.git': 'gitdir: elsewhere' }, '.');
    const workflow = parse(await readFile(join(cwd, '.github/workflows/guide.yml'), 'utf8'));
    expect({ guide: workflow.env.GUIDE, paths: workflow.on.push.paths }).toEqual({ guide: '.', paths: ['**'] });
  });

  it('fails on warnings only where there are none yet', async () => {
    const check = async (files: Readonly<Record<string, string>>) => {
      const { cwd } = await init(files, 'content');
      const { jobs } = parse(await readFile(join(cwd, 'content/.github/workflows/guide.yml'), 'utf8'));
      return jobs.check.steps.find(({ name }: { name?: string }) => name === 'Check').run;
    };
    expect(await check(tidyGuide)).toBe('guidepost check --strict --format github "$GUIDE"');
    expect(await check({ ...tidyGuide, 'content/b.md': '# B\n\nSee [c](c.md).\n' })).toBe(
      'guidepost check --format github "$GUIDE"',
    );
  });
});

describe('what cannot become a guide', () => {
  it.each([
    [[], 2, 'init needs one folder'],
    [['a', 'b'], 2, 'init needs one folder'],
    [
      ['content/databases.md'],
      1,
      'content/databases.md is a file. Name the folder of the guide, as in: guidepost init guide',
    ],
    [['content/databases.md/x'], 1, 'content/databases.md/x cannot be read (a part of the path is a file).'],
  ])('is refused: %j', async (args, expected, message) => {
    const { cwd, code, out, err } = await init(sampleGuide, ...args);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toContain(message);
    expect(await filesIn(cwd)).toEqual(Object.keys(sampleGuide).sort());
  });

  it('leaves nothing behind if one file cannot be written', async () => {
    const { cwd, code, err } = await init({ '.git/HEAD': '', '.github': 'a file' }, 'guide');
    expect(code).toBe(1);
    expect(err).toBe(
      '.github/workflows/guide.yml cannot be written (a part of the path is a file). Name another folder. Nothing was made.\n',
    );
    expect(await filesIn(join(cwd, 'guide'))).toEqual([]);
  });

  // The superuser may write everywhere, so the program runs as somebody else.
  const asOther = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  // Not in a checkout that nobody else may read.
  const canRun = process.platform !== 'win32' && spawnSync(process.execPath, ['--check', CLI], asOther).status === 0;
  (canRun ? it : it.skip)('is a folder that may not be written, or not read', async () => {
    const cwd = await folderOf({ 'private/databases.md': '# Databases\n' });
    await mkdir(join(cwd, 'locked'));
    await chmod(cwd, 0o755);
    await chmod(join(cwd, 'locked'), 0o555);
    await chmod(join(cwd, 'private'), 0o000);
    const run = (name: string) =>
      spawnSync(process.execPath, [CLI, 'init', name], { cwd, encoding: 'utf8', ...asOther });
    try {
      const locked = run('locked');
      expect({ status: locked.status, stderr: locked.stderr }).toEqual({
        status: 1,
        stderr:
          'locked/deploy.md cannot be written (permission denied). Change its permissions, or name another folder. Nothing was made.\n',
      });
      const unread = run('private');
      expect({ status: unread.status, stderr: unread.stderr }).toEqual({
        status: 1,
        stderr: 'private cannot be read (permission denied). Check its permissions.\n',
      });
    } finally {
      await chmod(join(cwd, 'private'), 0o755);
    }
    expect((await stat(join(cwd, 'locked'))).isDirectory()).toBe(true);
    await writeFile(join(cwd, 'private/x'), '');
    expect(await filesIn(join(cwd, 'private'))).toEqual(['databases.md', 'x']);
  });
});
