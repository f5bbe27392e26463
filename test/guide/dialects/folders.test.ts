import { describe, expect, it } from '@jest/globals';
import { readGuide } from '../../../src/guide/load.js';
import { inTemporaryFolder } from '../temporary-folder.js';

// Not written out: the check of dependencies would take these texts for imports of the tests.
const IMPORT = ['im', 'port'].join('');

async function read(files: Record<string, string>) {
  return inTemporaryFolder(files, async (folder) => {
    const { guide, notes, problems } = await readGuide({ folder });
    const pages = (guide?.pages ?? []).map(({ slug, title }) => `${slug}: ${title}`);
    return { guide, pages, notes, problems: problems.map(({ file, text }) => `${file}: ${text}`) };
  });
}

describe('a folder for MkDocs', () => {
  const files = {
    'mkdocs.yml': [
      'site_name: X',
      'nav:',
      '  - Start: index.md',
      '  - Guides:',
      '      - Inner:',
      '          - Roll back: guides/roll.md',
      '      - guides/deploy.md',
      '  - Site: https://example.com',
      '  - ../secret.md',
      'markdown_extensions:',
      '  - x: !!python/name:material.extensions',
    ].join('\n'),
    'docs/index.md': 'Welcome.',
    'docs/guides/deploy.md': '# Deploy it\n\nText.',
    'docs/guides/roll.md': '## Before\n\nText.',
    'docs/other.md': '# Other',
  };

  it('has its titles and order from the menu', async () => {
    const { pages, notes, problems, guide } = await read(files);
    expect(notes).toEqual(['reads as: MkDocs, nav from mkdocs.yml']);
    expect(pages).toEqual([
      'docs: Start',
      'docs/guides/roll: Roll back',
      'docs/guides/deploy: Deploy it',
      'docs/other: Other',
    ]);
    expect(guide?.bySlug.get('docs/guides/roll')?.sections[1]).toMatchObject({ heading: 'Before', text: 'Text.' });
    expect(problems).toEqual([]);
  });

  it('has another revision when the menu changes, and is read though the menu cannot be', async () => {
    const { guide: before } = await read(files);
    for (const text of ['nav: []', 'nav: [', `nav: ${'['.repeat(50_000)}`, 'x'.repeat(200_000)]) {
      const { guide, problems } = await read({ ...files, 'mkdocs.yml': text });
      expect(guide?.pages).toHaveLength(4);
      expect(problems).toEqual([]);
      expect(guide?.revision).not.toBe(before?.revision);
    }
  });
});

describe('a folder with SUMMARY.md', () => {
  const summary = '# Summary\n\n* [Home](README.md)\n  * [The `B` page](sub/b.md#x)\n* [Site](https://example.com)\n';

  it('has its titles and order from it, for GitBook and mdBook', async () => {
    const files = { 'SUMMARY.md': summary, 'sub/b.md': 'Text.', 'README.md': '# Book', 'a.md': '# A' };
    const expected = ['index: Book', 'sub/b: The B page', 'a: A'];
    expect(await read(files)).toMatchObject({ pages: expected, notes: ['reads as: mdBook, nav from SUMMARY.md'] });
    const hint = '# Book\n\n{% hint style="info" %}\nText.\n{% endhint %}';
    const { pages, notes } = await read({ ...files, 'README.md': hint });
    expect({ pages, notes }).toEqual({ pages: expected, notes: ['reads as: GitBook, nav from SUMMARY.md'] });
  });
});

describe('a wiki', () => {
  const files = {
    '_Sidebar.md': '* [[Home]]\n* [Rolling](Rolling-Back)\n* [[The API|Deploying-the-API]]\n* [[Gone]]',
    '_Footer.md': 'Ask us.',
    'Home.md':
      'Start with [[Deploying the API]], [[the rollback|Rolling-Back#Data base]] or [[Rolling back|then this]]. Not [[ -f x ]].',
    'Deploying-the-API.md': '### Important!\n\nRead `[[Rolling Back]]`.\n',
    'Rolling-Back.md': '# Go back\n\n## Data base\n\nText.',
  };

  it('has its titles from the names of the files, its order from the sidebar, and links by name', async () => {
    const { pages, notes, problems, guide } = await read(files);
    expect(notes).toEqual(['reads as: a GitHub or GitLab wiki, nav from _Sidebar.md']);
    expect(pages).toEqual(['Home: Home', 'Rolling-Back: Go back', 'Deploying-the-API: Deploying the API']);
    const home = guide?.bySlug.get('Home');
    expect(home?.sections[0]?.text).toBe('Start with Deploying the API, the rollback or then this. Not [[ -f x ]].');
    expect(JSON.stringify(home?.sections)).toContain('"slug":"Rolling-Back","anchor":"data-base"');
    expect(guide?.bySlug.get('Deploying-the-API')?.sections[1]).toMatchObject({
      heading: 'Important!',
      text: 'Read [[Rolling Back]].',
    });
    expect(problems).toEqual([]);
  });
});

