import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findWords, snippetOf, wordsIn } from '../../src/answer/excerpt.js';
import { leadingSentences } from '../../src/guide/text.js';
import { runs } from '../every-case.js';
import { readText } from '../guide/read-texts.js';

function contentOf(markdown: string) {
  return readText(`# T\n\n${markdown}\n`).page.sections[0]?.content ?? [];
}

describe('a snippet of a passage', () => {
  const filler = 'This sentence has nothing to do with it. ';

  it('begins with the sentence where the words stand together', () => {
    const content = contentOf(
      `${filler.repeat(4)}A dump alone. ${filler.repeat(4)}Restore the dump here. ${filler.repeat(6)}`,
    );
    const snippet = snippetOf(content, new Set(['dump', 'restore']), 100);
    expect(snippet).toMatch(/^… Restore the dump here\. This sentence/);
    expect(snippet.length).toBeLessThanOrEqual(100);
  });

  it('keeps items and rows apart, and begins with the one that has the words', () => {
    const list = contentOf('Bring:\n\n- a lamp\n- boots, dry ones.\n- rope\n\nThen\ngo.');
    expect(snippetOf(list, new Set(), 200)).toBe('Bring: a lamp · boots, dry ones. rope · Then go.');
    const rows = ['| Hut | Beds |', '| --- | --- |', '| Upper hut by the lake | 12 |', '| Lower hut | 40 |'];
    const table = contentOf(rows.join('\n'));
    expect(snippetOf(table, new Set(['lower']), 40)).toBe('… Lower hut | 40');
  });

  it('leaves code out, unless only that has the words', () => {
    const content = contentOf('Run it:\n\n```\npg_restore app.dump\n```');
    expect(snippetOf(content, new Set(['run']), 100)).toBe('Run it:');
    expect(snippetOf(content, new Set(['pg_restore']), 100)).toBe('Run it: pg_restore app.dump');
  });

  it('ends with one “…” where it ends at code that is left out', () => {
    const content = contentOf(`Look for the large one:\n\n\`\`\`\ndu\n\`\`\`\n\n${filler.repeat(3)}`);
    expect(snippetOf(content, new Set(['large']), 30)).toBe('Look for the large one…');
  });

  it('says where code is left out between two texts', () => {
    const content = contentOf(
      'In `size.conf`:\n\n```\nmax=1G\n```\n\nThe default is\n\n    none\n\nof these.\n\n```\nls\n```',
    );
    expect(snippetOf(content, new Set(['default']), 100)).toBe('In size.conf: … The default is … of these.');
  });
});

describe('the first sentences of a summary', () => {
  it.each([
    ['One. Two. Three is too long.', 12, 'One. Two.'],
    ['The first is too long for it. Two.', 12, 'The first is too long for it.'],
    ['Keep a copy, e.g. a dump. Two.', 26, 'Keep a copy, e.g. a dump.'],
    ['Use version 3.14 of it. Two.', 24, 'Use version 3.14 of it.'],
    ['No end', 3, 'No end'],
  ])('of %j, at most %i characters, are %j', (text, max, expected) => {
    expect(leadingSentences(text, max)).toBe(expected);
  });
});

const text = fc
  .array(fc.constantFrom('a', 'B', 'ab', 'é', '𝒜', '1', '_', '.', "'", '’', '-', '+', '#', ' ', '\n', '(', 'İ'), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''));

describe('the words of a text', () => {
  it('include names as written, without punctuation around them', () => {
    expect(wordsIn('Use Fly.io, (static-content) or don’t.')).toEqual([
      'Use',
      'Fly.io',
      'static-content',
      'or',
      'don’t',
    ]);
  });

  it('are found as whole words, in any case', () => {
    const value = 'Deploy, deploy-bot: redeploy (DEPLOY).';
    expect(findWords(value, ['deploy']).map(({ start, end }) => value.slice(start, end))).toEqual(['Deploy', 'DEPLOY']);
  });

  it('are found wherever they are whole words', () => {
    fc.assert(
      fc.property(
        text.filter((value) => !value.includes('İ')),
        fc.nat(),
        (value, pick) => {
          const words = wordsIn(value);
          const word = words[pick % Math.max(1, words.length)]?.toLowerCase() ?? 'ab';
          const found = findWords(value, [word]).map(({ start, end }) => value.slice(start, end));
          expect(found).toEqual(words.filter((each) => each.toLowerCase() === word));
        },
      ),
      runs(2_000),
    );
  });

  it('are found in a time that grows with the length of the text only', () => {
    const value = '(a) '.repeat(10_000);
    const before = process.cpuUsage();
    expect(findWords(value, ['a'])).toHaveLength(10_000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });

  it('keep their length', () => {
    fc.assert(
      fc.property(text, (value) => {
        for (const word of wordsIn(value).map((each) => each.toLowerCase())) {
          for (const { start, end } of findWords(value, [word])) {
            expect(value.slice(start, end).toLowerCase()).toBe(word);
          }
        }
      }),
    );
  });
});
