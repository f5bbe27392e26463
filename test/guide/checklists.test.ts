import { describe, expect, it } from '@jest/globals';
import { plainText } from '../../src/guide/text.js';
import { readText } from './read-texts.js';

/** Each item as its title, and its detail if it has one. */
function itemsOf(text: string): (string | [string, string])[] | undefined {
  return readText(text).page.checklists[0]?.items.map(({ title, detail }) =>
    detail.length === 0 ? title : [title, plainText(detail)],
  );
}

describe('a checklist', () => {
  it.each([
    ['bulleted', '- Build\n- Ship'],
    ['ordered', '1. Build\n2. Ship'],
    ['a task list', '- [ ] Build\n- [x] Ship'],
    ['split by text', 'First:\n\n- Build\n\nThen:\n\n* Ship'],
  ])('is read from a list that is %s', (_, list) => {
    expect(itemsOf(`# T\n\n## Launch Checklist\n\n${list}\n\n## Other\n\n- No`)).toEqual(['Build', 'Ship']);
  });

  it.each(['✓', '✔️', '☑', '✅', '□', '[ ]', '<i class="fa fa-check-square-o"></i>'])(
    'is read from paragraphs that begin with %s',
    (mark) => {
      expect(itemsOf(`# T\n\n## Learning checklist\n${mark}\nBuild it\nall.\n\n${mark} Ship.\n\n### Next?`)).toEqual([
        'Build it all.',
        'Ship.',
      ]);
    },
  );

  it('is read from marked lines of one paragraph', () => {
    expect(itemsOf('# T\n\n## Checklist\n\n✓ Build\n✓ Ship')).toEqual(['Build', 'Ship']);
  });

  it('adds what follows a marked paragraph to its item', () => {
    expect(
      itemsOf('# T\n\n## Checklist\n\nTick these.\n\n✓ Build.\n\nOn a clean machine.\n\n- twice\n\n✓ Ship.'),
    ).toEqual([['Build.', 'On a clean machine.\ntwice'], 'Ship.']);
  });

  it('takes the first sentence, line or bold lead as the title and the rest as the detail', () => {
    expect(
      itemsOf(
        '# T\n\n## Checklist\n\n- Back up. Then try to [restore](https://example.org).\n- **DNS**: point it here\n- Line one  \n  line two\n- Ship\n\n  With care.\n- Check node.js 20.1 e.g. with `node -v`',
      ),
    ).toEqual([
      ['Back up.', 'Then try to restore.'],
      ['DNS', 'point it here'],
      ['Line one', 'line two'],
      ['Ship', 'With care.'],
      'Check node.js 20.1 e.g. with node -v',
    ]);
  });

  it('keeps links, emphasis and code of a title', () => {
    const { page } = readText('# T\n\n## Checklist\n\n- Read [the `docs`](https://example.org) *twice*');
    expect(page.checklists[0]?.items[0]?.titleContent).toEqual([
      { type: 'text', value: 'Read ' },
      {
        type: 'link',
        url: 'https://example.org',
        children: [
          { type: 'text', value: 'the ' },
          { type: 'inlineCode', value: 'docs' },
        ],
        data: { target: { kind: 'outside', url: 'https://example.org' } },
      },
      { type: 'text', value: ' ' },
      { type: 'emphasis', children: [{ type: 'text', value: 'twice' }] },
    ]);
  });

  it('may be the whole page, or be under the subheadings of its heading', () => {
    expect(itemsOf('# Launch checklist\n\n- Build\n- Ship')).toEqual(['Build', 'Ship']);
    expect(itemsOf('# T\n\n## Checklist\n\n### Before\n\n- Build\n\n### After\n\n- Ship\n\n## Not\n\n- this')).toEqual([
      'Build',
      'Ship',
    ]);
  });

  it('stays among the sections, so that it can be read', () => {
    const { page } = readText('# T\n\n## Checklist\n\n- Build');
    expect(page.sections.map(({ heading, text }) => [heading, text])).toEqual([
      [undefined, ''],
      ['Checklist', 'Build'],
    ]);
  });

  it('may be one of several on a page; warns about an empty one and about long items of each', () => {
    const { page, problems } = readText('# T\n\n## Checklist\n\n- a\n\n## Second checklist\n\n- b');
    expect(page.checklists.map(({ items }) => items.map(({ title }) => title))).toEqual([['a'], ['b']]);
    expect(problems).toEqual([]);
    expect(readText('# T\n\n## Checklist\n\nSoon.').problems).toEqual([
      'warning page.md:3: "Checklist" has no items. Write them as a list under this heading.',
    ]);
    const long = `- a\n- ${'long '.repeat(20)}`;
    expect(readText(`title: T\n\n## Checklist\n\n${long}\n\n## Second checklist\n\n${long}`).problems).toEqual([
      expect.stringMatching(
        /^warning page\.md:6: "Checklist", item 2: has 99 characters, and 75 can be read at a glance\. Move .* paragraph below it\.$/,
      ),
      expect.stringMatching(/^warning page\.md:11: "Second checklist", item 2: has 99 characters/),
    ]);
  });

  it('contains the items directly under its heading, then those under its subheadings', () => {
    const lists = '- Own\n\n### Before\n\n- Build\n\n#### On the day\n\n- Warn\n\n### After\n\n- Watch';
    expect(itemsOf(`# T\n\n## Go-live Checklist\n\n${lists}\n\n## See also\n\n- No`)).toEqual([
      'Own',
      'Build',
      'Warn',
      'Watch',
    ]);
    const { page, problems } = readText(
      '# T\n\n## Checklist\n\n- a\n\n### B checklist\n\n- b\n\n#### More\n\n- b2\n\n### After\n\n- c\n- d',
    );
    expect(page.checklists.map(({ items }) => items.map(({ title }) => title))).toEqual([
      ['a', 'c', 'd'],
      ['b', 'b2'],
    ]);
    expect(problems).toEqual([]);
  });

  it.each(['Why a checklist helps', 'How to use this checklist', 'Checklists in practice', 'Do you need a checklist?'])(
    'comes from the heading that names it, not from %j',
    (prose) => {
      const launch = '## Launch checklist\n\n### Before\n\n- Build\n\n### After\n\n- Watch';
      const why = `## ${prose}\n\n- It calms`;
      for (const text of [`${launch}\n\n${why}`, `${why}\n\n${launch}`]) {
        expect(itemsOf(`# T\n\n${text}`)).toEqual(['Build', 'Watch']);
        expect(readText(`# T\n\n${text}`).problems).toEqual([]);
      }
      expect(itemsOf(`# T\n\n${launch.replace('### After', `###${why.slice(2)}\n\n### After`)}`)).toEqual([
        'Build',
        'Watch',
      ]);
      expect(itemsOf(`# T\n\n${why}`)).toEqual(['It calms']);
    },
  );

  it.each(['Checklist: launch', 'Launch checklist (short)', 'Launch checklist:', 'Checklist for a launch'])(
    'is named by the heading %j',
    (heading) => {
      expect(itemsOf(`# T\n\n## On checklists\n\n- no\n\n## ${heading}\n\n- Build`)).toEqual(['Build']);
    },
  );

  it.each(['✓', '<i class="fa fa-check-square-o"></i>'])(
    'takes lists and paragraphs that begin with %s, in order',
    (mark) => {
      expect(itemsOf(`# T\n\n## Checklist\n\n- Build\n- Test\n\n${mark} Ship\n\n---\n\n- Watch`)).toEqual([
        'Build',
        'Test',
        'Ship',
        'Watch',
      ]);
    },
  );

  it.each([
    '<p><i class="fa fa-check-square-o"></i> Build</p>\n<p><i class="fa fa-check-square-o"></i> Ship</p>',
    '<div>\n  <i class="fa fa-check"></i> Build<br>\n  <i class="fa fa-check"></i> Ship\n</div>',
    '<ul>\n<li>Build</li>\n<li><p>Ship</p></li>\n</ul>',
    '<p>Tick these.</p>\n\n<p>\n<i class="fa"></i>\nBuild\n</p>\n<p><i class="fa"></i>Ship</p>',
  ])('is read from HTML: %j', (html) => {
    expect(itemsOf(`# T\n\n## Checklist\n\n${html}`)).toEqual(['Build', 'Ship']);
  });

  it('warns about list items that it cannot take', () => {
    expect(readText('# T\n\n## Checklist\n\n- Build\n- ![](x.png)\n\n> - [ ] Quoted').problems).toEqual([
      expect.stringMatching(/^warning page\.md:6: the image "x\.png" has no alternative text/),
      'warning page.md:6: an item without a text is left out of "Checklist". Give it a text.',
      'warning page.md:8: "Checklist" has a box that is in no checklist, so nobody can tick it in Slack. Move it out of the quotation.',
    ]);
  });
});
