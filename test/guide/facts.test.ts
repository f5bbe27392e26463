import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fillFacts, readFacts } from '../../src/guide/facts.js';
import { loadGuide, readGuide } from '../../src/guide/load.js';
import { withSeverity } from './read-texts.js';
import { inTemporaryFolder } from './temporary-folder.js';

const TODAY = '2026-11-30';

/** The guide of a folder, and what a check finds about facts and links. */
function review(files: Readonly<Record<string, string>>, stale?: { days?: number }) {
  return inTemporaryFolder(files, async (folder) => {
    const question = stale && { ...stale, changes: async () => new Map<string, string>() };
    const { guide, problems } = await readGuide({
      folder,
      review: { today: TODAY, ...(question && { stale: question }) },
    });
    const others = ['dead-end', 'unreachable-page', 'weak-summary', 'no-summary'];
    const told = problems.filter(({ rule }) => !others.includes(rule));
    return { guide, problems: told.map((problem) => withSeverity(problem).replace(folder, 'FOLDER')) };
  });
}

const FACTS = `# What changes with time.
django-lts: {value: "5.2", source: "https://www.djangoproject.com/download/", checked: 2026-11-20}
django-lts-end:
  value: April 2028
  source: https://www.djangoproject.com/download/
  checked: 2026-11-20
price: {value: "$7 a month", source: "https://render.com/pricing", checked: 2026-11-20}
`;

const PAGE = `---
title: Django {{fact:django-lts}}
summary: "Use {{fact:django-lts}}, supported until {{ fact:django-lts-end }}."
---
A platform costs {{fact:price}}.

See [Django {{fact:django-lts}}](gone.md).

| version | until |
| --- | --- |
| {{fact:django-lts}} | {{fact:django-lts-end}} |

\`\`\`bash
pip install "django~={{fact:django-lts}}.0"
\`\`\`

- [ ] Install {{fact:django-lts}}
`;

