import type { PhrasingContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { escapeEntities, escapeMrkdwn } from './escape.js';
import type { PageUrl } from './page-url.js';

/** A stretch of mrkdwn. Plain text may be cut at a space; a link, code or a format only as a whole. */
export interface Piece {
  readonly text: string;
  readonly whole: boolean;
  /** The same without any format, to fall back on where the whole does not fit anywhere. */
  readonly plain: string;
}

/** Renders inline Markdown. Formats do not nest in a piece: Slack shows `*<url|text>*`, but not `<url|*text*>`. */
export function renderInline(nodes: readonly PhrasingContent[], pageUrl: PageUrl): Piece[] {
  return nodes.flatMap((node) => renderNode(node, pageUrl));
}

function renderNode(node: PhrasingContent, pageUrl: PageUrl): Piece[] {
  switch (node.type) {
    case 'text':
      return [{ text: escapeMrkdwn(node.value.replaceAll('\n', ' ')), whole: false, plain: node.value }];
    case 'inlineCode':
      return [whole(`\`${escapeEntities(node.value.replaceAll('`', 'ˋ'))}\``, node.value)];
    case 'break':
      return [{ text: '\n', whole: false, plain: '\n' }];
    case 'link':
      return [renderLink(node, pageUrl)];
    case 'strong':
      return wrapped('*', renderInline(node.children, pageUrl), textOf(node));
    case 'emphasis':
      return wrapped('_', renderInline(node.children, pageUrl), textOf(node));
    case 'delete':
      return wrapped('~', renderInline(node.children, pageUrl), textOf(node));
    default:
      return [{ text: escapeMrkdwn(textOf(node)), whole: false, plain: textOf(node) }];
  }
}

function renderLink(node: Extract<PhrasingContent, { type: 'link' }>, pageUrl: PageUrl): Piece {
  const label = textOf(node).replace(/\s+/g, ' ').trim();
  const target = node.data?.target;
  const url = target?.kind === 'page' ? pageUrl(target) : target?.url;
  if (url === undefined) return whole(escapeMrkdwn(label), label);
  // A bar or a bracket inside the address would end it.
  const safe = escapeEntities(url).replaceAll('|', '%7C');
  return whole(label === '' ? `<${safe}>` : `<${safe}|${escapeEntities(label).replaceAll('|', '¦')}>`, label);
}

/** A format holds only if something stands right inside both of its ends. */
function wrapped(mark: string, pieces: readonly Piece[], plain: string): Piece[] {
  const inner = pieces.map(({ text }) => text).join('');
  const middle = inner.trim();
  if (middle === '') return [whole(inner, plain)];
  const start = inner.indexOf(middle);
  const [before, after] = [inner.slice(0, start), inner.slice(start + middle.length)];
  return [whole(`${before}${mark}${middle}${mark}${after}`, plain)];
}

function whole(text: string, plain: string): Piece {
  return { text, whole: true, plain };
}
