import { checkOptions } from '@guidepost/slack-simulator';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Suggestion } from '../../../src/answer/answer.js';
import { decodeValue } from '../../../src/slack/block-kit/action-value.js';
import { searchOptions } from '../../../src/slack/views/search.js';
import { guideOf } from '../../search/guide-of.js';

const line = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
const suggestion: fc.Arbitrary<Suggestion> = fc
  .record({
    title: line,
    text: line,
    slug: fc.stringMatching(/^[a-z0-9/-]{1,120}$/),
    heading: line,
    kind: fc.constantFrom('title' as const, 'alias' as const, 'heading' as const),
  })
  .map(({ title, text, slug, heading, kind }) => {
    const [page] = guideOf({ title, intro: 'x', under: { [heading]: 'y\nz' } }).pages;
    if (page === undefined) throw new Error('the guide has a page');
    const section = kind === 'heading' ? page.sections.at(-1) : undefined;
    return { text, kind, page: { ...page, slug, summary: text }, ...(section && { section }) };
  });

describe('the suggestions in the search dialog', () => {
  it('are valid options, whatever the guide contains and whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.array(suggestion, { maxLength: 5 }),
        (typed, found) => {
          const options = searchOptions(typed, found);
          expect(checkOptions({ options })).toEqual([]);
          expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
          for (const { value } of options) expect(decodeValue(value)).toBeDefined();
        },
      ),
    );
  });

  it('end with the typed text as a question, unchanged if there is room', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (typed) => {
        const plain = typed.replace(/\s+/g, ' ').trim();
        const last = searchOptions(typed, []).at(-1);
        if (plain === '') expect(last).toBeUndefined();
        else if (JSON.stringify(plain).replaceAll('<', '123456').length <= 115)
          expect(decodeValue(last?.value)).toEqual({ v: 1, do: 'question:ask', question: plain });
        expect(last?.value ?? '').not.toContain('<');
      }),
    );
  });

  it('contain only the beginning of a long question', () => {
    const typed = 'how do I serve static files '.repeat(20);
    const [option] = searchOptions(typed, []);
    const asked = decodeValue(option?.value);
    expect(option?.text.text).toMatch(/^Search for “how do I serve static files .*…”$/);
    expect(asked?.do === 'question:ask' && typed.startsWith(asked.question.replace('…', ''))).toBe(true);
  });

  it('list a page once if its slug leaves no room for its sections', () => {
    const { pages } = guideOf({ title: 'Long', intro: 'x', under: { One: 'y', Two: 'z' } });
    const [page] = pages;
    if (page === undefined) throw new Error('the guide has a page');
    const long = { ...page, slug: 'a'.repeat(120) };
    const found = page.sections
      .slice(1)
      .map((section) => ({ text: `${section.heading}`, kind: 'heading' as const, page: long, section }));
    expect(searchOptions('o', found).map(({ value }) => decodeValue(value))).toMatchObject([
      { do: 'search:choose', slug: long.slug },
      { do: 'question:ask', question: 'o' },
    ]);
  });
});