describe('facts of a guide', () => {
  it('stand in text, tables, code, links, boxes and front matter, and every line keeps its number', async () => {
    const { guide, problems } = await review({ 'facts.yml': FACTS, 'django.md': PAGE });
    const page = guide?.bySlug.get('django');
    expect(page?.title).toBe('Django 5.2');
    expect(page?.summary).toBe('Use 5.2, supported until April 2028.');
    const text = page?.sections[0]?.text ?? '';
    for (const part of ['costs $7 a month.', 'See Django 5.2.', '5.2', 'April 2028', 'pip install "django~=5.2.0"'])
      expect(text).toContain(part);
    expect(text).not.toContain('{{');
    expect(page?.checklists[0]?.items[0]?.title).toBe('Install 5.2');
    expect(problems).toEqual([expect.stringMatching(/^warning django\.md:7: "gone\.md" is not a page/)]);
  });

  it('that are misspelt are errors with line and the nearest name, and leave out only their page', async () => {
    const { guide, problems } = await review({
      'facts.yml': FACTS,
      'a.md': 'Text.\n\nUse {{fact:djanog-lts}} and\n{{fact:price}}, {{fact:django-lts-end}}.',
      'b.md': 'Use {{fact:django-lts}} or `{{fact:rails}}`.',
      'c.md': 'Text.',
    });
    expect(problems).toEqual([
      'error a.md:3: "djanog-lts" is not a fact of this guide. Did you mean "django-lts"?',
      'error b.md:1: "rails" is not a fact of this guide. Add it to facts.yml, or write the value.',
    ]);
    expect(guide?.pages.map(({ slug }) => slug)).toEqual(['c']);
    expect(guide?.leftOut).toEqual(['a.md', 'b.md']);
    expect((await review({ 'a.md': '{{fact:x}}' })).problems).toContain(
      'error a.md:1: "x" is not a fact of this guide. The guide has no facts.yml: add one, or write the value.',
    );
  });

  it('that no page uses are warnings, and so are those without a source or a day', async () => {
    const { problems } = await review({
      'facts.yml':
        'used: {value: 1, checked: 2026-11-20}\nshort: "2"\nunused: {value: 3, source: x, checked: 2026-11-20}\n',
      'a.md': '{{fact:used}} and {{fact:short}}',
    });
    expect(problems).toEqual([
      'warning facts.yml:1: used: has no source, so nobody can check it. Add "source:" with a web address.',
      'warning facts.yml:2: short: has no source, so nobody can check it. Add "source:" with a web address.',
      'warning facts.yml:2: short: does not say when it was checked. Add "checked: 2026-11-20".',
      'warning facts.yml:3: no page uses "unused". Write {{fact:unused}} where it belongs, or remove it.',
    ]);
  });

  it.each([
    ['a: {value: [1]}', 'error facts.yml:1: a.value: must be text, not a list.'],
    ['a: {source: x}', 'error facts.yml:1: a: has no value.'],
    ['a: [x]', 'error facts.yml:1: a: must be a group of fields, not a list.'],
    ['a:', 'error facts.yml:1: a: has no value.'],
    [`a: {value: ${'x'.repeat(301)}}`, 'error facts.yml:1: a.value: has 301 characters, and a fact may have 300.'],
    ['a b: {value: 1}', 'error facts.yml:1: a b: cannot be the name of a fact.'],
    ['a: {value: 1, source: x, checked: 2026-13-01}', 'error facts.yml:1: a.checked: "2026-13-01" is no day.'],
    ['a: {value: 1, source: x, checked: 2027-11-30}', 'error facts.yml:1: a.checked: "2027-11-30" lies ahead'],
    [
      'a: {value: 1, source: x, checekd: 2026-11-20}',
      'warning facts.yml:1: a.checekd: is not a field of a fact, so it is ignored. Did you mean "checked"?',
    ],
    [
      'a: {value: 1, from: rubygems.org/rails, checked: 2026-11-20}',
      'warning facts.yml:1: a.from: "rubygems.org/rails" cannot be asked.',
    ],
    ['a: {value: 1, source: x, checked: 2026-11-20}\na: {value: 2}', 'error facts.yml:2: the file cannot be read'],
    ['- a', 'error facts.yml:1: the file has no fields.'],
    ['a: "', 'error facts.yml:'],
    [`${'['.repeat(300)}`, 'error facts.yml:1: has more than 200 brackets'],
  ])('that are wrong are told with their line: %s', async (facts, expected) => {
    const { guide, problems } = await review({ 'facts.yml': facts, 'a.md': 'Use {{fact:a}}.' });
    expect(problems).toContainEqual(expect.stringContaining(expected));
    // What is wrong with the facts is no error of the page.
    expect(problems.filter((line) => line.includes('a.md'))).toEqual(
      facts.startsWith('a b') ? [expect.stringContaining('"a" is not a fact')] : [],
    );
    if (!facts.startsWith('a b')) expect(guide?.pages).toHaveLength(1);
  });

  it('that are written with a backslash are text, and variables and braces of other tools stay what they are', async () => {
    const { guide, problems } = await review({
      'facts.yml': 'service: {value: shop, source: x, checked: 2026-11-20}\n',
      'a.md':
        '---\nvariables: [service]\n---\n`\\{{fact:service}}` is {{fact:service}}\n\n- [ ] Ship {{service}} of {{fact:service}}\n',
      'b.md': 'In Jinja: `{{ fact }}`, `{{ fact: x y }}`, `{{ facts.service }}`.',
    });
    expect(problems).toEqual([]);
    expect(guide?.bySlug.get('a')?.sections[0]?.text).toContain('{{fact:service}} is shop');
    expect(guide?.bySlug.get('a')?.checklists[0]?.items[0]?.title).toBe('Ship {{service}} of shop');
    expect(guide?.bySlug.get('b')?.sections[0]?.text).toContain('{{ fact }}, {{ fact: x y }}, {{ facts.service }}');
  });

  it('past their date are named by check --stale with the pages that use them', async () => {
    const files = {
      'facts.yml': 'old: {value: 1, source: x, checked: 2026-07-01}\nnew: {value: 2, source: x, checked: 2026-11-01}\n',
      'a.md': '---\nupdated: 2026-11-20\n---\n{{fact:old}} {{fact:new}} {{fact:old}}',
      'b.md': '---\nupdated: 2026-11-20\n---\n{{fact:old}} again',
    };
    const named =
      'warning facts.yml:1: "old" is to be checked again. Last checked 4 months ago, on 2026-07-01. Used by a.md, b.md. Look at its source, then write checked: "2026-11-30".';
    expect((await review(files, { days: 90 })).problems).toEqual([named]);
    expect((await review({ ...files, 'guidepost.yml': 'review_in: 90 days\n' }, {})).problems).toEqual([named]);
    expect((await review(files, { days: 200 })).problems).toEqual([]);
    expect((await review(files)).problems).toEqual([]);
  });

  it('belong to the revision of the guide, and are read again when they change', async () => {
    await inTemporaryFolder({ 'facts.yml': FACTS, 'a.md': 'Django {{fact:django-lts}}' }, async (folder) => {
      const before = (await loadGuide({ folder })).guide;
      await writeFile(join(folder, 'facts.yml'), FACTS.replace('"5.2"', '"6.2"'));
      const after = (await loadGuide({ folder })).guide;
      expect(after.revision).not.toBe(before.revision);
      expect(after.pages[0]?.sections[0]?.text).toBe('Django 6.2');
    });
  });
});

