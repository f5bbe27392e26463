import { describe, expect, it } from '@jest/globals';
import { readText, readTexts } from './read-texts.js';

describe('the summary of a page that declares none', () => {
  const long = 'The queue holds jobs until a worker is free to take them.';
  it.each([
    ['the first sentences', `${long} Two of them. And more.`, `${long} Two of them.`],
    ['not what only announces what follows', `What somebody needs:\n\n- access\n\n${long}`, long],
    ['the sentences before such a one', `${long} What you need:\n\n- access`, long],
    ['not a menu', `[Home](a) | [Guides](b) · [About](c)\n\n${long}`, long],
    ['not properties', `Owner: the platform team\n\nLast updated: 2026-11-20\n\n${long}`, long],
    ['not a few words, if the introduction has more', `See below.\n\n${long}`, long],
    [
      'a short sentence of the introduction rather than one from elsewhere',
      `It takes the jobs.\n\n## More\n\n${long}`,
      'It takes the jobs.',
    ],
    ['one from below, if the introduction has none', `See it.\n\n## More\n\n${long}`, long],
    [
      'its headings rather than one from the middle of a part',
      `- a list\n\n## Order a lamp\n\n- by post\n\n${long}\n\n## Return it\n\n${long}`,
      'Order a lamp, Return it',
    ],
    ['one from the middle of its only part', `- a list\n\n## Order a lamp\n\n- by post\n\n${long}`, long],
    [
      'with its code as code',
      'Run `acme *.log` and **then** wait for the [`end`](x).',
      'Run `acme *.log` and then wait for the `end`.',
    ],
    ['a few words, if that is all', 'See it.', 'See it.'],
    ['the headings of a page without sentences', '## Build\n\n- a\n\n## Ship `it`\n\n```\nx\n```', 'Build, Ship it'],
    ['nothing of a page that says nothing', '- a', ''],
  ])('is %s', (_, text, expected) => {
    expect(readText(`# T\n\n${text}`).page.summary).toBe(expected);
  });
});

describe('a summary that is cut', () => {
  it('has no half of its code', () => {
    const { summary } = readText(`# T\n\nUse \`${'word '.repeat(70)}\` now.`).page;
    expect(summary).toMatch(/^Use word .*word…$/);
  });
});

describe('the title of a page that declares none', () => {
  it('is its first heading of level 1, a deeper one at the top, or the name of the file', () => {
    const titleOf = (text: string) => readText(text, 'how-to/scale_out.md').page.title;
    expect(titleOf('# Scaling\n\n## More')).toBe('Scaling');
    expect(titleOf('## Scaling\n\nText.')).toBe('Scaling');
    expect(titleOf('Text.\n\n## Not this')).toBe('Scale out');
    expect(titleOf('Text.\n\n## Before\n\n# Scaling')).toBe('Scaling');
  });

  it('is shown once if the text begins with it again', () => {
    const { page } = readText('# Spare parts\n\n# Spare parts\n\nThey are in the cellar.\n\n## Spare parts\n\nMore.');
    expect(page.title).toBe('Spare parts');
    expect(page.sections.map(({ heading, text }) => [heading, text])).toEqual([
      [undefined, 'They are in the cellar.'],
      ['Spare parts', 'More.'],
    ]);
  });

  it('is told apart by the name of the file if several pages have it, with one warning', () => {
    const { guide, problems } = readTexts({
      'queue/error_rate_high.md': '# Steps to check\n\nLook.',
      'cluster/disk/README.md': '# Steps to check\n\nLook.',
      'cluster/API-away.md': '---\ntitle: Steps to check\n---\nLook.',
      'other.md': '# Other',
    });
    expect(guide.pages.map(({ title }) => title)).toEqual([
      'Steps to check – API away',
      'Steps to check – disk',
      'Other',
      'Steps to check – error rate high',
    ]);
    expect(problems).toEqual([
      expect.stringMatching(
        /title: "Steps to check" is also the title of .*, so they are shown with .* Give each page a title/,
      ),
    ]);
  });

  it('is without the marks of Markdown, wherever it is from', () => {
    const titleOf = (text: string) => readText(text).page.title;
    expect(titleOf('# The `__init__.py` of **all** [things](x)')).toBe('The __init__.py of all things');
    expect(titleOf('---\ntitle: "`kubectl` **basics**, *really*, [here](x): 2 * 3 * 4, snake_case_name"\n---\n')).toBe(
      'kubectl basics, really, here: 2 * 3 * 4, snake_case_name',
    );
    expect(titleOf('---\ntitle: "**"\n---\n')).toBe('**');
  });

  it('is told apart by folders if the files have the same name, too', () => {
    const { guide } = readTexts({ 'a/x.md': '# T', 'b/x.md': '# T', 'b/y/x.md': '# T' });
    expect(guide.pages.map(({ title }) => title)).toEqual(['T – a / x', 'T – b / x', 'T – y / x']);
  });

  it('says what the page is about if the heading does not, with a warning', () => {
    const { page, problems } = readText('# Symptoms\n\nDisk is full.', 'search/elastic_full.md');
    expect(page.title).toBe('Symptoms – elastic full');
    expect(problems).toEqual([
      'warning search/elastic_full.md: title: "Symptoms" does not say what the page is about, so it is shown as "Symptoms – elastic full". Write a "title:".',
    ]);
    expect(readText('---\ntitle: Overview\n---\nText.', 'a.md').page.title).toBe('Overview');
  });
});
