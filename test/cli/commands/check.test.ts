import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commands } from '../../../src/cli/run.js';
import { ruleNames } from '../../../src/guide/rules.js';
import { folderOf, runInProcess } from '../run-in-process.js';
import { sampleGuide } from '../sample-guide.js';

/** The sample, with a way on from each page. */
const clean = {
  ...sampleGuide,
  'content/web-servers.md': `${sampleGuide['content/web-servers.md']}See [databases](databases.md).\n`,
  'content/databases.md': `${sampleGuide['content/databases.md']}See [web servers](web-servers.md).\n`,
};

const warned = {
  'content/a.md':
    '---\ntitle: A\nchoices:\n  - text: On\n    to: nowhere-at-all\n---\nThe text of A, which says enough.\n',
};
const broken = {
  ...warned,
  'content/b.md': '---\ntitle: [\n---\nText.\n',
  'content/c.md': new Uint8Array([0x23, 0xff]),
};

async function check(files: Parameters<typeof folderOf>[0], ...args: string[]) {
  return runInProcess(['check', ...args], { cwd: await folderOf(files) });
}

describe('checking a guide', () => {
  it('counts the pages of a guide without problems, and says which one it is if nobody named it', async () => {
    const out = '3 pages: no errors, no warnings\n';
    expect(await check(clean, 'content')).toEqual({ code: 0, out, err: '' });
    expect(await check(clean)).toEqual({ code: 0, out, err: 'Guide: content (3 pages)\n' });
  });

  it('prints a warning with its file, line and rule, and fails for it only with --strict', async () => {
    const { code, out } = await check(warned, 'content');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^content\/a\.md:\d+: warning: .*nowhere-at-all.* \[broken-link\]\n1 page: no errors, 1 warning\n$/,
    );
    expect((await check(warned, '--strict', 'content')).code).toBe(1);
    expect((await check(clean, '--strict')).code).toBe(0);
  });

  it('prints every error first, each with its file, and fails although the other pages are served', async () => {
    const { code, out } = await check(broken);
    expect(code).toBe(1);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^content\/b\.md:\d+: error: .* \[invalid-syntax\]$/);
    expect(lines[1]).toMatch(/^content\/c\.md:1: error: .* \[unreadable-file\]$/);
    expect(lines[2]).toMatch(/^content\/a\.md:5: warning: /);
    expect(lines.at(-1)).toBe('1 page: 2 errors, 1 warning');
  });

  it('names a folder that does not exist', async () => {
    const { code, out } = await check(sampleGuide, 'contnet');
    expect(code).toBe(1);
    expect(out).toMatch(/^contnet: error: does not exist/);
  });

  it('writes no control characters of a page to a terminal', async () => {
    const { out } = await check({ 'content/a.md': '# A\n\n[x](<no\u001B[2Jwhere>) and more text to read.' });
    expect(out).toContain('no\\u001b[2Jwhere');
    expect(out).not.toContain('\u001B');
  });
});

describe('the same mistake in many places', () => {
  const pages = Object.fromEntries(
    Array.from({ length: 6 }, (_, number) => [
      `content/p${number}.md`,
      `---\nchoices: [${'{text: A, to: p0}, '.repeat(number % 2)}{text: Gone, to: "/old.html"}]\n---\n# Page ${number}\n\nText of page ${number}, and more.\n`,
    ]),
  );

  it('is told once with a count, also where its field is another one', async () => {
    const { out } = await check(pages);
    const lines = out.split('\n').filter((line) => line.includes('/old.html'));
    expect(lines).toEqual([
      'content/p0.md:2: warning: choices[0].to: "/old.html" is not a page of this guide, so its button is left out. Correct the address or add the page. (and 5 more: p1.md:2, p2.md:2, p3.md:2, …) [broken-link]',
    ]);
    expect(out).toMatch(/\n6 pages: no errors, \d+ warnings\n$/);
  });

  it('is told in every place with --all, and by itself if there are only two', async () => {
    const all = (await check(pages, '--all')).out.split('\n').filter((line) => line.includes('/old.html'));
    expect(all).toHaveLength(6);
    const { 'content/p0.md': a = '', 'content/p1.md': b = '' } = pages;
    const two = await check({ 'content/p0.md': a, 'content/p1.md': b });
    expect(two.out.split('\n').filter((line) => line.includes('/old.html'))).toHaveLength(2);
  });
});

