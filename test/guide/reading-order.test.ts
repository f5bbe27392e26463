import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readGuide } from '../../src/guide/load.js';
import type { Guide } from '../../src/guide/page.js';
import { runs } from '../every-case.js';
import { readTexts } from './read-texts.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** Each page as "group › of › folders: slug". */
function placesIn({ pages }: Pick<Guide, 'pages'>): string[] {
  return pages.map(({ group = [], slug }) => [...group, slug].join(' › '));
}

function read(files: Record<string, string>, folder = '') {
  return inTemporaryFolder(files, async (root) => {
    const { guide, notes, problems } = await readGuide({ folder: join(root, folder) });
    return {
      places: placesIn(guide ?? { pages: [] }),
      titles: guide?.pages.map(({ title }) => title),
      notes,
      problems: problems.map(({ file, text }) => `${file}: ${text}`),
      revision: guide?.revision,
    };
  });
}

function page(title: string, fields = ''): string {
  return `---\n${fields}\n---\n# ${title}\n\nA sentence about it.`;
}

describe('pages in folders', () => {
  it('have the place that the number in their name says, in Docusaurus', async () => {
    const files = {
      '10_night/a.md': page('A'),
      '10_night/b.md': page('B'),
      '02-day/01-doors.md': page('Doors'),
      '02-day/02-lights.md': page('Lights', 'sidebar_position: 2'),
      '02-day/03.heating.md': page('Heating'),
      '02-day/lifts.md': page('Lifts', 'sidebar_position: 2.5'),
      '02-day/2026-01-rules.md': page('Rules'),
    };
    const { titles } = await read({ ...files, '10_night/_category_.json': '{"label": "At night"}' });
    expect(titles).toEqual(['Doors', 'Lights', 'Lifts', 'Heating', 'Rules', 'A', 'B']);
    expect((await read(files)).titles?.slice(0, 3)).toEqual(['Lights', 'Lifts', 'Doors']);
  });

  it('are ordered in their folder after the start page, and folders by their index page, then by name', () => {
    const { guide } = readTexts({
      'index.md': page('Home'),
      'ops/_index.md': page('Run it', 'weight: 1'),
      'ops/alerts.md': page('Alerts', 'weight: 2'),
      'ops/backup.md': page('Backup', 'weight: 1'),
      'build/a.md': page('A', 'weight: 2'),
      'build/b.md': page('B', 'weight: 1'),
      'app/x.md': page('X'),
      'app/y.md': page('Y'),
    });
    expect(placesIn(guide)).toEqual([
      'index',
      'Run it › ops',
      'Run it › ops/backup',
      'Run it › ops/alerts',
      'App › app/x',
      'App › app/y',
      'Build › build/b',
      'Build › build/a',
    ]);
  });

  it('have the next page of their folder as a next step', () => {
    const { page: find } = readTexts({
      'a/one.md': page('One', 'weight: 10'),
      'a/two.md': page('Two', 'weight: 20'),
      'b/one.md': page('Other one', 'weight: 10'),
      'b/two.md': page('Other two', 'weight: 20'),
    });
    expect(find('a/one').nextSteps.map(({ text }) => text)).toEqual(['Two']);
    expect(find('a/two').nextSteps.map(({ text }) => text)).toEqual(['Other one', 'One']);
  });

  it('read the order that Starlight keeps in a group of its own', () => {
    const { guide } = readTexts({ 'a.md': page('A', 'sidebar: {order: 2}'), 'b.md': page('B', 'sidebar: {order: 1}') });
    expect(placesIn(guide)).toEqual(['b', 'a']);
  });

  it('are in groups with the names of their folders, but not if a folder has one page, nor for a folder around all', () => {
    const { guide } = readTexts({
      'docs/README.md': page('Overview'),
      'docs/on-call/README.md': page('Overview'),
      'docs/on-call/pager.md': page('Pager'),
      'docs/on-call/shifts/early.md': page('Early'),
      'docs/on-call/tools/a.md': page('A'),
      'docs/on-call/tools/b.md': page('B'),
      'docs/02_release/x.md': page('X'),
      'docs/02_release/y.md': page('Y'),
      'docs/lonely/z.md': page('Z'),
    });
    expect(placesIn(guide)).toEqual([
      'docs',
      'Release › docs/02_release/x',
      'Release › docs/02_release/y',
      'docs/lonely/z',
      'On call › docs/on-call',
      'On call › docs/on-call/pager',
      'On call › docs/on-call/shifts/early',
      'On call › Tools › docs/on-call/tools/a',
      'On call › Tools › docs/on-call/tools/b',
    ]);
  });

  it('are in no group if there is only one', () => {
    const one = readTexts({ 'README.md': page('Home'), 'docs/a.md': page('A'), 'docs/b.md': page('B') });
    expect(placesIn(one.guide)).toEqual(['index', 'docs/a', 'docs/b']);
    const flat = readTexts({ 'b.md': page('B', 'order: 1'), 'a.md': page('A'), 'index.md': page('I', 'order: 2') });
    expect(placesIn(flat.guide)).toEqual(['b', 'index', 'a']);
  });

  it('may be below a page of the same name, as in Notion and Obsidian', () => {
    const id = 'b7e1c0d2a4f84c6e9a1b2c3d4e5f6071';
    const { guide } = readTexts({
      [`Ops ${id}.md`]: page('Ops and more'),
      [`Ops ${id}/Alerts ${id}.md`]: '# Alerts\n\nText.',
      [`Ops ${id}/Backup ${id}.md`]: `# Backup\n\n[a](Alerts%20${id}.md)`,
      'About.md': page('About'),
      'Zoo.md': page('Zoo'),
    });
    expect(placesIn(guide)).toEqual([
      'About',
      'Ops and more › Ops',
      'Ops and more › Ops/Alerts',
      'Ops and more › Ops/Backup',
      'Zoo',
    ]);
    expect(guide.bySlug.get('Ops/Backup')?.nextSteps[0]?.to).toEqual({ kind: 'page', slug: 'Ops/Alerts' });
  });

  it('may name the page above them, as in themes of Jekyll', () => {
    const { guide } = readTexts({
      'alerts.md': page('Alerts', 'parent: Operations\nnav_order: 2'),
      'backup.md': page('Backup', 'parent: operations\nnav_order: 1'),
      'ops.md': page('Operations', 'nav_order: 1'),
      'intro.md': page('Intro', 'nav_order: 2'),
      'lost.md': page('Lost', 'parent: Nothing'),
    });
    expect(placesIn(guide)).toEqual([
      'Operations › ops',
      'Operations › backup',
      'Operations › alerts',
      'intro',
      'lost',
    ]);
  });

  it('are all there once, whatever they name as the page above them', () => {
    const names = ['a', 'a/index', 'a/b', 'a/b/c', 'c', 'c/a', 'd/README'];
    const title = fc.constantFrom('T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'none', undefined);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(title, fc.option(fc.integer({ min: -3, max: 3 }))), { minLength: 7, maxLength: 7 }),
        (fields) => {
          const texts = Object.fromEntries(
            names.map((name, index) => {
              const [parent, order] = fields[index] ?? [];
              const above = parent === undefined ? '' : `parent: ${parent}\n`;
              return [`${name}.md`, page(`T${index}`, `${above}${order === null ? '' : `weight: ${order}`}`)];
            }),
          );
          expect(
            readTexts(texts)
              .guide.pages.map(({ file }) => file.slice(0, -3))
              .sort(),
          ).toEqual([...names].sort());
        },
      ),
      runs(40),
    );
  });
});

