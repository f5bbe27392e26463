import { describe, expect, it } from '@jest/globals';
import { walkTree } from '../../../src/guide/parse/tree.js';
import { readText } from '../read-texts.js';
import { unwantedNodes } from '../unwanted-nodes.js';

function textOf(text: string): string {
  return readText(text)
    .page.sections.map((section) => section.text)
    .join('\n');
}

describe('what a page says', () => {
  it('keeps the text of raw HTML and drops the rest of it', () => {
    const text = textOf(
      [
        '# T',
        '<div class="note" title="a > b">Mind the <b>gap</b> &amp; go&nbsp;on<br>now</div>',
        '',
        '<!-- nobody',
        'sees this -->',
        '<script>alert(1)</script>',
        '',
        'Press <kbd>Ctrl</kbd> <!-- hidden -->now.',
      ].join('\n'),
    );
    expect(text).toBe('Mind the gap & go on\nnow\nPress Ctrl now.');
  });

  it('shows images as their alternative text, in Markdown and in HTML', () => {
    expect(
      textOf('# T\n\n![One](a.png) and <img src=b.png alt="two">.\n\n<img src="c.png" alt="Three" />\n\n![](d.png)'),
    ).toBe('One and two.\nThree');
  });

  it('links the text of an image on the web, unless it is in a link', () => {
    const { page } = readText(
      '# T\n\n![Plan](https://example.com/plan.png) and [![Badge](https://example.com/b.png)](https://example.com)\n',
    );
    const [paragraph] = page.sections[0]?.content ?? [];
    expect(paragraph).toMatchObject({
      children: [
        { type: 'link', url: 'https://example.com/plan.png', children: [{ value: 'Plan' }] },
        { value: ' and ' },
        { type: 'link', url: 'https://example.com', children: [{ type: 'text', value: 'Badge' }] },
      ],
    });
  });

  it('leaves no HTML, image, reference, footnote or position in the parsed trees', () => {
    const { page } = readText(
      '# T\n\n<p>a</p>\n\n![x](y) [r][id] f[^1] <b>c</b>\n\n- [ ] d\n\n[id]: https://example.org\n[^1]: Note.',
    );
    const nodes = page.sections.flatMap(({ content }) => [...content]).flatMap((node) => [...walkTree(node)]);
    expect(nodes.filter((node) => unwantedNodes.has(node.type) || node.position !== undefined)).toEqual([]);
  });

  it('resolves a reference whose definition is in another section', () => {
    const { page } = readText('# T\n\nSee [the manual][m].\n\n## Links\n\n[m]: https://example.org/manual');
    expect(page.sections[0]?.content).toMatchObject([
      { children: [{}, { type: 'link', data: { target: { url: 'https://example.org/manual' } } }, {}] },
    ]);
  });

  it('puts a footnote in parentheses where it is first mentioned', () => {
    expect(textOf('# T\n\nFast[^1] and small[^1].\n\n[^1]: Measured in May, see[^1] *there*.')).toBe(
      'Fast (Measured in May, see there.) and small.',
    );
  });

  it('reads both forms of a callout', () => {
    expect(textOf('# T\n\n> [!WARNING]\n> Back up first.\n\n!!! tip "A shortcut"\n    Use the script.')).toBe(
      'Warning: Back up first.\nA shortcut: Use the script.',
    );
  });

  it('flattens lists and emphasis that are nested deeper than anyone would write', () => {
    expect(textOf(`# T\n\n${'- '.repeat(30)}bottom`)).toBe('bottom');
    expect(textOf(`# T\n\n${'*a **b '.repeat(100)}c${'** *'.repeat(100)}`)).toContain('c');
  });

  it('puts line breaks between the blocks of a section and joins the lines of a paragraph', () => {
    expect(
      textOf('# T\n\none\ntwo\n\n- three\n- four\n  - five\n\n| a | b |\n| - | - |\n| c | d |\n\n```sh\nls\npwd\n```'),
    ).toBe('one two\nthree\nfour\nfive\na | b\nc | d\nls\npwd');
  });
});

describe('sections', () => {
  it('have anchors of their own', () => {
    const { page } = readText('# T\n\n## Setup\n\na\n\n## Setup\n\nb\n\n# Later title\n\nc\n\n## !!!\n\nd');
    expect(page.sections.map(({ anchor, depth }) => [anchor, depth])).toEqual([
      ['', 0],
      ['setup', 2],
      ['setup-1', 2],
      ['later-title', 1],
      ['section', 2],
    ]);
  });

  it('do not repeat the heading that is the title, but keep one that says something else', () => {
    const headings = (text: string) => readText(text).page.sections.map(({ heading }) => heading);
    expect(headings('---\ntitle: Style Sheets\n---\n# Style sheets (CSS)\n\na')).toEqual([undefined]);
    expect(headings('---\ntitle: HTTPS\n---\n# Certificates\n\na')).toEqual([undefined, 'Certificates']);
  });
});

describe('an image without alternative text', () => {
  it.each([
    ['in Markdown', 'Text.\n\n![](img/map.png)', 5, 'img/map.png'],
    ['in a sentence', 'See ![ ](https://example.com/a.png) here.', 3, 'https://example.com/a.png'],
    ['by reference', '![][map]\n\n[map]: img/map.png', 3, 'img/map.png'],
    ['in HTML', 'Text\n\n<p><img src="a.svg"></p>', 5, 'a.svg'],
    ['in a line with HTML', 'Text with <img src="a.svg" width=3> in it', 3, 'a.svg'],
    ['with a long address', `![](${'x'.repeat(200)})`, 3, `${'x'.repeat(80)}…`],
  ])('%s is named with its line', (_, text, line, address) => {
    expect(readText(`# Page\n\n${text}`).problems).toEqual([
      `warning page.md:${line}: the image "${address}" has no alternative text, so nothing of it is shown. Write what it shows into the brackets: "![…](…)".`,
    ]);
  });

  it.each([
    ['has a text', '![A map](map.png)'],
    ['only decorates, and says so', '<img src="line.svg" alt=""> Text <img src="dot.svg" alt> more'],
    ['is a badge', '![](https://img.shields.io/x.svg)\n\nText.'],
    ['is code', '`![](x.png)`'],
  ])('is fine if it %s', (_, text) => {
    expect(readText(`# Page\n\n${text}`).problems).toEqual([]);
  });
});
