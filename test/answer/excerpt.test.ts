import { describe, expect, it } from '@jest/globals';
import { snippetOf } from '../../src/answer/excerpt.js';
import { leadingSentences } from '../../src/guide/text.js';
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

  it('leaves code out, unless only that has the words', () => {
    const content = contentOf('Run it:\n\n```\npg_restore app.dump\n```');
    expect(snippetOf(content, new Set(['run']), 100)).toBe('Run it:');
    expect(snippetOf(content, new Set(['pg_restore']), 100)).toBe('Run it: pg_restore app.dump');
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
