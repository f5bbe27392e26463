import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addKeywords, addPageKeywords } from '../../src/guide/front-matter/add-keywords.js';
import { parsePage } from '../../src/guide/parse/parse-page.js';
import { runs } from '../every-case.js';

function add(text: string, keywords: string[] = ['lost data', 'error: "x"']): string {
  const edited = addKeywords({ file: 'page.md', text }, keywords);
  return edited.kind === 'edited' ? edited.text : `refused: ${edited.reason}`;
}

const both = 'lost data, "error: \\"x\\""';
const refusal =
  'refused: its front matter is written in a way that is not edited. Add the keywords by hand, or use --file.';

describe('adding keywords to a page', () => {
  it.each([
    ['no front matter', '# A\n\nText.', `---\nkeywords: [${both}]\n---\n# A\n\nText.`],
    ['a rule at the top', '---\n\nText.\n', `---\nkeywords: [${both}]\n---\n---\n\nText.\n`],
    ['an empty page', '', `---\nkeywords: [${both}]\n---\n`],
    [
      'YAML without keywords',
      '---\ntitle: A # ours\n# note\n---\nText.',
      `---\ntitle: A # ours\nkeywords: [${both}]\n# note\n---\nText.`,
    ],
    ['YAML of comments', '---\n# nothing\n---\nText.', `---\n# nothing\nkeywords: [${both}]\n---\nText.`],
    ['empty YAML', '---\n---\nText.', `---\nkeywords: [${both}]\n---\nText.`],
    ['another fence', '---yaml \ntitle: A\n...\nText.', `---yaml \ntitle: A\nkeywords: [${both}]\n...\nText.`],
    [
      'a list on a line',
      "---\nkeywords: [ 'a b', c ] # ours\ntitle: A\n---\n",
      `---\nkeywords: [ 'a b', c, ${both} ] # ours\ntitle: A\n---\n`,
    ],
    [
      'a list over lines',
      '---\nkeywords: [\n  a, # first\n  b, # last\n]\n---\n',
      `---\nkeywords: [\n  a, # first\n  b, ${both}, # last\n]\n---\n`,
    ],
    ['an empty list', '---\nkeywords: [ ]\n---\n', `---\nkeywords: [${both} ]\n---\n`],
    [
      'a list of lines',
      '---\nkeywords:\n- a # why\n\n# next\ntitle: A\n---\n',
      '---\nkeywords:\n- a # why\n- lost data\n- "error: \\"x\\""\n\n# next\ntitle: A\n---\n',
    ],
    [
      'an indented list of lines',
      '---\nkeywords:\n    - {section: one, text: [a]}\n    - section: one\n      text:\n        - b\n---\n## One\n',
      '---\nkeywords:\n    - {section: one, text: [a]}\n    - section: one\n      text:\n        - b\n    - lost data\n    - "error: \\"x\\""\n---\n## One\n',
    ],
    ['text', '---\nkeywords: a,  b c\norder: 035\n---\n', `---\nkeywords: [a, b c, ${both}]\norder: 035\n---\n`],
    [
      'nothing after the colon',
      '---\nkeywords: # later\ntitle: A\n---\n',
      `---\nkeywords: [${both}] # later\ntitle: A\n---\n`,
    ],
    ['null', '---\nkeywords: null\n---\n', `---\nkeywords: [${both}]\n---\n`],
    [
      'a block of text above',
      '---\nsummary: |+\n  One.\n\n---\nText.',
      `---\nsummary: |+\n  One.\n\nkeywords: [${both}]\n---\nText.`,
    ],
    [
      'a byte order mark and Windows line ends',
      '\uFEFF---\r\ntitle: A\r\n---\r\nText.\r\n',
      `\uFEFF---\r\ntitle: A\r\nkeywords: [${both}]\r\n---\r\nText.\r\n`,
    ],
    ['a byte order mark and no front matter', '\uFEFF# A\r\n', `\uFEFF---\r\nkeywords: [${both}]\r\n---\r\n# A\r\n`],
  ])('keeps everything else with %s', (_, text, expected) => {
    expect(add(text)).toBe(expected);
  });

  it.each([
    ['no such field', 'title: A\nslug: a  \n\nText.', 'title: A\nslug: a  \nkeywords: lost data, 502\n\nText.'],
    [
      'the field',
      '\ntitle: A\nKeywords: a, b  \nslug: a\n\nText.',
      '\ntitle: A\nKeywords: a, b, lost data, 502  \nslug: a\n\nText.',
    ],
    [
      'the field over lines',
      'title: A\nkeywords: a,\n  b\n\nText.',
      'title: A\nkeywords: a,\n  b, lost data, 502\n\nText.',
    ],
    ['the empty field', 'title: A\nkeywords:\n\nText.', 'title: A\nkeywords: lost data, 502\n\nText.'],
    ['a heading right below', 'title: A\r\n# A\r\n', 'title: A\r\nkeywords: lost data, 502\r\n# A\r\n'],
    ['nothing below', 'title: A', 'title: A\nkeywords: lost data, 502'],
  ])('keeps the legacy format with %s', (_, text, expected) => {
    expect(add(text, ['lost data', '502'])).toBe(expected);
  });

  it.each([
    ['braces', '---\n{title: A}\n---\n'],
    ['an alias', '---\naliases: &a [x]\nkeywords: *a\n---\n'],
    ['a block of text', '---\nkeywords: >\n  a, b\n---\n'],
    ['a map', '---\nkeywords: {section: a}\n---\n'],
    ['a name in the legacy format that would become two', 'title: A\n\nText.'],
  ])('refuses %s, and says what to do', (_, text) => {
    expect(add(text, ['a, b'])).toBe(refusal);
  });

  it('refuses what would be too long', () => {
    expect(add(`---\ntitle: A\nx: ${'y'.repeat(32 * 1024 - 30)}\n---\n`)).toMatch(
      /^refused: has \d+ characters of front matter/,
    );
  });

  it('changes nothing but the keywords in any page', () => {
    const lines = [
      '---',
      'title: A',
      'keywords: [a]',
      'keywords:',
      '  - b',
      '- c',
      'keywords: d, e',
      '# c',
      '',
      'order: 1',
      '  more',
      'aliases: [x, {',
      '}]',
      'summary: |',
      '## H',
      'Text.',
      '...',
    ];
    const text = fc
      .array(fc.constantFrom(...lines), { maxLength: 10 })
      .chain((parts) => fc.constantFrom('\n', '\r\n', '\r').map((end) => parts.join(end)));
    fc.assert(
      fc.property(text, (page) => {
        const edited = addKeywords({ file: 'page.md', text: page }, ['new one']);
        if (edited.kind === 'refused') return;
        const [before, after] = [page, edited.text].map((each) => parsePage({ file: 'page.md', text: each }).draft);
        expect(after?.keywords).toEqual([...(before?.keywords ?? []), { text: 'new one' }]);
        expect(after?.title).toEqual(before?.title);
        expect(edited.text.length).toBeLessThan(page.length + 40);
      }),
      runs(100),
    );
  });
});