describe('putting facts into texts', () => {
  const facts = (values: Readonly<Record<string, string>>) => ({
    facts: Object.entries(values).map(([name, value]) => ({ name, value, line: 1 })),
    broken: [],
    problems: [],
  });

  it('changes nothing else, and keeps the number of lines, in any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{{fact:a}}',
        '{{ fact:b }}',
        '\\{{fact:a}}',
        '{{fact:',
        '}}',
        '{{',
        '\n',
        '\r\n',
        'fact:a',
        '{{a}}',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const { files, uses, problems } = fillFacts([{ file: 'x.md', text }], facts({ a: 'one', b: 'two' }));
        const filled = files[0]?.text ?? '';
        const lines = (each: string) => each.split(/\r\n?|\n/).length;
        expect(lines(filled)).toBe(lines(text));
        for (const { line } of [...uses, ...problems]) expect(line).toBeLessThanOrEqual(lines(text));
        if (!text.includes('fact:')) expect(filled).toBe(text);
      }),
    );
  });

  it('says the line of each use', () => {
    const { uses } = fillFacts(
      [{ file: 'x.md', text: '\r\n{{fact:a}}\n\n{{fact:b}}{{fact:a}}' }],
      facts({ a: '1', b: '2' }),
    );
    expect(uses.map(({ name, line }) => `${name} ${line}`)).toEqual(['a 2', 'b 4', 'a 4']);
  });

  it('refuses a page that would be too long with its values, instead of parsing it for minutes', async () => {
    const text = '{{fact:a}} '.repeat(50_000);
    const { files, problems } = fillFacts([{ file: 'x.md', text }], facts({ a: 'x'.repeat(300) }));
    expect(problems.map(({ rule }) => rule)).toEqual(['unreadable-page']);
    expect(files[0]?.text.length).toBeLessThan(3 * 1024 * 1024);
  });

  it('reads any file of facts', () => {
    const token = fc.constantFrom(
      'a',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '\n',
      '  ',
      '- ',
      '"',
      'value: ',
      'checked: ',
      '2026-01-01',
      '&x ',
      '*x',
      '#',
      '|',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        for (const { line, file } of readFacts({ file: 'facts.yml', text: tokens.join('') }).problems) {
          expect(file).toBe('facts.yml');
          expect(line ?? 1).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});
