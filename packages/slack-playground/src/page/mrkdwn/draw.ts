import type { Json } from '../../protocol.js';
import { element, safeUrl } from '../dom/element.js';
import { asObject, asText } from '../json.js';
import { formatDate } from './format-date.js';
import { type Inline, type InlineMode, parseInline, parseMrkdwn } from './parse.js';

/** The names for the ids in a text. */
export interface Names {
  person(id: string): string | undefined;
  channel(id: string): string | undefined;
  readonly me: string;
}

export function drawMrkdwn(text: string, names: Names, mode?: InlineMode): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const tags = { paragraph: 'div', quote: 'blockquote', preformatted: 'pre' } as const;
  for (const { kind, children } of parseMrkdwn(text, mode)) {
    fragment.append(element(tags[kind], { class: `text-${kind}` }, drawInline(children, names)));
  }
  return fragment;
}

/** The text of a `plain_text` object, where only emoji have a meaning. */
export function drawPlain(text: string): DocumentFragment {
  return drawInline(parseInline(text, 'plain'));
}

/** The same as plain characters, for example for the options of a select. */
export function plainCharacters(text: string): string {
  return parseInline(text, 'plain')
    .map((node) => (node.kind === 'emoji' ? node.picture : node.kind === 'text' ? node.text : ''))
    .join('');
}

const nobody: Names = { person: () => undefined, channel: () => undefined, me: '' };

export function drawInline(nodes: readonly Inline[], names: Names = nobody): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) fragment.append(draw(node, names));
  return fragment;
}

function draw(node: Inline, names: Names): Node {
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text);
    case 'bold':
      return element('strong', {}, drawInline(node.children, names));
    case 'italic':
      return element('em', {}, drawInline(node.children, names));
    case 'strike':
      return element('s', {}, drawInline(node.children, names));
    case 'code':
      return element('code', {}, drawInline(node.children, names));
    case 'link':
      return drawLink(node.url, drawInline(node.children, names));
    case 'emoji':
      return element(
        'span',
        { class: 'emoji', role: 'img', 'aria-label': node.name.replaceAll('_', ' '), title: `:${node.name}:` },
        node.picture,
      );
    case 'user':
      return mention(`@${names.person(node.id) ?? node.label ?? node.id}`, node.id === names.me);
    case 'channel':
      return mention(`#${names.channel(node.id) ?? node.label ?? node.id}`, false);
    case 'broadcast':
      return mention(node.label, true);
    case 'date':
      return drawDate(node);
  }
}

function mention(text: string, isMine: boolean) {
  return element('span', { class: isMine ? 'mention mention-me' : 'mention' }, text);
}

export function drawLink(url: string, ...content: Node[]): Node {
  const href = safeUrl(url);
  // Slack's own URLs (`slack://user?id=…`) lead nowhere here, but look like links.
  if (href === undefined)
    return element('span', { class: url.startsWith('slack:') ? 'inert-link' : undefined }, ...content);
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...content);
}

function drawDate(node: Extract<Inline, { kind: 'date' }>): Node {
  const at = new Date(node.seconds * 1000);
  if (Number.isNaN(at.getTime())) return document.createTextNode(node.fallback);
  const words = formatDate(node.seconds, node.format);
  const time = element('time', { datetime: at.toISOString(), title: at.toLocaleString('en') }, words);
  return node.url === undefined ? time : drawLink(node.url, time);
}

/** A text object: `mrkdwn` or `plain_text`. */
export function drawText(value: Json | undefined, names: Names): Node {
  const object = asObject(value);
  const text = asText(object?.text) ?? '';
  if (object?.type !== 'mrkdwn') return drawPlain(text);
  return drawMrkdwn(text, names, object.verbatim === true ? 'verbatim' : 'mrkdwn');
}