describe('what check says of a folder', () => {
  it.each([
    ['Hugo', '+++\ntitle = "A"\n+++\n{{< note >}}\nx\n{{< /note >}}'],
    ['Zola', 'See [b](@/b.md).'],
    ['VitePress', '::: tip\nx\n:::'],
    ['Docusaurus', ':::tip\nx\n:::'],
    ['Starlight', `${IMPORT} { Tabs } from '@astrojs/starlight/components';\n\nText.`],
    ['MkDocs', '!!! note\n    x'],
    ['GitBook', '{% hint style="info" %}\nx\n{% endhint %}'],
  ])('names the tool: %s', async (name, text) => {
    const { notes, problems } = await read({ 'a.md': text, 'b.md': '# B' });
    expect(notes).toEqual([`reads as: ${name}`]);
    expect(problems).toEqual([]);
  });

  it('is nothing for plain Markdown', async () => {
    expect((await read({ 'a.md': '# A\n\nText with a [link](b.md) and <b>HTML</b>.', 'b.md': '# B' })).notes).toEqual(
      [],
    );
  });

  it('names markup that is left out, with the number of its pages', async () => {
    const { notes } = await read({
      'a.md': '{{< youtube x >}}\n\n{{< youtube y >}}\n\n{{< map >}}\n\nText.',
      'b.md': '{{< youtube x >}}\n\n{{* ../x.py *}}',
      'c.md': '--8<-- "../../etc/passwd"\n\n--8<-- "a.py"\n',
    });
    expect(notes[1]).toBe(
      'markup left out: {{< youtube >}} (2 pages), {{< map >}} (1 page), --8<-- ../../etc/passwd (1 page), --8<-- a.py (1 page)',
    );
  });

  it('follows dialect: in guidepost.yml', async () => {
    const page = { 'a.md': '# A\n\n::: tip\nx\n:::' };
    const plain = await read({ ...page, 'guidepost.yml': 'dialect: plain' });
    expect(plain.notes).toEqual(['reads as: plain Markdown (dialect: in guidepost.yml)']);
    expect(plain.guide?.pages[0]?.sections[0]?.text).toBe('::: tip x :::');
    const wrong = await read({ ...page, 'guidepost.yml': 'dialect: sphinx' });
    expect(wrong.problems).toEqual([
      expect.stringMatching(
        /^guidepost\.yml: dialect: "sphinx" is not known\. Write one of plain, mkdocs, .*, or leave it out\.$/,
      ),
    ]);
  });
});

describe('fragments', () => {
  it('are included from inside the folder, with the line of the include for mistakes', async () => {
    const { guide, problems } = await read({
      'a.md': '# A\n\n--8<-- "_parts/one.md"\n\n--8<--\n_parts/two.md\n--8<--\n\nEnd.',
      '_parts/one.md': '---\ntitle: x\n---\nOne, see [gone](gone.md).',
      '_parts/two.md': 'Two\n\n--8<-- "_parts/two.md"',
    });
    expect(guide?.pages[0]?.sections[0]?.text).toBe('One, see gone.\nTwo\nTwo\nTwo\nEnd.');
    expect(problems).toEqual([expect.stringMatching(/^a\.md: "gone\.md" is not a page/)]);
  });

  it('cannot multiply a page without end', async () => {
    const include = '--8<-- "_big.md"\n';
    const { guide, problems } = await read({
      'a.md': include.repeat(9_000),
      'b.md': '# B',
      '_big.md': 'word '.repeat(20_000),
    });
    expect(guide?.pages.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(20);
  });
});
