import type { List, PhrasingContent, RootContent, Table } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { escapeEntities } from './escape.js';
import { type Piece, renderInline } from './inline.js';
import type { PageUrl } from './page-url.js';

/** A line of output. Where it must be broken, `fence` says that it is a line of a code block. */
export interface Line {
  readonly pieces: readonly Piece[];
  /** Stands before the first line and, where the line is broken, is followed by nothing. */
  readonly prefix: string;
  readonly fence: boolean;
}

/** A paragraph, a list, a code block: what is parted from the next by an empty line. */
export type Block = readonly Line[];

/** Renders Markdown blocks as lines of mrkdwn. Lists become text: Slack's mrkdwn has none. */
export function renderBlocks(nodes: readonly RootContent[], pageUrl: PageUrl): Block[] {
  return nodes.flatMap((node) => renderNode(node, pageUrl)).filter((block) => block.length > 0);
}

function renderNode(node: RootContent, pageUrl: PageUrl): Block[] {
  switch (node.type) {
    case 'paragraph':
      return [[line(renderInline(node.children, pageUrl))]];
    case 'heading':
      return [[line([bold(textOf(node))])]];
    case 'code':
      return [codeLines(node.value)];
    case 'list':
      return [listLines(node, pageUrl, '')];
    case 'blockquote':
      return renderBlocks(node.children, pageUrl).map((block) =>
        block.map((quoted) => (quoted.fence ? quoted : { ...quoted, prefix: `>${quoted.prefix}` })),
      );
    case 'table':
      return [tableLines(node)];
    case 'thematicBreak':
      return [];
    default:
      return textOf(node).trim() === '' ? [] : [[line(renderInline(inlineOf(node), pageUrl))]];
  }
}

function inlineOf(node: RootContent): PhrasingContent[] {
  return 'children' in node ? (node.children as PhrasingContent[]) : [{ type: 'text', value: textOf(node) }];
}

function line(pieces: readonly Piece[], prefix = ''): Line {
  return { pieces, prefix, fence: false };
}

function bold(text: string): Piece {
  return {
    text: `*${escapeEntities(text).replaceAll('*', '∗')}*`,
    whole: true,
    plain: text,
  };
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
        : renderNode(child, pageUrl)
            .flat()
            .map((inner) => (inner.fence ? inner : { ...inner, prefix: `${indent}${INDENT}${inner.prefix}` })),
    );
    const [opening, ...rest] = lines;
    // An item that begins with code or a nested list keeps its mark on a line of its own.
    if (opening === undefined) return [line([], `${indent}${mark}`)];
    if (opening.fence || item.children[0]?.type === 'list') return [line([], `${indent}${mark}`), opening, ...rest];
    return [{ ...opening, prefix: `${indent}${mark}` }, ...rest];
  });
}

/** A table as a code block, its columns padded: the only way that keeps them straight on every screen. */
function tableLines(table: Table): Line[] {
  const rows = table.children.map((row) => row.children.map((cell) => textOf(cell).replace(/\s+/g, ' ')));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const text = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return codeLines(text.join('\n'));
}
