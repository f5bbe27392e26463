import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Definition, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { createParser } from '../../../src/guide/parse/parser.js';
import { treeOf } from '../../../src/guide/parse/token-tree.js';
import { walkTree } from '../../../src/guide/parse/tree.js';
import { runs } from '../../every-case.js';

const parser = createParser();

function parse(text: string): Root {
  const lines = text.split('\n');
  const blocks = parser.blocks(text, { block: () => {}, text: () => {} });
  return treeOf(blocks, { numberOf: (index) => index + 1, isBlank: (index) => /^[\s>]*$/.test(lines[index] ?? '') });
}

/** Micromark, the reference: it is slow, and follows the specification to the letter. */
function parseByReference(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

const WITH_LINE = new Set('paragraph heading code html list listItem blockquote link image'.split(' '));

/** What counts of a tree, as nested lists: kinds, texts, addresses and lines. References are resolved, and texts joined. */
function outline(node: Nodes, definitions: ReadonlyMap<string, Definition> = definitionsIn(node)): unknown[] {
  const { type } = node;
  const isReference = type === 'linkReference' || type === 'imageReference';
  const url = isReference ? definitions.get(node.identifier)?.url : 'url' in node ? node.url : undefined;
  const rest = [
    // The reference keeps line breaks in code, which are shown as spaces, and blank lines after code without an end.
    'value' in node ? (type === 'inlineCode' ? node.value.replace(/\n/g, ' ') : node.value.trimEnd()) : undefined,
    'alt' in node ? node.alt : undefined,
    url,
    ...(type === 'heading' ? [node.depth] : []),
    ...(type === 'list' ? [node.ordered, node.start ?? undefined] : []),
    ...(type === 'listItem' ? [node.checked ?? undefined] : []),
    ...(type === 'code' ? [node.lang ?? undefined, node.meta ?? undefined] : []),
    ...(type === 'table' ? (node.align ?? []) : []),
    ...(type === 'footnoteReference' || type === 'footnoteDefinition' ? [node.identifier] : []),
  ];
  const kind = type.replace('Reference', isReference ? '' : 'Reference');
  const line = WITH_LINE.has(kind) ? node.position?.start.line : undefined;
  const children = 'children' in node ? joinTexts(node.children) : [];
  return [
    kind,
    ...[...rest, line].filter((each) => each !== undefined),
    ...children.filter(({ type: inner }) => inner !== 'definition').map((child) => outline(child, definitions)),
  ];
}

function definitionsIn(root: Nodes): Map<string, Definition> {
  const found = new Map<string, Definition>();
  for (const node of walkTree(root))
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node);
  return found;
}

function joinTexts(nodes: readonly Nodes[]): Nodes[] {
  const joined: Nodes[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === 'text' && last?.type === 'text')
      joined[joined.length - 1] = { type: 'text', value: last.value + node.value };
    else joined.push(node);
  }
  return joined;
}

const INLINE = [
  'Deploy the app.',
  'word',
  'two words',
  '*soft*',
  '**loud**',
  '***both***',
  '_under_ __scores__',
  'snake_case_name',
  '2 * 3 * 4',
  '~~old~~ ~older~',
  'about ~5 or ~/x',
  '`code`',
  '`` a ` b ``',
  '[text](page.md)',
  '[*text* `b`](<a b.md> "Title")',
  '[text][ref]',
  '[ref]',
  '[ref][]',
  '[nothing]',
  '[a [b] c](d)',
  '![image](x.png)',
  '![*alt*][ref]',
  '[![badge](https://example.com/b.svg)](https://example.com)',
  '<https://example.com/a_b>',
  '<me@example.com>',
  'https://example.com/a_b_c',
  '(see https://example.com/x).',
  'www.example.com',
  'me@example.com',
  'deploy.py and a.b',
  '<b>tag</b>',
  '<br>',
  '<!-- note -->',
  '<version>',
  '&amp; &copy; &nope; &#35;',
  '\\*plain\\*',
  'a note[^1]',
  'another[^two]',
  '[^none]',
  'end  \nafter a break',
  'end\\\nafter a break',
  'soft\nbreak',
  'C:\\dir',
  'é 😀 日本',
  '"quoted" and \'so\'',
  '5 > 3 & 2 < 4',
];

const inline = fc.array(fc.constantFrom(...INLINE), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' '));
const words = fc.constantFrom('Deploy', 'roll `back` now', '*All* of it', '[here](x.md)', 'a | b');

const indent = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : by + line))
    .join('\n');

const { blocks } = fc.letrec<{ blocks: string; block: string }>((tie) => ({
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 4 }).map((all) => all.join('\n\n')),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    inline,
    fc.tuple(fc.integer({ min: 1, max: 6 }), words).map(([depth, text]) => `${'#'.repeat(depth)} ${text}`),
    fc.tuple(words, fc.constantFrom('===', '---')).map(([text, line]) => `${text}\n${line}`),
    fc.constantFrom('---', '* * *'),
    fc.constantFrom(
      '```js\nconst a = [1];\n\n# no heading\n```',
      '~~~\n- a\n~~~',
      '```sh title="x"\n$ ls\n```',
      '    indented\n\n    code',
    ),
    fc.constantFrom(
      '<div class="x">\n<p>Some *text*\n</div>',
      '<details>\n<summary>More</summary>',
      '<!-- a\n\nb -->',
      '<pre>\na\n\nb</pre>',
    ),
    fc.constantFrom(
      '[ref]: https://example.com/ref "Title"',
      '[Ref]: <second>',
      '[^1]: A note.',
      '[^two]: First.\n\n    Second with *text*.',
    ),
    fc
      .array(fc.tuple(words, words), { minLength: 0, maxLength: 3 })
      .map((rows) =>
        [
          '| a | *b* |',
          '| :- | -: |',
          ...rows.map(([a, b]) => `| ${a.replace('|', '\\|')} | ${b.replace('|', '\\|')} |`),
        ].join('\n'),
      ),
    fc
      .tuple(
        fc.constantFrom('- ', '* ', '1. ', '1) ', '- [ ] ', '- [x] '),
        fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
      )
      .map(([mark, items, isLoose]) =>
        items
          .map((item) => mark + indent(item, ' '.repeat(mark.replace(/\[.*/, '').length)).trimStart())
          .join(isLoose ? '\n\n' : '\n'),
      ),
    tie('blocks').map((text) =>
      text
        .split('\n')
        .map((line) => (line === '' ? '>' : `> ${line}`))
        .join('\n'),
    ),
  ),
}));

describe('the parser', () => {
  it('reads ordinary Markdown as the reference does, with the same lines', () => {
    fc.assert(
      fc.property(blocks, (text) => {
        expect(outline(parse(text))).toEqual(outline(parseByReference(text)));
      }),
      runs(800),
    );
  });
});
