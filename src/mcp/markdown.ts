import type { List, PhrasingContent, RootContent, Table } from 'mdast';
import type { LinkTarget } from '../guide/page.js';
import { plainText } from '../guide/text.js';

/** The address where a page is published, if it is. */
export type PageUrl = (target: Extract<LinkTarget, { kind: 'page' }>) => string | undefined;

/** Parts of a page as Markdown, with a line break at the end of none. Its links lead to where pages are published, or name the page to read. */
export function markdownOf(nodes: readonly RootContent[], pageUrl: PageUrl): string {
  return nodes
    .map((node) => blockOf(node, pageUrl))
    .filter((block) => block !== '')
    .join('\n\n');
}

function blockOf(node: RootContent, pageUrl: PageUrl): string {
  switch (node.type) {
    case 'paragraph':
      return asLines(phrases(node.children, pageUrl));
    case 'heading':
      return `${'#'.repeat(node.depth)} ${phrases(node.children, pageUrl)}`;
    case 'code':
      return fenced(node.value, node.lang ?? '');
    case 'list':
      return listOf(node, pageUrl);
    case 'blockquote':
      return prefixed(markdownOf(node.children, pageUrl), '> ');
    case 'table':
      return tableOf(node, pageUrl);
    case 'thematicBreak':
      return '';
    default:
      return escaped(plainText([node]));
  }
}

/** With a fence that is longer than any in the code. */
function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${/^[\w+#.-]+$/.test(language) ? language : ''}\n${code}\n${fence}`;
}

function listOf({ children, ordered, start }: List, pageUrl: PageUrl): string {
  const items = children.map((item, index) => {
    const mark = ordered ? `${(start ?? 1) + index}. ` : '- ';
    const box = item.checked == null ? '' : item.checked ? '[x] ' : '[ ] ';
    const text = item.children
      .map((child) => blockOf(child, pageUrl))
      .filter((block) => block !== '')
      .join(item.spread ? '\n\n' : '\n');
    return `${mark}${box}${indented(text, ' '.repeat(mark.length))}`;
  });
  return items.join('\n');
}

function tableOf({ children }: Table, pageUrl: PageUrl): string {
  const rows = children.map(({ children: cells }) =>
    cells.map((cell) => phrases(cell.children, pageUrl).replaceAll('|', '\\|').replaceAll('\n', ' ')),
  );
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What continues a block, such as an item, stands under its beginning. */
function indented(text: string, indent: string): string {
  return text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`);
}

function prefixed(text: string, prefix: string): string {
  return text
    .split('\n')
    .map((line) => `${prefix}${line}`.trimEnd())
    .join('\n');
}

function phrases(nodes: readonly PhrasingContent[], pageUrl: PageUrl): string {
  return nodes.map((node) => phrase(node, pageUrl)).join('');
}

function phrase(node: PhrasingContent, pageUrl: PageUrl): string {
  switch (node.type) {
    case 'text':
      return escaped(node.value);
    case 'inlineCode':
      return inlineCode(node.value);
    case 'break':
      return '  \n';
    case 'strong':
      return around(phrases(node.children, pageUrl), '**');
    case 'emphasis':
      return around(phrases(node.children, pageUrl), '*');
    case 'delete':
      return around(phrases(node.children, pageUrl), '~~');
    case 'link': {
      const label = phrases(node.children, pageUrl);
      const { target } = node.data ?? {};
      if (target?.kind !== 'page') return linkTo(label, target?.url ?? node.url);
      const url = pageUrl(target);
      return url === undefined ? `${label} (page ${inlineCode(target.slug)})` : linkTo(label, url);
    }
    default:
      return escaped(plainText([node]));
  }
}

/** Marks that touch a space would be plain characters. */
function around(text: string, mark: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return inner === '' ? text : `${before}${mark}${inner}${mark}${after}`;
}

/** A link to a web address. Any other address says nothing to a reader elsewhere. @param label Markdown */
export function linkTo(label: string, url: string): string {
  if (!/^(?:https?|mailto):/i.test(url)) return label;
  return `[${label}](<${url.replaceAll(/[<>\s\\]/g, encodeURIComponent)}>)`;
}

export function inlineCode(code: string): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  const pad = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${code.replaceAll('\n', ' ')}${pad}${ticks}`;
}

/** A plain text as Markdown that reads the same. Underscores inside a word format nothing. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\`*[\]<~]|&(?=[#\w]+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&');
}

/** A line of a paragraph must not begin like a heading, an item or a quotation. */
function asLines(text: string): string {
  return text.replaceAll(/^(\s*)(?:([#>+=-])|(\d{1,9})([.)]))(?=[\s#>+=-]|$)/gm, (_, space, sign, number, mark) =>
    sign === undefined ? `${space}${number}\\${mark}` : `${space}\\${sign}`,
  );
}
