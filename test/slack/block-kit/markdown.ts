import fc from 'fast-check';
import type { Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export function parse(markdown: string): RootContent[] {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children.map(
    resolveLinks,
  );
}

/** Marks links to other sites like the loader does. */
function resolveLinks<N extends Nodes>(node: N): N {
  return {
    ...node,
    ...(node.type === 'link' && /^https?:/.test(node.url) && { data: { target: { kind: 'outside', url: node.url } } }),
    ...('children' in node && { children: (node.children as Nodes[]).map(resolveLinks) }),
  };
}

/** All kinds of Markdown, and text that only looks like it. */
export const markdown = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 80, unit: 'grapheme' }),
      fc.constantFrom(
        '**bold words** and',
        '[label](https://example.com/x)',
        '`code`',
        '\n\n',
        '\n- item ',
        '\n```\ncode\n```\n',
        '# Head\n',
        '> quote ',
        '<b>',
        '&amp;',
        '*',
        '_',
        'word '.repeat(30),
        'x'.repeat(200),
        '😀😀😀',
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
