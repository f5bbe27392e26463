import type { Block, JsonObject } from '../../protocol.js';
import { element } from '../dom/element.js';
import { asObject, asObjects, asText } from '../json.js';
import { drawInline } from '../mrkdwn/draw.js';
import { emojiTable } from '../mrkdwn/emoji-table.js';
import { type Inline, parseInline } from '../mrkdwn/parse.js';
import type { BlockContext } from './surface-context.js';

export function drawRichText(block: Block, context: BlockContext): HTMLElement {
  return element('div', { class: 'block text' }, ...asObjects(block.elements).map((part) => drawPart(part, context)));
}

function drawPart(part: JsonObject, context: BlockContext): HTMLElement {
  const parts = asObjects(part.elements);
  if (part.type === 'rich_text_list') {
    const tag = part.style === 'ordered' ? 'ol' : 'ul';
    const start = tag === 'ol' && typeof part.offset === 'number' ? part.offset + 1 : undefined;
    const list = element(tag, { start }, ...parts.map((item) => element('li', {}, drawPart(item, context))));
    list.dataset.indent = String(typeof part.indent === 'number' ? part.indent : 0);
    return list;
  }
  const content = drawInline(parts.map(readInline), context.names);
  if (part.type === 'rich_text_preformatted') return element('pre', { class: 'text-preformatted' }, content);
  if (part.type === 'rich_text_quote') return element('blockquote', { class: 'text-quote' }, content);
  return element('div', { class: 'text-paragraph' }, content);
}

function readInline(part: JsonObject): Inline {
  const text = asText(part.text) ?? '';
  switch (part.type) {
    case 'link':
      return styled(part, {
        kind: 'link',
        url: asText(part.url) ?? '',
        children: [{ kind: 'text', text: text || (asText(part.url) ?? '') }],
      });
    case 'emoji': {
      const name = asText(part.name) ?? '';
      const picture = emojiTable.get(name);
      return picture === undefined ? { kind: 'text', text: `:${name}:` } : { kind: 'emoji', name, picture };
    }
    case 'user':
      return { kind: 'user', id: asText(part.user_id) ?? '' };
    case 'channel':
      return { kind: 'channel', id: asText(part.channel_id) ?? '' };
    case 'broadcast':
      return { kind: 'broadcast', label: `@${asText(part.range) ?? ''}` };
    case 'date':
      return {
        kind: 'date',
        seconds: typeof part.timestamp === 'number' ? part.timestamp : Number.NaN,
        format: asText(part.format) ?? '{date} {time}',
        fallback: asText(part.fallback) ?? '',
      };
    default:
      return styled(part, { kind: 'text', text });
  }
}

function styled(part: JsonObject, node: Inline): Inline {
  const style = asObject(part.style) ?? {};
  const kinds = ['code', 'strike', 'italic', 'bold'] as const;
  return kinds
    .filter((kind) => style[kind] === true)
    .reduce<Inline>((inner, kind) => ({ kind, children: [inner] }), node);
}

/** The `markdown` block, with what apps commonly use: headings, lists, quotes, code blocks and inline formatting. */
export function drawMarkdown(block: Block): HTMLElement {
  const root = element('div', { class: 'block text' });
  const lines = (asText(block.text) ?? '').split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.startsWith('```')) {
      const end = lines.indexOf('```', at + 1);
      const close = end < 0 ? lines.length : end;
      root.append(element('pre', { class: 'text-preformatted' }, lines.slice(at + 1, close).join('\n')));
      at = close + 1;
      continue;
    }
    const take = (pattern: RegExp): string[] => {
      const taken: string[] = [];
      for (
        let match = pattern.exec(lines[at] ?? '');
        match && at < lines.length;
        match = pattern.exec(lines[at] ?? '')
      ) {
        taken.push(match[1] ?? '');
        at += 1;
      }
      return taken;
    };
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    const list = (tag: 'ul' | 'ol', items: string[]) =>
      root.append(element(tag, {}, ...items.map((item) => element('li', {}, inline(item)))));
    if (heading) {
      root.append(element('h4', {}, inline(heading[1] ?? '')));
      at += 1;
    } else if (/^\s*[-*+]\s/.test(line)) list('ul', take(/^\s*[-*+]\s+(.*)$/));
    else if (/^\s*\d+[.)]\s/.test(line)) list('ol', take(/^\s*\d+[.)]\s+(.*)$/));
    else if (line.startsWith('>'))
      root.append(element('blockquote', { class: 'text-quote' }, inline(take(/^> ?(.*)$/).join('\n'))));
    else if (/^(?:-{3,}|\*{3,})$/.test(line)) {
      root.append(element('hr', { class: 'block-divider' }));
      at += 1;
    } else {
      if (line.trim() !== '') root.append(element('div', { class: 'text-paragraph' }, inline(line)));
      at += 1;
    }
  }
  return root;
}

function inline(text: string) {
  return drawInline(parseMarkdownInline(text));
}

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

/** Inline formatting of standard Markdown: emphasis, code and links. */
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
