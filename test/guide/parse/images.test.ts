import { describe, expect, it } from '@jest/globals';
import { readText } from '../read-texts.js';

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
