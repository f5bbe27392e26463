import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadGuide, readGuide } from '../../src/guide/load.js';
import { GuideError } from '../../src/guide/problem.js';
import { withSeverity } from './read-texts.js';
import { inTemporaryFolder } from './temporary-folder.js';

async function problemsIn(
  files: Record<string, string | Uint8Array>,
  prepare?: (folder: string) => Promise<void>,
): Promise<string[]> {
  return inTemporaryFolder(files, async (folder) => {
    await prepare?.(folder);
    const { problems } = await readGuide({ folder });
    return problems.map((problem) => withSeverity(problem).replace(folder, 'FOLDER'));
  });
}

describe('a folder', () => {
  it('is read with its subfolders, without dot-folders, node_modules and other files', async () => {
    const files = {
      'a.md': '# A\n\n[b](b/c.md)',
      'b/c.MD': '# C',
      '.git/x.md': '# X',
      'node_modules/y/y.md': '# Y',
      'notes.txt': 'no',
    };
    await inTemporaryFolder(files, async (folder) => {
      const { guide, problems } = await loadGuide({ folder });
      expect(guide.pages.map(({ slug }) => slug)).toEqual(['a', 'b/c']);
      expect(guide.bySlug.get('a')?.nextSteps).toEqual([{ text: 'C', to: { kind: 'page', slug: 'b/c' } }]);
      expect(problems).toEqual([]);
    });
  });

  it('is an error with a remedy if it has no Markdown, does not exist or is a file', async () => {
    expect(await problemsIn({})).toEqual([expect.stringMatching(/^error FOLDER: has no Markdown files .* Add a page/)]);
    await inTemporaryFolder({ 'a.md': '' }, async (folder) => {
      const problemOf = async (path: string) => (await readGuide({ folder: path })).problems.map(({ text }) => text);
      expect(await problemOf(join(folder, 'gone'))).toEqual([expect.stringMatching(/^does not exist\. Create it/)]);
      expect(await problemOf(join(folder, 'a.md'))).toEqual([
        expect.stringMatching(/^is not a folder\. Set GUIDE_DIR/),
      ]);
    });
  });

  it('accepts UTF-8 files of up to 2 MiB, and nothing else', async () => {
    expect(
      await problemsIn({
        'fits.md': `# A\n\n${'x'.repeat(2 * 1024 ** 2 - 5)}`,
        'large.md': 'x'.repeat(2 * 1024 ** 2 + 1),
        'latin.md': Buffer.from('# Title\n\ncaf\xe9 au lait', 'latin1'),
        'wide.md': Buffer.from('\ufeff# Title', 'utf16le'),
        'replacement.md': '# A real \ufffd is fine',
      }),
    ).toEqual([
      expect.stringMatching(/^warning fits\.md:3: is a paragraph of 2097147 characters, too dense .* Split it/),
      'error large.md: has 2049 KiB, and a page may have 2048 KiB. Split it into pages.',
      'error latin.md:3: is not UTF-8 at byte 12 (it may be Latin-1 or a binary file). Save it as UTF-8.',
      'error wide.md:1: is not UTF-8 at byte 0 (it looks like UTF-16). Save it as UTF-8.',
    ]);
  });

  it('follows symbolic links inside it, including loops, but not links that lead outside', async () => {
    await inTemporaryFolder({ 'secret.md': '# Secret' }, async (outside) => {
      const files = { 'a/one.md': '# One' };
      const problems = await problemsIn(files, async (folder) => {
        await symlink(join(outside, 'secret.md'), join(folder, 'leak.md'));
        await symlink(outside, join(folder, 'elsewhere'));
        await symlink(join(folder, 'nothing'), join(folder, 'dangling.md'));
        await symlink('loop.md', join(folder, 'loop.md'));
      });
      expect(problems).toEqual([
        expect.stringMatching(/^error dangling\.md: cannot be read \(it does not exist\)/),
        expect.stringMatching(/^error elsewhere: is a symbolic link to .*, outside the guide's folder\. Put a copy/),
        expect.stringMatching(/^error leak\.md: is a symbolic link to .*secret\.md, outside/),
        expect.stringMatching(/^error loop\.md: cannot be read \(a symbolic link that leads to itself\)/),
      ]);
      await inTemporaryFolder(files, async (folder) => {
        await symlink(folder, join(folder, 'a', 'circle'));
        await symlink(join('a', 'one.md'), join(folder, 'two.md'));
        await mkdir(join(folder, '..data'));
        const { guide } = await loadGuide({ folder });
        expect(guide.pages.map(({ slug }) => slug)).toEqual(['a/one', 'two']);
      });
    });
  });

  // Root may read everything, so this cannot fail there.
  (process.getuid?.() === 0 ? it.skip : it)('names a file that may not be read', async () => {
    const problems = await problemsIn({ 'a.md': '# A', 'b.md': '# B' }, (folder) => chmod(join(folder, 'b.md'), 0));
    expect(problems).toEqual([expect.stringMatching(/^error b\.md: cannot be read \(permission denied\)/)]);
  });

  it('without a readable page reports everything at once, by file and line, with paths that can be opened', async () => {
    const files = {
      'b.md': '---\ntitle: [x]\norder: soon\n---\n',
      'guidepost.yml': 'synonyms: [x]',
      'c.md': '---js\n1\n---\n',
    };
    await inTemporaryFolder(files, async (folder) => {
      const error = await loadGuide({ folder }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(GuideError);
      const lines = String((error as GuideError).message).split('\n');
      expect(lines.map((line) => line.split(': ')[0])).toEqual([
        join(folder, 'b.md:2'),
        join(folder, 'b.md:3'),
        join(folder, 'c.md:1'),
        join(folder, 'guidepost.yml:1'),
      ]);
      expect(lines.every((line) => line.split(': ')[1] === 'error')).toBe(true);
      expect(lines.map((line) => line.split(': ')[2])).toEqual(['title', 'order', expect.any(String), 'synonyms']);
    });
  });
});

describe('a page in which git left a conflict', () => {
  const conflict = '<<<<<<< HEAD\nCall Ada.\n=======\nCall Ben.\n>>>>>>> night-shift\n';

  it('is left out, with the line where it begins', async () => {
    const text = `---\ntitle: Door codes\n---\nAsk at the desk.\r\n\r\n${conflict.replaceAll('\n', '\r\n')}`;
    expect(await problemsIn({ 'a.md': text, 'b.md': '# B\n\nText.' })).toEqual([
      'error a.md:6: a merge with conflicts is not finished here. Keep what is right, and remove the lines with the marks.',
    ]);
  });

  it('is left out with the side of their common ancestor, too', async () => {
    const text = conflict.replace('=======', '||||||| 1f2e3d4\nCall Eve.\n=======');
    expect(await problemsIn({ 'a.md': text })).toEqual([expect.stringMatching(/^error a\.md:1: a merge /)]);
  });

  it('is served if it only shows one as code, or has some of the marks', async () => {
    const text = `# Merging\n\n\`\`\`\n${conflict}\`\`\`\n\n<<<<<<< left\n\nBig title\n=======\n`;
    expect(await problemsIn({ 'a.md': text })).toEqual([]);
  });
});

describe('a page with an error', () => {
  const files = {
    'bad.md': '---\ntitle: Payments\norder: soon\n---\nText.',
    'good.md': '# Good\n\nSee [the bad one](bad.md), [also](gone.md).',
    'worse.md': '---\ntitle: [\n---\nText.',
    'guidepost.yml': 'synonyms: {horse: worker}\nkeywords: {bad: [money], good: [fine]}\n',
  };

  it('is left out with its links, and the others are served', () =>
    inTemporaryFolder(files, async (folder) => {
      const { guide, problems } = await loadGuide({ folder });
      expect(guide.pages.map(({ slug }) => slug)).toEqual(['good']);
      expect(guide.pages[0]).toMatchObject({ keywords: [{ text: 'fine' }], nextSteps: [] });
      expect(guide.pages[0]?.sections[0]?.text).toBe('See the bad one, also.');
      expect(JSON.stringify(guide.pages[0]?.sections)).not.toContain('link');
      expect(guide.leftOut).toEqual(['bad.md', 'worse.md']);
      expect(problems.map(withSeverity)).toEqual([
        'error bad.md:3: order: "soon" is not a number. Example: "order: 35".',
        expect.stringMatching(/^warning good\.md:3: "gone\.md" is not a page/),
        expect.stringMatching(/^error worse\.md:\d: the front matter cannot be read/),
      ]);
    }));

  it('does not take links from a page that has the same address', () =>
    inTemporaryFolder(
      { 'a/index.md': '---\norder: x\n---\n# A', 'a/README.md': '# A', 'b.md': '# B\n\n[a](a/)' },
      async (folder) => {
        const { guide } = await loadGuide({ folder });
        expect(guide.bySlug.get('b')?.nextSteps[0]).toMatchObject({ to: { slug: 'a' } });
      },
    ));
});

describe('a page beyond the limits', () => {
  it('is an error that names its line, and the other pages are read', async () => {
    const problems = await problemsIn({
      'slow.md': `# Slow\n\n${'*a'.repeat(300_000)}`,
      'deep.md': `${'>'.repeat(10_000)}a`,
      'a.md': '# A\n\n[x](gone.md) [y](slow.md)',
      'z.md': '# Z\n\n[x](gone.md)',
    });
    expect(problems).toEqual([
      expect.stringMatching(/^warning a\.md:3: "gone\.md" is not a page/),
      expect.stringMatching(/^error deep\.md:1: nests lists or quotes too deep\. .* Use fewer levels\.$/),
      expect.stringMatching(
        /^error slow\.md:3: the page has more than 200000 formatting characters .* Split it into pages\.$/,
      ),
      expect.stringMatching(/^warning z\.md:3: "gone\.md" is not a page/),
    ]);
  });
});
