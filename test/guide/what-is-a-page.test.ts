import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createIgnore } from '../../src/guide/ignore.js';
import { loadGuide, readGuide } from '../../src/guide/load.js';
import { readText, readTexts, withSeverity } from './read-texts.js';
import { inTemporaryFolder } from './temporary-folder.js';

function slugsIn(files: Record<string, string>): Promise<string[]> {
  return inTemporaryFolder(files, async (folder) => {
    const { guide, problems } = await loadGuide({ folder });
    expect(problems).toEqual([]);
    return guide.pages.map(({ slug }) => slug);
  });
}

describe('the files of a folder', () => {
  it('are pages with any ending of Markdown, and other formats are named', () =>
    inTemporaryFolder(
      {
        'a.markdown': '# A\n\n[b](b.mdx) [c](/c) [d](d.html)',
        'b.mdx': '# B',
        'c.mdown': '# C',
        'd.mkd': '# D',
        'e.rst': 'E\n=',
        'f/g.adoc': '= G',
        'h.ipynb': '{}',
        'i.txt': 'no',
      },
      async (folder) => {
        const { guide, problems, notes } = await loadGuide({ folder });
        expect(guide.pages.map(({ slug, title }) => [slug, title])).toEqual([
          ['a', 'A'],
          ['b', 'B'],
          ['c', 'C'],
          ['d', 'D'],
        ]);
        expect(guide.pages[0]?.nextSteps.map(({ text }) => text)).toEqual(['B', 'C', 'D']);
        expect(problems).toEqual([]);
        expect(notes).toEqual(['reads as: MDX', 'not read: e.rst, f/g.adoc, h.ipynb (only Markdown is)']);
      },
    ));

  it('says what it has if there is no Markdown', () =>
    inTemporaryFolder({ 'a.rst': 'A\n=' }, async (folder) => {
      const { problems } = await readGuide({ folder });
      expect(problems.map(({ text }) => text)).toEqual([
        'has no Markdown files (*.md). It has a.rst, which cannot be read. Add a page, or set GUIDE_DIR to another folder.',
      ]);
    }));

  it('are no pages if they are parts, menus or drafts', async () => {
    const files = {
      'a.md': '# A',
      'b/_index.md': '# B',
      '_common.md': '# Common',
      '_partials/x.md': '# Part',
      '_Sidebar.md': '[A](a)',
      '_Footer.md': 'Foot',
      'SUMMARY.md': '- [A](a.md)',
      'summary.md': '# Summary',
      '404.md': '# Gone',
      'draft.md': '---\ntitle: Draft\ndraft: true\n---\nText.',
      'later.md': '---\npublished: false\norder: soon\n---\nText.',
    };
    expect(await slugsIn(files)).toEqual(['a', 'b', 'summary']);
    expect(await slugsIn({ '_config.yml': '', '_guides/a.md': '# A', '_includes/b.md': '# B' })).toEqual(['_guides/a']);
  });

  it('are no errors if only a part cannot be read', () =>
    inTemporaryFolder({ 'a.md': '# A', '_big.md': 'x'.repeat(3_000_000) }, async (folder) => {
      const { guide, problems } = await readGuide({ folder });
      expect(guide?.leftOut).toEqual([]);
      expect(problems.map(withSeverity)).toEqual([expect.stringMatching(/^warning _big\.md: has 2930 KiB/)]);
    }));

  it('say so if all pages are drafts', () =>
    inTemporaryFolder({ 'a.md': '---\ndraft: true\n---\n' }, async (folder) => {
      const { guide, problems } = await readGuide({ folder });
      expect(guide).toBeUndefined();
      expect(problems.map(withSeverity)).toEqual([
        expect.stringMatching(/has no page to show: each is a draft\. Publish/),
      ]);
    }));

  it('can be ignored by patterns in guidepost.yml and .guidepostignore', async () => {
    const files = {
      'guidepost.yml': 'ignore: [drafts/, "*.old.md"]',
      '.guidepostignore': '# Not ours\n\nvendor\n/a/**/secret-?.md\n',
      'x.md': '# X',
      'x.old.md': new Uint8Array([0xff]) as unknown as string,
      'drafts/y.md': '# Y',
      'a/vendor/z.md': '# Z',
      'a/b/c/secret-1.md': '# One',
      'a/secret-22.md': '# Two',
    };
    expect(await slugsIn(files)).toEqual(['a/secret-22', 'x']);
  });

  it('refuses settings that are a link to a file outside', () =>
    inTemporaryFolder({ secret: 'x' }, (outside) =>
      inTemporaryFolder({ 'a.md': '# A' }, async (folder) => {
        await symlink(join(outside, 'secret'), join(folder, '.guidepostignore'));
        const { guide, problems } = await readGuide({ folder });
        expect(guide?.pages).toHaveLength(1);
        expect(problems.map(withSeverity)).toEqual([
          expect.stringMatching(/^error \.guidepostignore: is a symbolic link to .*, outside/),
        ]);
      }),
    ));
});

describe('a pattern of files to ignore', () => {
  it.each([
    ['a', 'x/a/b.md', true],
    ['a', 'xa/b.md', false],
    ['*.md', 'x/y.md', true],
    ['x/*.md', 'x/y.md', true],
    ['x/*.md', 'z/x/y.md', false],
    ['x/*', 'x/y/z.md', true],
    ['**/y.md', 'y.md', true],
    ['**/y/**', 'x/y/z.md', true],
    ['/y.md', 'x/y.md', false],
    ['/', 'x.md', false],
    ['?.md', 'ü.md', true],
    ['', 'x.md', false],
  ])('%s and %s', (pattern, path, expected) => {
    expect(createIgnore([pattern])(path)).toBe(expected);
  });

  it('takes a time that grows with its length only', () => {
    const isIgnored = createIgnore([`${'*a'.repeat(100)}b`, `${'**/a/'.repeat(50)}b`]);
    expect(isIgnored(`${'a'.repeat(2_000)}`)).toBe(false);
    expect(isIgnored('a/'.repeat(500))).toBe(false);
  });
});

describe('the order of pages', () => {
  it.each(['order', 'sort-order', 'sortorder', 'nav_order', 'weight', 'position', 'sidebar_position'])(
    'follows %s',
    (key) => {
      const pages = { 'a.md': `---\n${key}: 20\n---\n# A`, 'b.md': `---\n${key}: 3.5\n---\n# B`, 'c.md': '# C' };
      const { guide, problems } = readTexts(pages);
      expect(guide.pages.map(({ slug }) => slug)).toEqual(['b', 'a', 'c']);
      expect(problems).toEqual([]);
    },
  );

  it('ignores what other tools mean by these keys', () => {
    const { page, problems } = readText('---\nposition: left\nweight: 0\n---\n# A');
    expect(page.order).toBe(Number.MAX_SAFE_INTEGER);
    expect(problems).toEqual([]);
  });
});

describe('redirects of a site generator', () => {
  it('are addresses of the page, not names', () => {
    const { page, problems } = readTexts({
      'new.md':
        '---\naliases: [/old/path/, CI/CD, old.html]\npermalink: /now\nredirect_from:\n  - /older\n---\n# New\n\n## X',
      'b.md': '# B\n\n[a](/old/path) [b](old.html) [c](/older/) [d](/now#x)',
    });
    expect(page('new').aliases).toEqual(['CI/CD']);
    expect(page('b').nextSteps).toEqual([{ text: 'New', to: { kind: 'page', slug: 'new' } }]);
    expect(problems).toEqual([]);
  });
});