describe('menus of folders', () => {
  it('of Docusaurus give folders a name and a place', async () => {
    const { places, notes } = await read({
      'intro.md': page('Intro', 'sidebar_position: 2'),
      'a-ops/_category_.json': '{"label": "Running it", "position": 3}',
      'a-ops/x.md': page('X', 'sidebar_position: 2'),
      'a-ops/y.md': page('Y', 'sidebar_position: 1'),
      'z-build/_category_.yml': 'label: Building\nposition: 1',
      'z-build/a.md': page('A'),
      'z-build/b.md': page('B'),
      'broken/_category_.json': '{"label": ',
      'broken/c.md': page('C'),
    });
    expect(places).toEqual([
      'Building › z-build/a',
      'Building › z-build/b',
      'intro',
      'Running it › a-ops/y',
      'Running it › a-ops/x',
      'broken/c',
    ]);
    expect(notes).toEqual(['reads as: Docusaurus, order from _category_.json and _category_.yml']);
  });

  it('of Nextra order pages and folders, name them, and part them', async () => {
    const { places, titles, notes } = await read({
      '_meta.json': JSON.stringify({
        index: 'Start',
        guides: { title: 'How to' },
        '---': { type: 'separator', title: 'Look it up' },
        api: 'API',
        site: { title: 'Site', href: 'https://example.com' },
        faq: { title: 'Questions', type: 'page' },
      }),
      'index.mdx': 'Welcome to all of it.',
      'api.mdx': 'Text.',
      'faq.mdx': '# FAQ\n\nText.',
      'other.mdx': 'Text.',
      'guides/_meta.json': '{"z": "", "a": "First steps"}',
      'guides/a.mdx': 'Text.',
      'guides/z.mdx': 'Text.',
      'more/_meta.js': 'export default { b: "B" }',
      'more/b.mdx': 'Text.',
    });
    expect(places).toEqual([
      'index',
      'How to › guides/z',
      'How to › guides/a',
      'Look it up › api',
      'Look it up › faq',
      'Look it up › more/b',
      'Look it up › other',
    ]);
    expect(titles).toEqual(['Start', 'Z', 'First steps', 'API', 'FAQ', 'B', 'Other']);
    expect(notes).toEqual([
      'reads as: MDX, order from _meta.json (2 folders)',
      'menu not read: more/_meta.js (code is never run)',
    ]);
  });

  it('of Fumadocs list the pages, with parts and a place for the rest', async () => {
    const { places } = await read({
      'meta.json': JSON.stringify({
        pages: [
          '---Start---',
          'index',
          'install',
          '---[Book]Use---',
          '...',
          'ops',
          '!hidden',
          '[Site](https://x.test)',
          7,
        ],
      }),
      'index.mdx': page('Home'),
      'install.mdx': page('Install'),
      'a.mdx': page('A'),
      'hidden.mdx': page('Hidden'),
      'ops/meta.json': '{"title": "Operations", "icon": "Cog"}',
      'ops/x.mdx': page('X'),
      'ops/y.mdx': page('Y'),
    });
    expect(places).toEqual([
      'Start › index',
      'Start › install',
      'Use › a',
      'Use › hidden',
      'Use › Operations › ops/x',
      'Use › Operations › ops/y',
    ]);
  });

  it('of awesome-pages, for MkDocs', async () => {
    const { places, notes } = await read({
      '.pages': 'nav:\n  - z.md\n  - ...\n  - Last words: a.md\n',
      'a.md': 'Text.',
      'm/.pages': 'title: Middle',
      'm/x.md': page('X'),
      'm/y.md': page('Y'),
      'z.md': page('Z'),
    });
    expect(places).toEqual(['z', 'Middle › m/x', 'Middle › m/y', 'a']);
    expect(notes).toEqual(['reads as: MkDocs, order from .pages (2 folders)']);
  });

  it.each([
    '{',
    '[]',
    '"x"',
    '{"pages": {"a": 1}}',
    '{"pages": [[["b"]]]}',
    '{"b": {"title": {}}}',
    '['.repeat(60_000),
  ])('that make no sense change nothing (%#)', async (text) => {
    const files = { 'a.md': page('A'), 'b.md': page('B') };
    for (const name of ['meta.json', '_meta.json', '_category_.json', 'sidebars.json', 'docs.json', '.pages']) {
      const { places, problems } = await read({ ...files, [name]: text });
      expect([...places].sort()).toEqual(['a', 'b']);
      expect(problems).toEqual([]);
    }
  });
});