describe('adding keywords to guidepost.yml', () => {
  const page = { slug: 'how/servers', file: 'how/servers.md' };
  const addTo = (text: string) => {
    const edited = addPageKeywords(text, page, ['lost data']);
    return edited.kind === 'edited' ? edited.text : `refused: ${edited.reason}`;
  };

  it.each([
    ['', 'keywords:\n  how/servers: [lost data]\n'],
    [
      '# Ours\nsynonyms:\n  db: database\n',
      '# Ours\nsynonyms:\n  db: database\nkeywords:\n  how/servers: [lost data]\n',
    ],
    ['synonyms: {db: database}', 'synonyms: {db: database}\nkeywords:\n  how/servers: [lost data]'],
    [
      'keywords:\r\n    a: [b] # c\r\n\r\nsynonyms:\r\n',
      'keywords:\r\n    a: [b] # c\r\n    how/servers: [lost data]\r\n\r\nsynonyms:\r\n',
    ],
    [
      'keywords:\n  how/servers.md:\n    - a\nsynonyms:\n',
      'keywords:\n  how/servers.md:\n    - a\n    - lost data\nsynonyms:\n',
    ],
    ['keywords:\n', 'keywords:\n  how/servers: [lost data]\n'],
    ['keywords: {}', 'refused: guidepost.yml is written in a way that is not edited. Add the keywords by hand.'],
  ])('keeps everything else in %j', (text, expected) => {
    expect(addTo(text)).toBe(expected);
  });

  it('refuses a file that would become too large', () => {
    expect(addTo(`# ${'x'.repeat(9_000)}\n`.repeat(15)).slice(0, 40)).toBe('refused: guidepost.yml would have more t');
  });
});
