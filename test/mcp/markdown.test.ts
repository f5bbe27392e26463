import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { plainText } from '../../src/guide/text.js';
import { escaped, inlineCode, linkTo, markdownOf } from '../../src/mcp/markdown.js';
import { partsOf } from '../../src/mcp/tools/pages.js';
import { guideOf } from '../builders/guide-of.js';
import { shippedGuide } from '../builders/shipped-guide.js';
import { runs } from '../every-case.js';
import { itLong } from '../long-tests.js';

function parse(markdown: string): RootContent[] {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children;
}
/** Without the white space between words, which the renderer may change. */
function words(nodes: readonly RootContent[]): string {
  return plainText(nodes, ' ').replaceAll(/\s+/g, ' ').trim();
}
const nowhere = (): undefined => undefined;

describe('pages as Markdown', () => {
  itLong('read the same when they are parsed again', async () => {
    for (const { slug, sections } of (await shippedGuide()).pages) {
      for (const { content, anchor } of sections) {
        // With addresses, so that no name of a page is added.
        const again = parse(markdownOf(content, ({ slug: to }) => `https://example.com/${to}`));
        expect([slug, anchor, words(again)]).toEqual([slug, anchor, words(content)]);
      }
    }
  });

  it('keep code, lists, tables, boxes and links', async () => {
    const text = `- [ ] Do \`this\`

  \`\`\`bash
  echo '\`\`'
  \`\`\`
- [x] Done

| a | b |
| --- | --- |
| 1 \\| 2 | **3** |

> Said *once*.

1. one
2. [two](other.md#part) and <https://example.com/a_b>`;
    const guide = await guideOf({ 'a.md': `# A\n\n${text}\n`, 'other.md': '# Other\n\n## Part\n\nText.\n' });
    const content = guide.bySlug.get('a')?.sections[0]?.content ?? [];
    const markdown = markdownOf(content, nowhere);
    expect(markdown).toContain("- [ ] Do `this`\n\n  ```bash\n  echo '``'\n  ```\n- [x] Done");
    expect(markdown).toContain('| 1 \\| 2 | **3** |');
    expect(markdown).toContain('> Said *once*.');
    expect(markdown).toContain('2. two (page `other`) and [https://example.com/a_b](<https://example.com/a_b>)');
    expect(markdownOf(content, ({ slug, anchor }) => `https://g/${slug}#${anchor}`)).toContain(
      '[two](<https://g/other#part>)',
    );
  });

  itLong('show any text, code and label as it is', () => {
    const line = fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((text) => text.replaceAll(/[\s\p{C}]+/gu, ' ').trim());
    fc.assert(
      fc.property(line, (text) => {
        const paragraph: RootContent = { type: 'paragraph', children: [{ type: 'text', value: text }] };
        expect(words(parse(markdownOf([paragraph], nowhere)))).toBe(words([paragraph]));
      }),
      runs(300),
    );
    fc.assert(
      fc.property(
        line.filter((text) => text.trim() !== ''),
        (text) => {
          expect(words(parse(`a ${inlineCode(text)} b`))).toBe(`a ${text} b`.replaceAll(/\s+/g, ' '));
        },
      ),
      runs(300),
    );
    expect(words(parse(escaped('R&D &amp; &#38; &nothing')))).toBe('R&D &amp; &#38; &nothing');
    expect(linkTo(escaped('[x]'), 'javascript:alert(1)')).toBe('\\[x\\]');
    expect(linkTo('x', 'https://example.com/a b>c')).toBe('[x](<https://example.com/a%20b%3Ec>)');
  });

  it('come in parts that together say everything, none much longer than it may be', async () => {
    for (const { sections } of (await shippedGuide()).pages) {
      const parts = partsOf(sections, 1_000);
      expect(words(parts.flat().flatMap(({ content }) => content))).toBe(
        words(sections.flatMap(({ content }) => content)),
      );
      expect(parts.flat().filter(({ heading }) => heading !== undefined)).toHaveLength(
        sections.filter(({ heading }) => heading !== undefined).length,
      );
      for (const part of parts)
        expect(
          part.flatMap(({ content }) => content).length === 1 ||
            plainText(part.flatMap(({ content }) => content)).length < 1_200,
        ).toBe(true);
    }
  });
});
