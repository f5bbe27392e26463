import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readGuide } from '../../src/guide/load.js';
import { formatProblem, listProblems } from '../../src/guide/problem.js';
import { readFolder } from '../../src/guide/read-folder.js';
import { withSeverity } from './read-texts.js';
import { inTemporaryFolder } from './temporary-folder.js';

const good = { 'good.md': '# Good\n\nA page that is read.' };

/** The pages and problems of a folder that also has a good page. */
async function readWith(
  prepare: (folder: string) => Promise<void> | void,
  files: Record<string, string | Uint8Array> = {},
): Promise<{ slugs: string[]; problems: string[]; text: string }> {
  return await inTemporaryFolder({ ...good, ...files }, async (folder) => {
    await prepare(folder);
    const { guide, problems } = await readGuide({ folder });
    return {
      slugs: guide?.pages.map(({ slug }) => slug) ?? [],
      problems: problems.map((problem) => withSeverity(problem).replaceAll(folder, 'FOLDER')),
      text: JSON.stringify(guide?.pages),
    };
  });
}

describe('a folder that was made to do harm', () => {
  it('gives nothing of a file outside, by no way that a page or a link could name it', () =>
    inTemporaryFolder({ 'secret.md': 'secret words', 'a.md': 'secret words' }, async (outside) => {
      const { slugs, problems, text } = await readWith(
        async (folder) => {
          await symlink(outside, join(folder, 'folder'));
          await symlink(join(outside, 'secret.md'), join(folder, 'page.md'));
          await symlink(join('..', '..', outside, 'a.md'), join(folder, 'relative.md'));
          await symlink('/dev/zero', join(folder, 'zero.md'));
          await symlink(join(outside, 'secret.md'), join(folder, 'mkdocs.yml'));
        },
        {
          'include.md': `--8<-- "${outside}/secret.md"\n\n--8<-- "../../../..${outside}/secret.md"\n\n{* ${outside}/secret.md *}\n\n[x](file://${outside}/secret.md)`,
        },
      );
      expect(slugs).toEqual(['good', 'include']);
      expect(text).not.toContain('secret words');
      expect(problems).toEqual([
        expect.stringMatching(/^error folder: is a symbolic link to .*, outside/),
        expect.stringMatching(/^warning include\.md:7: "file:.*" is left out, because "file:" links are not allowed/),
        expect.stringMatching(/^error page\.md: is a symbolic link to .*, outside/),
        expect.stringMatching(/^error relative\.md: /),
        expect.stringMatching(/^error zero\.md: is a symbolic link to \/dev\/zero, outside/),
      ]);
    }));

  it('is read once, however many links lead in a circle', async () => {
    const { slugs, problems } = await readWith(async (folder) => {
      for (const name of ['a', 'b', 'c']) await mkdir(join(folder, name));
      await writeFile(join(folder, 'a', 'page.md'), '# Page');
      for (const from of ['a', 'b', 'c'])
        for (const to of ['a', 'b', 'c']) await symlink(join(folder, to), join(folder, from, `to-${to}`));
    });
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs).toContain('a/page');
    // Each folder once on any way.
    expect(slugs.every((slug) => slug.split('/').length <= 4)).toBe(true);
    expect(problems.filter((problem) => problem.startsWith('error'))).toEqual([]);
  });

  // Windows has none.
  (process.platform === 'win32' ? it.skip : it)('does not wait for a pipe', async () => {
    const { slugs, problems } = await readWith((folder) => void execFileSync('mkfifo', [join(folder, 'pipe.md')]));
    expect(slugs).toEqual(['good']);
    expect(problems).toEqual([expect.stringMatching(/^error pipe\.md: is not a regular file/)]);
  });

  it('may have a folder with the ending of a page', async () => {
    const { slugs } = await readWith((folder) => mkdir(join(folder, 'folder.md')).then(() => undefined));
    expect(slugs).toEqual(['good']);
  });

  it('may have names that look like options, commands and several lines', async () => {
    const { slugs, problems } = await readWith(() => {}, {
      '-rf.md': '# A',
      '$(id).md': '# B',
      'two\nlines.md': '# C\n\n[x](gone.md)',
      [`${'x'.repeat(200)}.md`]: '# D',
    });
    expect(slugs).toHaveLength(5);
    expect(problems).toHaveLength(2);
    const listed = listProblems('content', [
      { severity: 'error', rule: 'unreadable-file', file: 'two\nlines.md', text: 'is wrong\u0000, and\u2028so on' },
    ]);
    expect(listed).toBe('content/two\\nlines.md: error: is wrong\\u0000, and\\u2028so on');
    expect(formatProblem({ severity: 'warning', rule: 'broken-link', file: 'é 😀.md', line: 2, text: 'a' })).toBe(
      'é 😀.md:2: warning: a',
    );
  });

  it('may have bytes of any kind in its pages', async () => {
    const { slugs, problems, text } = await readWith(() => {}, {
      'bytes.md': new Uint8Array(10_000).fill(0xc3),
      'nul.md': '# Title\u0000\n\nText\u0000.',
      'wide.md': Buffer.from('\ufeff# Title', 'utf16le'),
    });
    expect(slugs).toEqual(['good', 'nul']);
    expect(text).not.toContain('\\u0000');
    expect(problems).toEqual([
      expect.stringMatching(/^error bytes\.md:1: is not UTF-8 at byte 0/),
      expect.stringMatching(/^error wide\.md:1: is not UTF-8 at byte 0 \(it looks like UTF-16\)/),
    ]);
  });
});

describe('a guide that is too large', () => {
  const files = { 'a.md': 'x'.repeat(400), 'b.md': 'x'.repeat(400), 'c.md': 'x'.repeat(400), 'd.md': 'x'.repeat(100) };

  it('is read up to its limit, in order of the paths, and names every file beyond it', () =>
    inTemporaryFolder(files, async (folder) => {
      const content = await readFolder(folder, { maxBytes: 1_000 });
      expect(content.files.map(({ file }) => file)).toEqual(['a.md', 'b.md', 'd.md']);
      expect(content.unreadable).toEqual(['c.md']);
      expect(content.problems).toEqual([
        {
          severity: 'error',
          file: 'c.md',
          rule: 'guide-too-large',
          text: expect.stringMatching(/^is left out, because the files before it have .* MiB already/),
        },
      ]);
      const { guide } = await readGuide({ folder, content });
      expect(guide?.leftOut).toEqual(['c.md']);
    }));

  it('has at most so many files', () =>
    inTemporaryFolder(files, async (folder) => {
      const { files: read, problems } = await readFolder(folder, { maxFiles: 3 });
      expect(read).toHaveLength(3);
      expect(problems).toEqual([expect.objectContaining({ file: folder, rule: 'too-many-pages' })]);
    }));
});

describe('progress', () => {
  it('is told after each page, drafts and pages with errors included', () =>
    inTemporaryFolder(
      { ...good, 'draft.md': '---\ndraft: true\n---\n', 'wrong.md': '---\norder: x\n---\n' },
      async (folder) => {
        const told: [number, number][] = [];
        await readGuide({ folder, onParsed: (read, total) => told.push([read, total]) });
        expect(told).toEqual([
          [1, 3],
          [2, 3],
          [3, 3],
        ]);
      },
    ));
});
