import { type Inline, parseInline, parseMrkdwn } from '@guidepost/slack-playground';
import type { Message } from '../../slack/block-kit/blocks.js';
import { hang, printable, type Screen, type Style, wrap } from './terminal.js';

type Block = Message['blocks'][number];
type Text = { readonly type: 'plain_text' | 'mrkdwn'; readonly text: string; readonly verbatim?: boolean };

/** A message's blocks as lines for a terminal: what a person sees in Slack, with buttons in brackets and code indented. */
export function blocksText(blocks: Message['blocks'], screen: Screen): string {
  return blocks
    .map((block) => linesOf(block, screen).join('\n'))
    .filter((text) => text !== '')
    .join('\n\n');
}

function linesOf(block: Block, screen: Screen): string[] {
  const { style, width } = screen;
  switch (block.type) {
    case 'header':
      return wrap(style.bold(textOf(block.text, style)), width);
    case 'section': {
      const fields = (block.fields ?? []).flatMap((field) => textLines(field, screen));
      const accessory = block.accessory === undefined ? [] : [elementText(block.accessory)];
      return [...textLines(block.text, screen), ...fields, ...accessory];
    }
    case 'context': {
      const texts = block.elements.map((element) =>
        element.type === 'image' ? `[image: ${printable(element.alt_text)}]` : textOf(element, style),
      );
      return wrap(texts.join(' '), width).map((line) => style.dim(line));
    }
    case 'actions':
      return wrapItems(block.elements.map(elementText), width);
    case 'divider':
      return ['─'.repeat(width)];
    case 'image':
      return [`[image: ${printable(block.alt_text)}]`];
    case 'markdown':
      return printable(block.text).split('\n');
    default:
      return [`[${block.type}]`];
  }
}

/** A text with its paragraphs, quotations and code. */
function textLines(text: Text | undefined, screen: Screen): string[] {
  if (text === undefined) return [];
  const { style, width } = screen;
  if (text.type === 'plain_text') return wrap(textOf(text, style), width);
  return parseMrkdwn(text.text, text.verbatim ? 'verbatim' : 'mrkdwn').flatMap(({ kind, children }) => {
    const inline = inlineText(children, style);
    if (kind === 'preformatted') return inline.split('\n').map((line) => `    ${line}`);
    if (kind === 'quote') return wrap(inline, width - 2).map((line) => `> ${line}`);
    return inline.split('\n').flatMap((line) => wrapLine(line, width));
  });
}

/** The lines of a list stay below their mark. */
function wrapLine(line: string, width: number): string[] {
  const [mark = ''] = /^[\s\u2003]*(?:[•◦▪-] +|\d+[.)] +)?/.exec(line) ?? [];
  return hang(mark, wrap(line.slice(mark.length), Math.max(20, width - mark.length)));
}

function textOf(text: Text, style: Style): string {
  if (text.type === 'plain_text') return inlineText(parseInline(text.text, 'plain'), style);
  return inlineText(parseInline(text.text, text.verbatim ? 'verbatim' : 'mrkdwn'), style);
}

function inlineText(nodes: readonly Inline[], style: Style): string {
  return nodes.map((node) => phrase(node, style)).join('');
}

function phrase(node: Inline, style: Style): string {
  switch (node.kind) {
    case 'text':
      return printable(node.text);
    case 'bold':
      return inlineText(node.children, style).replace(/\S+/g, style.bold);
    case 'italic':
    case 'strike':
      return inlineText(node.children, style);
    case 'code':
      return `\`${inlineText(node.children, style)}\``;
    case 'link': {
      const label = inlineText(node.children, style);
      return label === node.url || !/^https?:/.test(node.url) ? label : `${label} (${printable(node.url)})`;
    }
    case 'emoji':
      return node.picture;
    case 'user':
      return `@${node.label ?? node.id}`;
    case 'channel':
      return `#${node.label ?? node.id}`;
    case 'broadcast':
      return node.label;
    case 'date':
      return node.fallback;
  }
}

/** `[Read the page]`; a menu with what it offers. */
function elementText(element: object): string {
  const { text, options, placeholder } = element as {
    readonly text?: Text;
    readonly options?: readonly { readonly text: Text }[];
    readonly placeholder?: Text;
  };
  const label = (words: Text): string => inlineText(parseInline(words.text, 'plain'), { bold: same, dim: same });
  if (options !== undefined)
    return `[${placeholder ? label(placeholder) : '⋯'} ${options.map((each) => label(each.text)).join(' | ')}]`;
  return `[${text ? label(text) : placeholder ? label(placeholder) : '…'}]`;
}

function same(text: string): string {
  return text;
}

/** As many items in a line as fit; no item is broken. */
function wrapItems(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + item.length <= width) lines[lines.length - 1] = `${last} ${item}`;
    else lines.push(item);
  }
  return lines;
}
