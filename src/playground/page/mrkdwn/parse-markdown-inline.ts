import { parseInline } from './parse-inline.js';
import type { Inline } from './tree.js';

const patterns: readonly [RegExp, (match: RegExpExecArray) => Inline][] = [
  [/`([^`\n]+)`/, (match) => ({ kind: 'code', children: [{ kind: 'text', text: match[1] ?? '' }] })],
  [
    /\[([^\]\n]+)\]\((\S+?)\)/,
    (match) => ({ kind: 'link', url: match[2] ?? '', children: parseMarkdownInline(match[1] ?? '') }),
  ],
  [/\*\*(?=\S)([^\n]+?)\*\*/, (match) => ({ kind: 'bold', children: parseMarkdownInline(match[1] ?? '') })],
  [/~~(?=\S)([^\n]+?)~~/, (match) => ({ kind: 'strike', children: parseMarkdownInline(match[1] ?? '') })],
  [
    /(?<![\w*])[*_](?=\S)([^*_\n]+)[*_](?![\w*])/,
    (match) => ({ kind: 'italic', children: parseMarkdownInline(match[1] ?? '') }),
  ],
];

/** Emphasis, code and links of standard Markdown, as the `markdown` block has them. */
export function parseMarkdownInline(text: string): Inline[] {
  const found = patterns
    .map(([pattern, make]) => ({ match: pattern.exec(text), make }))
    .filter((one): one is { match: RegExpExecArray; make: (match: RegExpExecArray) => Inline } => one.match !== null)
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (!found) return parseInline(text, 'plain');
  const { match, make } = found;
  return [
    ...parseInline(text.slice(0, match.index), 'plain'),
    make(match),
    ...parseMarkdownInline(text.slice(match.index + match[0].length)),
  ];
}
