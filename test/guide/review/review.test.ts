import { describe, expect, it } from '@jest/globals';
import { readGuide } from '../../../src/guide/load.js';
import type { Rule } from '../../../src/guide/rules.js';
import { withSeverity } from '../read-texts.js';
import { inTemporaryFolder } from '../temporary-folder.js';

/** The problems of some rules in a folder, as lines. */
function problemsOf(rules: readonly Rule[], files: Readonly<Record<string, string>>): Promise<string[]> {
  return inTemporaryFolder({ ...files }, async (folder) => {
    const { problems } = await readGuide({ folder, review: { today: '2026-11-30' } });
    return problems.filter(({ rule }) => rules.includes(rule)).map(withSeverity);
  });
}

const LONG = 'Nobody restores from a backup that was never tried, so try one each month. '.repeat(4);

describe('the way through a guide', () => {
  const WAYS: readonly Rule[] = ['unreachable-page', 'dead-end'];
  const to = (...slugs: string[]) =>
    `---\nchoices: [${slugs.map((slug) => `{text: Go, to: ${slug}}`).join(', ')}]\n---\nText.`;

  it('has pages that nothing leads to, and pages that lead nowhere', async () => {
    expect(
      await problemsOf(WAYS, {
        'a.md': to('b'),
        'b.md': 'See [c](c.md).',
        'c.md': 'Text, and [itself](#top).',
        'd.md': to('a'),
        'e.md': to('a'),
      }),
    ).toEqual([
      expect.stringMatching(/^warning c\.md: leads nowhere: .* Add "choices:", or a link\.$/),
      expect.stringMatching(/^warning e\.md: no page leads here, .* Link to it from a page/),
    ]);
  });

  it('takes the pages before and after a page as a way to them', async () => {
    const files = { 'a.md': 'Text.', 'b.md': 'Text.', 'c.md': 'Text.' };
    expect(await problemsOf(['unreachable-page'], files)).toEqual([]);
  });

  it('counts links to the outside as next steps, but not in the text', async () => {
    const files = { 'a.md': to('https://example.com'), 'b.md': 'See [it](https://example.com).', 'c.md': to('a', 'b') };
    expect(await problemsOf(['dead-end'], files)).toEqual([expect.stringMatching(/^warning b\.md: leads nowhere/)]);
  });

  it('is not judged for the pages of a menu, a single page and empty pages', async () => {
    const menu = { 'mkdocs.yml': 'docs_dir: .\nnav: [a.md, b.md]', 'a.md': 'Text.', 'b.md': 'Text.' };
    expect(await problemsOf(WAYS, menu)).toEqual([]);
    expect(await problemsOf(WAYS, { 'a.md': 'Text.' })).toEqual([]);
    expect(await problemsOf(['dead-end'], { 'a.md': '', 'b.md': '[a](a.md)' })).toEqual([]);
  });
});

describe('a page without text', () => {
  it('is none if it only names its folder', async () => {
    const files = {
      'ops/_index.md': '---\ntitle: Operations\n---\n',
      'ops/a.md': LONG,
      'b.md': '---\ntitle: B\n---\n',
      'c/README.md': '',
    };
    const found = await problemsOf(['empty-page'], files);
    expect(found).toEqual([
      expect.stringMatching(/^warning b\.md: has no text/),
      expect.stringMatching(/^warning c\/README\.md: has no text/),
    ]);
  });
});

describe('copies', () => {
  const COPIES: readonly Rule[] = ['duplicate-page', 'repeated-section'];

  it('of a page are told once, with their files', async () => {
    const text = `# Backups\n\n${LONG}\n\n## Restore\n\n${LONG}\n`;
    expect(
      await problemsOf(COPIES, {
        'a.md': text,
        'b.md': `---\norder: 3\n---\n${text}`,
        'c/a.md': text,
        'd.md': text,
        'e.md': text,
      }),
    ).toEqual([
      expect.stringMatching(/^warning b\.md: has the same text as a\.md, c\/a\.md, d\.md and 1 more, .* as aliases\.$/),
      // The page itself says it twice.
      expect.stringMatching(/^warning b\.md:4: "Backups – b" has the same text as a section of b\.md:8,/),
    ]);
  });

  it('of a section are told with their lines', async () => {
    const files = { 'a.md': `# A\n\nOne.\n\n## Retention\n\n${LONG}`, 'b.md': `# B\n\nTwo.\n\n## Keeping\n\n${LONG}` };
    expect(await problemsOf(COPIES, files)).toEqual([
      'warning a.md:5: "Retention" has the same text as a section of b.md:5, so a question finds all of them. Keep it in one place, and link to it.',
    ]);
  });

  it('are not short texts, nor what pages include', async () => {
    expect(await problemsOf(COPIES, { 'a.md': '# A\n\nNothing yet.', 'b.md': '# B\n\nNothing yet.' })).toEqual([]);
    const include = (title: string) => `# ${title}\n\nText of ${title}.\n\n## Common\n\n--8<-- "_part.md"\n`;
    expect(await problemsOf(COPIES, { 'a.md': include('A'), 'b.md': include('B'), '_part.md': LONG })).toEqual([]);
  });
});

