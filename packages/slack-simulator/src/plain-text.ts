import type { Json, JsonObject } from './workspace/state.js';

function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf).filter((entry) => entry !== undefined) : [];
}

/** The text of a text object, without mrkdwn markup. */
export function textOf(value: Json | undefined): string {
  const text = objectOf(value);
  if (typeof text?.text !== 'string') return '';
  return text.type === 'mrkdwn' ? readMrkdwn(text.text) : text.text;
}

/** The text a reader sees, one or more lines per block, without markup. Buttons and fields are in brackets. */
export function plainTextOf(blocks: readonly object[]): string {
  return blocks
    .map((block) => blockText(block as JsonObject))
    .filter((text) => text !== '')
    .join('\n');
}

function blockText(block: JsonObject): string {
  switch (block.type) {
    case 'header':
      return textOf(block.text);
    case 'section':
      return lines([textOf(block.text), ...listOf(block.fields).map(textOf), elementText(objectOf(block.accessory))]);
    case 'context':
      return words(
        listOf(block.elements).map((element) => (element.type === 'image' ? elementText(element) : textOf(element))),
      );
    case 'actions':
    case 'context_actions':
      return words(listOf(block.elements).map(elementText));
    case 'input':
      return lines([textOf(block.label), elementText(objectOf(block.element)), textOf(block.hint)]);
    case 'image':
      return lines([textOf(block.title), elementText(block)]);
    case 'markdown':
      return String(block.text ?? '');
    case 'rich_text':
      return lines(listOf(block.elements).map(richText));
    default:
      return '';
  }
}

function elementText(element: JsonObject | undefined): string {
  if (!element) return '';
  if (element.type === 'image') return `[image: ${String(element.alt_text ?? '')}]`;
  if (element.type === 'feedback_buttons') {
    return words(
      [element.positive_button, element.negative_button].map((button) => `[${textOf(objectOf(button)?.text)}]`),
    );
  }
  if (element.options !== undefined) return words(listOf(element.options).map((option) => `[${textOf(option.text)}]`));
  return `[${textOf(element.text) || textOf(element.placeholder)}]`;
}

function richText(part: JsonObject): string {
  const inner = listOf(part.elements);
  switch (part.type) {
    case 'rich_text_list':
      return inner
        .map((item, index) => `${part.style === 'ordered' ? `${index + 1}.` : '•'} ${richText(item)}`)
        .join('\n');
    case 'rich_text_section':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      return inner.map(richText).join('');
    case 'emoji':
      return `:${String(part.name)}:`;
    case 'user':
      return `@${String(part.user_id)}`;
    case 'channel':
      return `#${String(part.channel_id)}`;
    case 'broadcast':
      return `@${String(part.range)}`;
    default:
      return String(part.text ?? part.fallback ?? part.url ?? '');
  }
}

function lines(parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
function words(parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** Turns Slack's mrkdwn into the text a person sees: links as their label, dates as their fallback, no `*_~` or backticks. */
export function readMrkdwn(mrkdwn: string): string {
  return mrkdwn
    .split(/```([\s\S]*?)```/)
    .map((part, index) => (index % 2 === 1 ? part : withoutEmphasis(part)))
    .join('')
    .replace(/<([^<>\n]+)>/g, (_, token: string) => readToken(token))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

// The first alternative skips links and code, where these characters are text: addresses may contain underscores.
const bold = /(<[^<>\n]*>|`[^`\n]+`)|(?<=^|[\s\p{P}\p{S}])\*(?=\S)([^*\n]*[^*\s])\*(?=$|[\s\p{P}\p{S}])/gmu;
const italic = /(<[^<>\n]*>|`[^`\n]+`)|(?<=^|[\s\p{P}\p{S}])_(?=\S)([^_\n]*[^_\s])_(?=$|[\s\p{P}\p{S}])/gmu;
const struck = /(<[^<>\n]*>|`[^`\n]+`)|(?<=^|[\s\p{P}\p{S}])~(?=\S)([^~\n]*[^~\s])~(?=$|[\s\p{P}\p{S}])/gmu;

function withoutEmphasis(text: string): string {
  return [bold, italic, struck]
    .reduce((rest, mark) => rest.replace(mark, (_, kept: string | undefined, inner: string) => kept ?? inner), text)
    .replace(/`([^`\n]+)`/g, '$1');
}

function readToken(token: string): string {
  const bar = token.indexOf('|');
  const label = bar < 0 ? undefined : token.slice(bar + 1);
  const target = bar < 0 ? token : token.slice(0, bar);
  if (target.startsWith('@')) return `@${label ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
  if (target.startsWith('!date')) return label ?? '';
  if (target.startsWith('!')) return `@${label ?? target.slice(1)}`;
  return label ?? target;
}