describe('the rules of a team', () => {
  const guide = {
    ...warned,
    'content/b.md': '# B\n\nA page about B and nothing else.\n',
    'content/z.md': '# Z\n\nA page about [A](a.md) and [B](b.md).\n',
  };
  const withRules = (rules: string, ...args: string[]) =>
    check({ ...guide, 'content/guidepost.yml': `rules: {${rules}}` }, ...args);

  it('turn a rule off, or make it an error that leaves no page out', async () => {
    expect((await check(guide)).out).toMatch(/\[dead-end\]/);
    const { code, out } = await withRules('dead-end: off, broken-link: error, weak-summary: warning');
    expect(out).not.toContain('[dead-end]');
    expect(out).toMatch(/^content\/a\.md:5: error: .*\[broken-link\]\n3 pages: 1 error, no warnings\n$/);
    expect(code).toBe(1);
  });

  it.each([
    [
      'dead-ends: off',
      'warning: rules.dead-ends: is not a rule, so it is ignored. Did you mean "dead-end"? [unknown-setting]',
    ],
    [
      'whatever: off',
      'warning: rules.whatever: is not a rule, so it is ignored. guidepost check --rules lists all. [unknown-setting]',
    ],
    [
      'dead-end: loud',
      'error: rules.dead-end: must be off, warning or error. Example: "rules: {dead-end: off, long-item: error}". [invalid-value]',
    ],
    [
      'invalid-syntax: off',
      'warning: rules.invalid-syntax: cannot be changed, because a file with this problem is left out of the guide. Remove the line. [unknown-setting]',
    ],
  ])('%s is told', async (rules, expected) => {
    expect((await withRules(rules)).out).toContain(`content/guidepost.yml:1: ${expected}\n`);
  });

  it('are listed, each with what it means', async () => {
    const { out, code } = await check({}, '--rules');
    expect(code).toBe(0);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/\s+/)[0]),
    ).toEqual(ruleNames());
    expect(out).toMatch(/^dead-end +warning {2}A page leads nowhere: /m);
  });
});

describe('the progress of a check', () => {
  it('is shown to who watches, and taken away at the end', async () => {
    const cwd = await folderOf(clean);
    const shown: (string | undefined)[] = [];
    const command = commands.find(({ name }) => name === 'check');
    const io = {
      out: () => {},
      err: () => {},
      stdin: (async function* () {})(),
      env: {},
      now: () => new Date(),
      cwd,
      stopRequested: () => AbortSignal.abort(),
      progress: (text: string | undefined) => void shown.push(text),
    };
    const args = { operands: [], has: () => false, value: () => undefined, values: () => [] };
    expect(await command?.run(args, io)).toBe(0);
    expect(shown[0]).toBe('Reading pages: 1 of 3');
    expect(shown.slice(-2)).toEqual(['Checking links …', undefined]);
  });
});

describe('the formats', () => {
  const guide = {
    'docs/guide/a, b: 100%.md': '# A\n\nText with a [link](gone.md), and more.\n',
    'docs/guide/index.md': `# Home\n\n[a](<a, b: 100%.md>) and [odd](<go%ne>)\n\n${'x'.repeat(6_000)}`,
    'docs/guide/page.rst': 'Not read.',
    'docs/guide/bad.md': '---\norder: soon\n---\n',
  };
  const at = (format: string, folder = 'docs/guide') => check(guide, '--format', format, folder);

  it('for GitHub are workflow commands with paths from the working directory, escaped as GitHub does', async () => {
    const { out, code } = await at('github');
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      '::error file=docs/guide/bad.md,line=2,title=invalid-value::order: "soon" is not a number. Example: "order: 35".',
      expect.stringMatching(/^::warning file=docs\/guide\/index\.md,line=3,title=broken-link::"go%25ne" is not a page/),
      expect.stringMatching(
        /^::warning file=docs\/guide\/index\.md,line=5,title=dense-paragraph::is a paragraph of 6000/,
      ),
      expect.stringMatching(/^::warning file=docs\/guide\/a%2C b%3A 100%25\.md,line=1,title=dead-end::/),
      expect.stringMatching(/^::warning file=docs\/guide\/a%2C b%3A 100%25\.md,line=3,title=broken-link::"gone\.md"/),
      '::notice title=guidepost check::not read: page.rst (only Markdown is)',
      '2 pages: 1 error, 4 warnings',
      '',
    ]);
    const gone = await at('github', 'nowhere');
    expect(gone.out).toMatch(/^::error title=unreadable-folder::nowhere: does not exist/);
  });

  it('for programs are JSON with every place', async () => {
    const { out } = await at('json');
    const report = JSON.parse(out);
    expect(report).toMatchObject({ folder: 'docs/guide', pages: 2, errors: 1, warnings: 4 });
    expect(report.notes).toEqual(['not read: page.rst (only Markdown is)']);
    expect(report.problems[0]).toEqual({
      severity: 'error',
      rule: 'invalid-value',
      file: 'docs/guide/bad.md',
      line: 2,
      text: 'order: "soon" is not a number. Example: "order: 35".',
    });
    expect(report.problems).toHaveLength(5);
    expect(JSON.parse((await at('json', 'nowhere')).out)).toMatchObject({
      pages: 0,
      problems: [{ rule: 'unreadable-folder', file: null, line: null }],
    });
  });

  it('keep to a folder that is given as a whole path', async () => {
    const cwd = await folderOf(guide);
    const { out } = await runInProcess(['check', '--format', 'json', resolve(cwd, 'docs/guide')], { cwd });
    expect(JSON.parse(out).problems[0].file).toBe('docs/guide/bad.md');
  });

  it('are named if another one is wanted', async () => {
    expect(await at('yaml')).toEqual({
      code: 2,
      out: '',
      err: 'guidepost: --format is one of text, json, github, sarif, not yaml\n',
    });
  });
});
