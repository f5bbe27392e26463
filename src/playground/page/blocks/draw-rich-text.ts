import { element } from '../dom/element.js';
import { drawInline } from '../mrkdwn/draw-mrkdwn.js';
import { emojiTable } from '../mrkdwn/emoji-table.js';
import type { Inline } from '../mrkdwn/tree.js';
import type { Block, JsonObject } from '../protocol.js';
import { asObject, asObjects, asText } from './read-json.js';
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