describe('a menu of the whole guide', () => {
  it('of Docusaurus, as JSON, gives order, names and groups', async () => {
    const { places, titles, notes } = await read({
      'sidebars.json': JSON.stringify({
        main: [
          'intro',
          {
            type: 'category',
            label: 'Guides',
            link: { type: 'doc', id: 'guides/index' },
            items: ['guides/z', 'guides/a'],
          },
          {
            Reference: [
              { type: 'doc', id: 'ref/the-api', label: 'The API' },
              { type: 'link', href: 'https://x.test' },
            ],
          },
        ],
      }),
      'docs/intro.md': page('Intro'),
      'docs/01-guides/index.md': page('All guides'),
      'docs/01-guides/a.md': page('A'),
      'docs/01-guides/z.md': page('Z'),
      'docs/ref/api.md': '---\nid: the-api\n---\nText.',
    });
    expect(places).toEqual([
      'docs/intro',
      'Guides › docs/01-guides',
      'Guides › docs/01-guides/z',
      'Guides › docs/01-guides/a',
      'Reference › docs/ref/api',
    ]);
    expect(titles?.at(-1)).toBe('The API');
    expect(notes).toEqual(['reads as: Docusaurus, nav from sidebars.json']);
  });

  it('of Mintlify', async () => {
    const { places, notes } = await read({
      'docs.json': JSON.stringify({
        name: 'X',
        navigation: {
          tabs: [
            { tab: 'Docs', groups: [{ group: 'Start', pages: ['quickstart', 'index'] }] },
            { tab: 'API', groups: [{ group: 'Use', pages: ['api/get', { group: 'More', pages: ['api/put'] }] }] },
          ],
        },
      }),
      'index.mdx': page('Index'),
      'quickstart.mdx': page('Quick'),
      'api/get.mdx': page('Get'),
      'api/put.mdx': page('Put'),
    });
    expect(places).toEqual([
      'Docs › Start › quickstart',
      'Docs › Start › index',
      'API › Use › api/get',
      'API › Use › api/put',
    ]);
    expect(notes).toEqual(['reads as: MDX, nav from docs.json']);
  });

  it('with headings and bullets gives groups: SUMMARY.md', async () => {
    const { places } = await read({
      'SUMMARY.md': [
        '# Summary',
        '',
        '[Hello](README.md)',
        '',
        '## Run',
        '* [Deploy](deploy.md)',
        '  * [By hand](hand.md)',
        '  * [By itself](auto.md)',
        '* [Watch](watch.md)',
        '* [Wake](wake.md)',
        '# Look up',
        '- [Draft]()',
        '- [Words](words.md)',
      ].join('\n'),
      ...Object.fromEntries(
        ['README', 'deploy', 'hand', 'auto', 'watch', 'wake', 'words', 'zzz'].map((name) => [`${name}.md`, 'Text.']),
      ),
    });
    expect(places).toEqual([
      'index',
      'Run › Deploy › deploy',
      'Run › Deploy › hand',
      'Run › Deploy › auto',
      'Run › watch',
      'Run › wake',
      'Look up › words',
      'zzz',
    ]);
  });

  it('of a wiki: _sidebar.md', async () => {
    const { places } = await read({
      '_sidebar.md': '**Run**\n- [[Deploy]]\n- [Back](roll-back)\n\n### Ask\n* [[Who is who]]\n',
      'Deploy.md': 'Text.',
      'roll-back.md': 'Text.',
      'Who-is-who.md': 'Text.',
    });
    expect(places).toEqual(['Run › Deploy', 'Run › roll-back', 'Ask › Who-is-who']);
  });

  it('has no group for one page that has the same name', async () => {
    const menu = 'nav:\n  - ADRs:\n      - adr/index.md\n  - Run:\n      - a.md\n  - Look:\n      - b.md';
    const { places } = await read(
      { 'mkdocs.yml': menu, 'docs/adr/index.md': '# ADRs', 'docs/a.md': '# A', 'docs/b.md': '# B' },
      'docs',
    );
    expect(places).toEqual(['adr', 'Run › a', 'Look › b']);
  });

  it('comes before the order of the pages, and puts what it leaves out last, in the group of its folder', async () => {
    const { places } = await read({
      'mkdocs.yml':
        'nav:\n  - Home: docs/index.md\n  - Run:\n      - docs/ops/b.md\n      - docs/ops/a.md\ndocs_dir: .',
      'docs/index.md': page('Home', 'weight: 50'),
      'docs/ops/a.md': page('A', 'weight: 1'),
      'docs/ops/b.md': page('B', 'weight: 2'),
      'docs/ops/c.md': page('C', 'weight: 0'),
      'docs/x/d.md': page('D', 'weight: 1'),
    });
    expect(places).toEqual(['docs', 'Run › docs/ops/b', 'Run › docs/ops/a', 'Run › docs/ops/c', 'docs/x/d']);
  });
});

