import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTypeahead } from '../../src/search/typeahead.js';
import { guideOf } from './guide-of.js';
import { smallGuide } from './small-guide.js';

const typeahead = createTypeahead(smallGuide);
function suggest(typed: string, limit = 5): string[] {
  return typeahead
    .suggest(typed, limit)
    .map(({ page, section }) => [page.title, ...(section ? [section.heading] : [])].join(' › '));
}

describe('suggestions while somebody types', () => {
  it.each([
    ['de', 'Deployment'],
    ['DEP', 'Deployment'],
    ['her', 'Platform-as-a-Service'],
    ['fly.i', 'Platform-as-a-Service'],
    ['back', 'Databases › Backups'],
    ['gun', 'WSGI servers › Gunicorn'],
    ['content net', 'Static content › Content delivery networks'],
    ['web ser', 'Web servers'],
    ['other fr', 'Other web frameworks'],
    ['how do I dep', 'Deployment'],
    ['deplyo', 'Deployment'],
    ['plaform', 'Platform-as-a-Service'],
    ['wha', 'What now?'],
  ])('offers for %j first %j', (typed, expected) => {
    expect(suggest(typed)[0]).toBe(expected);
  });

  it('starts with the second letter', () => {
    expect([suggest(''), suggest('d'), suggest(' ? ')]).toEqual([[], [], []]);
  });

  it('puts a title before a heading that begins the same way', () => {
    const guide = guideOf(
      { title: 'Logs', intro: '', under: { 'Docker logs': 'x' } },
      { title: 'Docker', intro: '', under: {} },
    );
    expect(
      createTypeahead(guide)
        .suggest('docker', 5)
        .map(({ text }) => text),
    ).toEqual(['Docker', 'Docker logs']);
  });

  it('suggests a page once even if its title and an alias match, and no more than the limit', () => {
    expect(suggest('dep')).toEqual(['Deployment']);
    expect(suggest('we', 2)).toHaveLength(2);
  });

  it('leaves out entries with some of the words if others have all of them', () => {
    const guide = guideOf(
      { title: 'Rolling back a release', intro: '', under: { 'How it works': 'x' } },
      { title: 'Doing backups', intro: '', under: {} },
    );
    const titles = (typed: string) =>
      createTypeahead(guide)
        .suggest(typed, 5)
        .map(({ text }) => text);
    expect(titles('how do I roll back a rel')).toEqual(['Rolling back a release']);
    expect(titles('how')).toEqual(['How it works']);
  });

  it('suggests every page by the beginning of its title, whatever else is typed after it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...smallGuide.pages), fc.string(), ({ title }, rest) => {
        expect(suggest(title.slice(0, 3 + rest.length), 20)).toContain(title);
        expect(() => suggest(`${title} ${rest}`)).not.toThrow();
      }),
    );
  });
});
