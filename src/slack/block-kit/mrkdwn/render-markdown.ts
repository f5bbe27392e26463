import type { List, PhrasingContent, RootContent, Table, TableCell } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { LinkTarget } from '../../../guide/page.js';
import { walkTree } from '../../../guide/parse/tree.js';
import { plainText } from '../../../guide/text.js';
import { closableFormats, escapeEntities, escapeMrkdwn } from './escape.js';

/** The address where a page is published, if it is. */
export type PageUrl = (target: Extract<LinkTarget, { kind: 'page' }>) => string | undefined;

/** The first page of a guide. Where addresses have no file names, sites show it at the top: `https://example.com/`. */
const FIRST_PAGE = /^(?:index|readme)$/i;
const FOLDER_OF_PAGE = /(?<=\/)\{slug\}\/?$/;

/** Fills in the pattern of `GUIDE_URL`, such as `https://example.com/{slug}.html`. */
export function createPageUrl(pattern: string | undefined): PageUrl {
  return ({ slug, anchor }) => {
    if (pattern === undefined) return undefined;
    const path = slug.split('/').map(encodeURIComponent).join('/');
    const url = (FIRST_PAGE.test(slug) ? pattern.replace(FOLDER_OF_PAGE, '') : pattern).replaceAll('{slug}', path);
    return `${url}${anchor ? `#${encodeURIComponent(anchor)}` : ''}`;
  };
}

/** A paragraph, a list, a code block: what an empty line separates from the next. */
export type Block = readonly Line[];

/** A line of mrkdwn. */
export interface Line {
  readonly pieces: readonly Piece[];
  /** Comes before the pieces. If the line is broken, the later lines have none. */
  readonly prefix: string;
  /** A line of a code block. */
  readonly fence: boolean;
}

/** A stretch of mrkdwn. Plain text may be cut at a space; a link, code or formatted text only as a whole. */
export interface Piece {
  readonly text: string;
  readonly whole: boolean;
  /** The same without any format, for a whole piece that is too long for any text. */
  readonly plain: string;
}

/** Renders Markdown as lines of mrkdwn. Lists become text, because Slack's mrkdwn has none. */
export function renderBlocks(nodes: readonly RootContent[], pageUrl: PageUrl): Block[] {
  return nodes.flatMap((node) => renderBlock(node, pageUrl)).filter((block) => block.length > 0);
}

function renderBlock(node: RootContent, pageUrl: PageUrl): Block[] {
  switch (node.type) {
    case 'paragraph':
      return [linesOf(node.children, pageUrl)];
    case 'heading':
      return [[line([heading(textOf(node))])]];
    case 'code':
      return [codeLines(node.value)];
    case 'list':
      return [listLines(node, pageUrl, '')];
    case 'blockquote':
      return renderBlocks(node.children, pageUrl).map((block) =>
        block.map((quoted) => (quoted.fence ? quoted : { ...quoted, prefix: `>${quoted.prefix}` })),
      );
    case 'table':
      return [tableLines(node, pageUrl)];
    case 'thematicBreak':
      return [];
    default:
      return textOf(node).trim() === '' ? [] : [[line(renderInline(inlineOf(node), pageUrl))]];
  }
}

function inlineOf(node: RootContent): PhrasingContent[] {
  return 'children' in node ? (node.children as PhrasingContent[]) : [{ type: 'text', value: textOf(node) }];
}

/** A hard break begins another line, so that it stays in its quotation or its item. */
function linesOf(nodes: readonly PhrasingContent[], pageUrl: PageUrl): Line[] {
  const lines: PhrasingContent[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'break') lines.push([]);
    else lines.at(-1)?.push(node);
  }
  return lines.map((content) => line(renderInline(content, pageUrl)));
}

function line(pieces: readonly Piece[], prefix = ''): Line {
  return { pieces, prefix, fence: false };
}

function heading(text: string): Piece {
  return whole(`*${escapeEntities(text).replaceAll('*', '∗')}*`, text);
}

function codeLines(code: string): Line[] {
  return code.split('\n').map((text) => ({
    // Three backticks would end the block.
    pieces: [{ text: escapeEntities(text.replaceAll('```', 'ˋˋˋ')), whole: false, plain: text }],
    prefix: '',
    fence: true,
  }));
}

const INDENT = '    ';

function listLines(list: List, pageUrl: PageUrl, indent: string): Line[] {
  const first = list.start ?? 1;
  return list.children.flatMap((item, index) => {
    const mark = list.ordered ? `${first + index}. ` : item.checked == null ? '• ' : item.checked ? '☑ ' : '☐ ';
    const lines = item.children.flatMap((child): Line[] =>
      child.type === 'list'
        ? listLines(child, pageUrl, indent + INDENT)
        : renderBlock(child, pageUrl)
            .flat()
            .map((inner) => (inner.fence ? inner : { ...inner, prefix: `${indent}${INDENT}${inner.prefix}` })),
    );
    const [opening, ...rest] = lines;
    if (opening === undefined) return [line([], `${indent}${mark}`)];
    // The mark of an item that begins with code or a nested list gets a line of its own.
    if (opening.fence || item.children[0]?.type === 'list') return [line([], `${indent}${mark}`), opening, ...rest];
    return [{ ...opening, prefix: `${indent}${mark}` }, ...rest];
  });
}

/** Characters of a line of code in a message; a dialog is a little narrower. A longer line wraps, and the columns are lost. */
const LINE = 72;

