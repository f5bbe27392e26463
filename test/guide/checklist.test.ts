import { describe, expect, it } from '@jest/globals';
import { plainText } from '../../src/guide/plain-text.js';
import { readText } from './read-texts.js';

/** Each item as its title, and its detail where it has one. */
const itemsOf = (text: string): (string | [string, string])[] | undefined =>
  readText(text).page.checklist?.items.map(({ title, detail }) =>
    detail.length === 0 ? title : [title, plainText(detail)],
  );

describe('a checklist', () => {
  it.each([
    ['bulleted', '- Build\n- Ship'],
    ['ordered', '1. Build\n2. Ship'],
    ['a task list', '- [ ] Build\n- [x] Ship'],
    ['parted by text', 'First:\n\n- Build\n\nThen:\n\n* Ship'],
  ])('is read from a list that is %s', (_, list) => {
    expect(itemsOf(`# T\n\n## Launch Checklist\n\n${list}\n\n## Other\n\n- No`)).toEqual(['Build', 'Ship']);
  });

  it.each(['✓', '✔️', '☑', '✅', '□', '[ ]', '<i class="fa fa-check-square-o"></i>'])(
    'is read from paragraphs that open with %s',
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

  it('gives what follows a marked paragraph to its item', () => {
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
    expect(page.checklist?.items[0]?.titleContent).toEqual([
      { type: 'text', value: 'Read ' },
      {
        type: 'link',
        title: null,
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

  it('may be the whole page, or lie under the subheadings of its heading', () => {
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

  it('is one per page; a second, an empty one and a long item are pointed out', () => {
    expect(readText('# T\n\n## Checklist\n\n- a\n\n## Second checklist\n\n- b').problems).toEqual([
      expect.stringMatching(/^warning page\.md:7: "Second checklist" is a second checklist; .*"Checklist" on line 3/),
    ]);
    expect(readText('# T\n\n## Checklist\n\nSoon.').problems).toEqual([
      'warning page.md:3: "Checklist" has no items; write them as a list under this heading',
    ]);
    expect(readText(`title: T\n\n## Checklist\n\n- a\n- ${'long '.repeat(20)}`).problems).toEqual([
      expect.stringMatching(
        /^warning page\.md:6: "Checklist", item 2: has 99 characters, .* for example to "(long )+long…"$/,
      ),
    ]);
  });
});