describe('a menu above the folder', () => {
  const pages = { 'docs/a.md': 'Text.', 'docs/b.md': 'Text.', 'docs/sub/c.md': 'Text.' };

  it('is read if mkdocs.yml says that its pages are in the folder', async () => {
    const files = { ...pages, 'mkdocs.yml': 'nav:\n  - Bees: b.md\n  - Use:\n      - Seas: sub/c.md\n      - a.md' };
    const { places, titles, notes, revision } = await read(files, 'docs');
    expect(places).toEqual(['b', 'Use › sub/c', 'Use › a']);
    expect(titles).toEqual(['Bees', 'Seas', 'A']);
    expect(notes).toEqual(['reads as: MkDocs, nav from ../mkdocs.yml']);
    const changed = await read({ ...files, 'mkdocs.yml': 'nav: [a.md]' }, 'docs');
    expect(changed.places[0]).toBe('a');
    expect(changed.revision).not.toBe(revision);
  });

  it('is not read if it is for another folder, is a link or too large, or names no page of the folder', async () => {
    const nav = 'nav: [b.md, a.md]';
    for (const text of [`docs_dir: other\n${nav}`, `${nav}\n# ${'x'.repeat(200_000)}`]) {
      const { places, notes } = await read({ ...pages, 'mkdocs.yml': text }, 'docs');
      expect({ places, notes }).toEqual({ places: ['a', 'b', 'sub/c'], notes: [] });
    }
    const unrelated = { ...pages, 'SUMMARY.md': '- [x](x.md)\n- [b](b.md)', 'sidebars.json': '{"a": ["other/b"]}' };
    expect(await read(unrelated, 'docs')).toMatchObject({ places: ['a', 'b', 'sub/c'], notes: [] });
    await inTemporaryFolder({ ...pages, 'elsewhere/menu': nav }, async (root) => {
      await symlink(join(root, 'elsewhere/menu'), join(root, 'mkdocs.yml'));
      const { guide, notes } = await readGuide({ folder: join(root, 'docs') });
      expect(placesIn(guide ?? { pages: [] })).toEqual(['a', 'b', 'sub/c']);
      expect(notes).toEqual([]);
    });
  });

  it('may be SUMMARY.md or sidebars.json', async () => {
    const summary = await read({ ...pages, 'SUMMARY.md': '- [Bees](docs/b.md)\n- [A](docs/a.md)' }, 'docs');
    expect(summary).toMatchObject({ places: ['b', 'a', 'sub/c'], notes: ['reads as: mdBook, nav from ../SUMMARY.md'] });
    const json = await read({ ...pages, 'sidebars.json': '{"docs": ["sub/c", "b"]}' }, 'docs');
    expect(json).toMatchObject({
      places: ['sub/c', 'b', 'a'],
      notes: ['reads as: Docusaurus, nav from ../sidebars.json'],
    });
  });

  it('is that of the folder itself where a link leads to it', () =>
    inTemporaryFolder({ ...pages, 'mkdocs.yml': 'nav: [b.md, a.md]' }, async (root) => {
      await mkdir(join(root, 'repo'));
      await rename(join(root, 'docs'), join(root, 'repo/docs'));
      await rename(join(root, 'mkdocs.yml'), join(root, 'repo/mkdocs.yml'));
      await writeFile(join(root, 'mkdocs.yml'), 'nav: [a.md]\ndocs_dir: guide');
      await symlink(join(root, 'repo/docs'), join(root, 'guide'));
      const { guide } = await readGuide({ folder: join(root, 'guide') });
      expect(placesIn(guide ?? { pages: [] })).toEqual(['b', 'a', 'sub/c']);
    }));
});