describe('headings', () => {
  it('that say nothing are told if several sections have them', async () => {
    const files = {
      'a.md': '# A\n\n## Notes\n\nX.\n\n## 2. notes!\n\nY.',
      'b.md': '# B\n\n## Misc\n\nX.\n\n## Usage\n\nX.',
    };
    expect(await problemsOf(['vague-heading'], files)).toEqual([]);
    const more = { ...files, 'c.md': '# C\n\n## Usage\n\nX.\n\n## Notes\n\nX.', 'd.md': '# D\n\n## Usage\n\nX.' };
    const text =
      '"Notes" is the heading of 3 sections and says nothing about any of them. Name what each section answers.';
    expect(await problemsOf(['vague-heading'], more)).toEqual([
      `warning a.md:3: ${text}`,
      `warning a.md:7: ${text}`,
      `warning c.md:7: ${text}`,
    ]);
  });

  it('are missing where a section is very long', async () => {
    const files = { 'a.md': `# A\n\n${`${LONG}\n\n`.repeat(40)}## End\n\nText.` };
    expect(await problemsOf(['long-section'], files)).toEqual([
      expect.stringMatching(/^warning a\.md:1: the text before the first heading has \d{5} characters, .* Divide it/),
    ]);
  });
});

describe('a summary', () => {
  const SUMMARIES: readonly Rule[] = ['weak-summary', 'no-summary', 'empty-page'];
  const withSummary = (summary: string) =>
    problemsOf(SUMMARIES, { 'a.md': `---\ntitle: Restore a backup\nsummary: "${summary}"\n---\nText.` });

  it.each([
    ['What you need before you start:', 'ends in a colon, and what follows it is not shown'],
    ['Table of Contents', 'is a list of contents'],
    ['TODO', 'is a placeholder'],
    ['TODO: write this when the team has agreed', 'is a placeholder'],
    ['Home | All guides | About us', 'only lists links'],
    ['Restore: a backup!', 'only repeats the title'],
    ['How to restore', 'says too little: "How to restore"'],
  ])('%j is too weak', async (summary, fault) => {
    expect(await withSummary(summary)).toEqual([
      `warning a.md:3: the summary ${fault}. Say what the page answers, in a sentence or two.`,
    ]);
  });

  it.each([
    'Restore the newest backup first.',
    'Description of the release train and its dates.',
    'In this guide, you learn how to restore a backup.',
    'バックアップを復元する方法',
    'Ratio of reads to writes: 3:1 in production.',
    'Use A | B | C. Then restart.',
  ])('%j is fine', async (summary) => {
    expect(await withSummary(summary)).toEqual([]);
  });

  it('that is taken from a weak text is told without a line, and so is one that is missing', async () => {
    expect(
      await problemsOf(SUMMARIES, {
        'a.md': '# A\n\nSee below.\n\n## B\n\n- x',
        'b.md': '# B\n\n## Symptoms\n\n- x\n\n## Steps\n\n- y',
        'c.md': '# C\n\n1. Do it',
        'd.md': '',
        'e.md': '# E\n\nA sentence that says what the page is about.',
      }),
    ).toEqual([
      'warning a.md: the summary, which is taken from the text, says too little: "See below.". Write a "summary:".',
      expect.stringMatching(/^warning b\.md: has no sentence that can stand for a summary, so its headings are shown/),
      expect.stringMatching(/^warning c\.md: has no summary, and nothing in its text can stand for one/),
      expect.stringMatching(/^warning d\.md: has no text, so it answers nothing/),
    ]);
  });
});

describe('a review', () => {
  it('is made only on demand, so that a start does not wait for it', () =>
    inTemporaryFolder({ 'a.md': '', 'b.md': 'Text.' }, async (folder) => {
      expect((await readGuide({ folder })).problems).toEqual([]);
    }));
});
