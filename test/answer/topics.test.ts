import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupName, listTopics, outermostGroups } from '../../src/answer/topics.js';
import type { Page } from '../../src/guide/page.js';

function pageIn(slug: string, ...group: string[]): Page {
  const nothing = {
    summary: '',
    order: 0,
    aliases: [],
    keywords: [],
    sections: [],
    nextSteps: [],
    checklists: [],
    sources: [],
  };
  return { ...nothing, slug, title: slug, file: `${slug}.md`, ...(group.length > 0 && { group }) };
}

function groupsOf(pages: readonly Page[]): string[] {
  return listTopics(pages).groups.map(
    (group) => `${groupName(group)}: ${group.pages.map(({ slug }) => slug).join(' ')}`,
  );
}

describe('the groups of a list of topics', () => {
  it('are the parts of the guide, each before the parts in it, with their pages in reading order', () => {
    const pages = [
      pageIn('home'),
      pageIn('s1', 'Ship', 'Slowly'),
      pageIn('a', 'Ship'),
      pageIn('w', 'Watch'),
      pageIn('s2', 'Ship', 'Slowly'),
      pageIn('faq'),
      pageIn('b', 'Ship'),
    ];
    expect(groupsOf(pages)).toEqual([': home', 'Ship: a b', 'Ship › Slowly: s1 s2', 'Watch: w', 'Other pages: faq']);
    expect(outermostGroups(listTopics(pages).groups).map(({ pages: { length } }) => length)).toEqual([1, 4, 1, 1]);
  });

  it('are one without a name if the guide has no parts', () => {
    expect(groupsOf([pageIn('a'), pageIn('b')])).toEqual([': a b']);
    expect(groupsOf([])).toEqual([]);
  });

  it('have each page once', () => {
    const path = fc.array(fc.constantFrom('A', 'B', 'Other pages', ''), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 40 }), (paths) => {
        const pages = paths.map((group, index) => pageIn(`p${index}`, ...group));
        const { groups } = listTopics(pages);
        for (const some of [groups, outermostGroups(groups)]) {
          const slugs = some.flatMap((group) => group.pages.map(({ slug }) => slug));
          expect([...slugs].sort()).toEqual(pages.map(({ slug }) => slug).sort());
        }
      }),
    );
  });
});