/** A table as a code block with padded columns, or as a list if that would be too wide. */
function tableLines(table: Table, pageUrl: PageUrl): Line[] {
  const rows = table.children.map((row) => row.children.map(cellText));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  if (widths.reduce((sum, width) => sum + width + 2, -2) > LINE) return tableList(table, pageUrl);
  const text = rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell))))
      .join('  ')
      .trimEnd(),
  );
  return codeLines(text.join('\n'));
}

/** On one line: where the cell has line breaks, its words stay apart. */
function cellText({ children }: TableCell): string {
  return plainText(children, ' ').replace(/\s+/g, ' ');
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60]/u;

/** Columns of a text in a fixed-width font: Chinese, Japanese and Korean characters and emoji take two, marks on a letter none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : /[\p{M}\p{Cf}]/u.test(character) ? 0 : 1;
  return width;
}

/** Each row as an item: its first cell in bold, then each other cell after the name of its column. */
function tableList({ children: [head, ...rows] }: Table, pageUrl: PageUrl): Line[] {
  const names = (head?.children ?? []).map(cellText);
  return rows.map(({ children: [first, ...cells] }) => {
    const title = first === undefined ? '' : cellText(first);
    // The title is bold.
    const closable = ['*', ...closableIn(cells.flatMap(({ children }) => children))];
    const rest = cells.flatMap((cell, index): Piece[] => {
      const content = renderInline(cell.children, pageUrl, { closable, inside: '' });
      if (content.length === 0) return [];
      const name = names[index + 1];
      return [plain(`${index === 0 ? ' – ' : '; '}${name ? `${name}: ` : ''}`), ...content];
    });
    return line([...(title === '' ? [] : [heading(title)]), ...rest], '• ');
  });
}

function plain(text: string): Piece {
  return { text: escapeMrkdwn(text), whole: false, plain: text };
}

/** Slack makes an emoji of `:key:`, also in `cache:key:42`. A character that nobody sees keeps the colons; an emoji has a space before it. */
function noEmoji(text: string): string {
  return text.replace(/(?<=\S):(?=[\w+'-]{1,100}:)/g, ':\u2060');
}

/** Formats do not nest inside a link: Slack shows `*<url|text>*`, but not `<url|*text*>`. */
function renderInline(
  nodes: readonly PhrasingContent[],
  pageUrl: PageUrl,
  around: Around = { closable: closableIn(nodes), inside: '' },
): Piece[] {
  return nodes.flatMap((node) => renderPhrase(node, pageUrl, around));
}

/** What decides which characters of a text become look-alikes: see `escapeMrkdwn`. */
interface Around {
  readonly closable: readonly string[];
  readonly inside: string;
}

const MARKS: Readonly<Record<string, string>> = { strong: '*', emphasis: '_', delete: '~', inlineCode: '`' };

/** The characters that could end a format in this line, those of its own formats among them. */
function closableIn(nodes: readonly PhrasingContent[]): string[] {
  const own = nodes.flatMap((node) => [...walkTree(node)].flatMap(({ type }) => MARKS[type] ?? []));
  return [...own, ...closableFormats(nodes.map((node) => textOf(node)).join(''))];
}

function renderPhrase(node: PhrasingContent, pageUrl: PageUrl, around: Around): Piece[] {
  const formattedBy = (mark: string, children: readonly PhrasingContent[]): Piece[] => [
    formatted(mark, renderInline(children, pageUrl, { ...around, inside: around.inside + mark }), textOf(node)),
  ];
  switch (node.type) {
    case 'text': {
      const text = escapeMrkdwn(node.value.replaceAll('\n', ' '), around.closable, around.inside);
      return [{ text: noEmoji(text), whole: false, plain: node.value }];
    }
    case 'inlineCode':
      return [whole(`\`${escapeEntities(node.value.replaceAll('`', 'ˋ'))}\``, node.value)];
    case 'break':
      return [{ text: '\n', whole: false, plain: '\n' }];
    case 'link':
      return [renderLink(node, pageUrl)];
    case 'strong':
      return formattedBy('*', node.children);
    case 'emphasis':
      return formattedBy('_', node.children);
    case 'delete':
      return formattedBy('~', node.children);
    default:
      return [{ text: escapeMrkdwn(textOf(node)), whole: false, plain: textOf(node) }];
  }
}

function renderLink(node: Extract<PhrasingContent, { type: 'link' }>, pageUrl: PageUrl): Piece {
  const label = textOf(node).replace(/\s+/g, ' ').trim();
  const target = node.data?.target;
  const url = target?.kind === 'page' ? pageUrl(target) : target?.url;
  if (url === undefined) return whole(escapeMrkdwn(label), label);
  // `|` or `>` inside the address would end it.
  const safe = escapeEntities(url).replaceAll('|', '%7C');
  return whole(label === '' ? `<${safe}>` : `<${safe}|${escapeEntities(label).replaceAll('|', '¦')}>`, label);
}

/** mrkdwn formats a text only if no space follows the first mark or comes before the last one. */
function formatted(mark: string, pieces: readonly Piece[], plain: string): Piece {
  const inner = pieces.map(({ text }) => text).join('');
  const middle = inner.trim();
  if (middle === '') return whole(inner, plain);
  const start = inner.indexOf(middle);
  const [before, after] = [inner.slice(0, start), inner.slice(start + middle.length)];
  return whole(`${before}${mark}${middle}${mark}${after}`, plain);
}

function whole(text: string, plain: string): Piece {
  return { text, whole: true, plain };
}
