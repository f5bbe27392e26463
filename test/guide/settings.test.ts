import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadGuide, readGuide } from '../../src/guide/load.js';
import { readSettings } from '../../src/guide/settings.js';
import { runs } from '../every-case.js';
import { withSeverity } from './read-texts.js';
import { inTemporaryFolder } from './temporary-folder.js';

const pages = {
  'databases.md': '# Databases\n\nA sentence.\n\n## Backups\n\nAnother.',
  'how/servers.md': '---\nslug: machines\nkeywords: [hosts]\n---\n# Servers',
};

async function guideWith(settings: string | Uint8Array, files: Readonly<Record<string, string>> = pages) {
  return inTemporaryFolder({ ...files, 'guidepost.yml': settings }, async (folder) => {
    const { guide, problems } = await readGuide({ folder });
    return { guide, problems: problems.map((problem) => withSeverity(problem).replace(folder, 'FOLDER')) };
  });
}

describe('guidepost.yml', () => {
  it('gives a team its own words, and pages keywords by their slug or file', async () => {
    const { guide, problems } = await guideWith(
      [
        '# Our words',
        'synonyms:',
        '  DB: database',
        '  "k8s": [kubernetes, "container  cluster"]',
        '  release train: deployment',
        'keywords:',
        '  databases.md: [lost data, {section: Backups, text: [undo a delete]}]',
        '  machines:',
        '    - rented box',
        '    - hosts',
      ].join('\r\n'),
    );
    expect(problems).toEqual([]);
    expect([...(guide?.synonyms ?? [])]).toEqual([
      ['db', ['database']],
      ['k8s', ['kubernetes', 'container cluster']],
      ['release train', ['deployment']],
    ]);
    expect(guide?.bySlug.get('databases')?.keywords).toEqual([
      { text: 'lost data' },
      { text: 'undo a delete', anchor: 'backups' },
    ]);
    expect(guide?.bySlug.get('machines')?.keywords).toEqual([{ text: 'hosts' }, { text: 'rented box' }]);
  });

  it.each(['', '# Nothing yet\n', 'synonyms:\nkeywords:\n', '{}'])('may be empty: %j', async (text) => {
    const { guide, problems } = await guideWith(text);
    expect(problems).toEqual([]);
    expect(guide?.synonyms.size).toBe(0);
  });

  it('belongs to the revision of the guide, and only at the top of its folder', async () => {
    const revisionOf = async (files: Readonly<Record<string, string>>) =>
      inTemporaryFolder({ ...pages, ...files }, async (folder) => (await loadGuide({ folder })).guide.revision);
    const without = await revisionOf({});
    expect(await revisionOf({ 'guidepost.yml': '' })).not.toBe(without);
    expect(await revisionOf({ 'guidepost.yml': '#' })).not.toBe(await revisionOf({ 'guidepost.yml': '' }));
    expect(await revisionOf({ 'how/guidepost.yml': 'x: [' })).toBe(without);
  });

  it.each([
    [
      'synonym: {db: database}',
      ['warning guidepost.yml:1: synonym: is not a setting, so it is ignored. Did you mean "synonyms"?'],
    ],
    [
      'a: b',
      [
        'warning guidepost.yml:1: a: is not a setting, so it is ignored. The settings are synonyms, keywords, ignore, dialect, rules, owner, review_in, ask_owners and feedback.',
      ],
    ],
    [
      'synonyms: [db]',
      [
        'error guidepost.yml:1: synonyms: must be a group of words, not a list. Example: "synonyms: {db: database, k8s: [kubernetes, cluster]}".',
      ],
    ],
    [
      'synonyms:\n  db: {a: b}',
      ['error guidepost.yml:2: synonyms.db: must be a list, not a group of fields. Example: "db: [one, two]".'],
    ],
    [
      'synonyms:\n  db: [[a]]',
      [
        'error guidepost.yml:2: synonyms.db[0]: must be text, not a list. Example: "db: [one, two]".',
        'warning guidepost.yml:2: synonyms.db: has no other word, so it is left out. Example: "synonyms: {db: database, k8s: [kubernetes, cluster]}".',
      ],
    ],
    [
      'synonyms:\n  db:',
      [
        'warning guidepost.yml:2: synonyms.db: has no other word, so it is left out. Example: "synonyms: {db: database, k8s: [kubernetes, cluster]}".',
      ],
    ],
    ['synonyms:\n  db: DB', [expect.stringContaining('synonyms.db: has no other word')]],
    [
      'synonyms:\n  db: database\n  DB: store',
      ['error guidepost.yml:3: synonyms.DB: is set twice, first on line 2. Put both into one list.'],
    ],
    [
      'synonyms:\n  db: database\n  db: store',
      [
        'error guidepost.yml:3: the file cannot be read: Map keys must be unique. Put quotes around values that contain ": " or start with a special character.',
      ],
    ],
    [
      'synonyms:\n  one two three four five: x',
      [
        'error guidepost.yml:2: synonyms.one two three four five: has 5 words, and a synonym may have 4 words. Write a keyword of the page instead.',
      ],
    ],
    [
      `synonyms:\n  x: ${'y'.repeat(61)}`,
      [
        'error guidepost.yml:2: synonyms.x: has 61 characters, and a synonym may have 60 characters. Write a keyword of the page instead.',
      ],
    ],
    [
      'synonyms:\n  "": x',
      [expect.stringMatching(/^error guidepost\.yml:2: synonyms\.: needs a word before the colon/)],
    ],
    [
      'keywords: [a, b]',
      [
        'error guidepost.yml:1: keywords: must be a group of pages, not a list. Example: "keywords: {databases: [lost data, {section: backups, text: [undo a delete]}]}".',
      ],
    ],
    [
      'keywords:\n  database: [a]',
      [
        'warning guidepost.yml:2: keywords.database: the guide has no page "database", so its keywords are left out. Did you mean "databases"?',
      ],
    ],
    [
      'keywords:\n  xyzzy: [a]',
      [
        'warning guidepost.yml:2: keywords.xyzzy: the guide has no page "xyzzy", so its keywords are left out. Write its slug or its file.',
      ],
    ],
    [
      'keywords:\n  databases: [a]\n  databases.md: [b]',
      [
        'error guidepost.yml:3: keywords.databases.md: is the same page as "databases" on line 2. Put their keywords together.',
      ],
    ],
    [
      'keywords:\n  databases:\n    - {section: backup, text: a}',
      [
        'warning guidepost.yml:3: keywords.databases[0].section: the page has no section "backup", so its keywords lead to the whole page. Did you mean "backups"?',
      ],
    ],
    [
      'keywords:\n  databases: [[a]]',
      [
        expect.stringMatching(
          /^error guidepost\.yml:2: keywords\.databases\[0\]: must be text, or a group of section and text/,
        ),
      ],
    ],
    ['- a', ['error guidepost.yml:1: the file has no fields. Example: "synonyms: {db: database}".']],
    ['synonyms: {', [expect.stringMatching(/^error guidepost\.yml:1: the file cannot be read: /)]],
    [
      'x\n'.repeat(5_000),
      ['error guidepost.yml: has 5001 lines, and the limit is 5000. Write several words on a line.'],
    ],
    [
      `\n${'a: '.repeat(4_000)}`,
      ['error guidepost.yml:2: has a line of 12000 characters, and the limit is 10000. Break it into several.'],
    ],
    [
      `${'['.repeat(150)}\n${'{'.repeat(150)}`,
      ['error guidepost.yml:2: has more than 200 brackets that are not closed. Close them.'],
    ],
    [
      `a: &a [${'x, '.repeat(200)}]\nb: &b [${'*a, '.repeat(200)}]`,
      [expect.stringMatching(/^error guidepost\.yml:\d: has more than 20000 values in its file/)],
    ],
    [
      '#'.repeat(128 * 1024 + 1),
      ['error guidepost.yml: has 129 KiB, and it may have 128 KiB. Move keywords into the pages.'],
    ],
    [
      Buffer.from('synonyms: {caf\xe9: bar}', 'latin1'),
      ['error guidepost.yml:1: is not UTF-8 at byte 14 (it may be Latin-1 or a binary file). Save it as UTF-8.'],
    ],
  ])('names what is wrong in %j', async (text, expected) => {
    expect((await guideWith(text)).problems).toEqual(expected);
  });

  it('does not report the keywords of a page that cannot be read', async () => {
    const files = { ...pages, 'broken.md': '---\norder: x\n---\n' };
    const { problems } = await guideWith('keywords:\n  broken: [{section: s, text: t}]', files);
    expect(problems.filter((problem) => problem.includes('guidepost.yml'))).toEqual([]);
  });

  it('is missed if it has the other extension', async () => {
    const { problems } = await guideWith('', { ...pages, 'guidepost.yaml': 'synonyms: {a: b}' });
    expect(problems).toEqual(['warning guidepost.yaml: is not read. Rename it to guidepost.yml.']);
  });

  it('reads any text, and names the line of every problem', () => {
    const parts = [
      'synonyms:',
      'keywords:',
      '\n',
      '  ',
      '- ',
      'a: ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '"',
      ', ',
      'b',
      '!!x ',
      '| ',
      '? ',
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 4 })), { maxLength: 30 });
    fc.assert(
      fc.property(text, (tokens) => {
        const { settings, problems } = readSettings({ file: 'guidepost.yml', text: tokens.join('') });
        for (const [word, meanings] of settings.synonyms) {
          expect(word).toBe(word.toLowerCase().trim());
          expect(meanings.length).toBeGreaterThan(0);
        }
        for (const { line } of problems) expect(line).toBeGreaterThan(0);
      }),
      runs(500),
    );
  });
});
