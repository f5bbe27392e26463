import MarkdownIt from 'markdown-it';
import type { AlignType, Nodes, Parents, PhrasingContent, Root, Table } from 'mdast';
import type { ParsedBlocks, Token } from './parser.js';

/** What a tree needs to know of the lines of a text, which count from 0. */
export interface TextLines {
  /** The number of a line in the file, from 1. */
  readonly numberOf: (index: number) => number;
  /** Whether a line parts the blocks of a list item. */
  readonly isBlank: (index: number) => boolean;
}

/**
 * The tokens of markdown-it → a tree (mdast). Blocks, links, images and tags have their line of the file as position. Not recursive: markup may
 * nest deeper than the stack.
 */
export function treeOf({ tokens, inline }: ParsedBlocks, { numberOf, isBlank }: TextLines): Root {
  const root: Root = { type: 'root', children: [] };
  const open: Parents[] = [root];
  const parent = (): Parents => open.at(-1) ?? root;
  // Cells and footnotes have no line of their own.
  let line = 0;
  for (const token of tokens) {
    if (token.map !== null) line = token.map[0];
    if (token.type === 'inline') {
      const start = line;
      append(
        parent(),
        inlineNodes(inline(token), (offset) => numberOf(start + offset)),
      );
      readCheckBox(open, token.content);
    } else if (token.nesting === -1) {
      if (!WITHOUT_NODE.has(token.tag)) open.pop();
    } else {
      const node = blockOf(token);
      if (node === undefined) continue;
      const outer = parent();
      if (outer.type === 'listItem' && outer.children.length > 0 && isBlank(line - 1)) outer.spread = true;
      if (token.type === 'th_open') (open.at(-2) as Table).align?.push(alignmentOf(token));
      append(outer, [{ ...node, position: positionOf(numberOf(line)) }]);
      if (token.nesting === 1) open.push(outer.children.at(-1) as Parents);
    }
  }
  return root;
}

/** The parts of a table, which have no node in a tree. */
const WITHOUT_NODE: ReadonlySet<string> = new Set(['thead', 'tbody']);

function blockOf(token: Token): Nodes | undefined {
  switch (token.type) {
    case 'paragraph_open':
      return { type: 'paragraph', children: [] };
    case 'heading_open':
      return { type: 'heading', depth: Number(token.tag.slice(1)) as 1 | 2 | 3 | 4 | 5 | 6, children: [] };
    case 'bullet_list_open':
      return { type: 'list', ordered: false, spread: false, children: [] };
    case 'ordered_list_open':
      return { type: 'list', ordered: true, start: Number(token.attrGet('start') ?? 1), spread: false, children: [] };
    case 'list_item_open':
      return { type: 'listItem', spread: false, children: [] };
    case 'blockquote_open':
      return { type: 'blockquote', children: [] };
    case 'table_open':
      return { type: 'table', align: [], children: [] };
    case 'tr_open':
      return { type: 'tableRow', children: [] };
    case 'th_open':
    case 'td_open':
      return { type: 'tableCell', children: [] };
    case 'footnote_reference_open': {
      const label = labelOf(token);
      return { type: 'footnoteDefinition', identifier: label, label, children: [] };
    }
    case 'fence':
    case 'code_block':
      return codeOf(token);
    case 'html_block':
      return { type: 'html', value: token.content.replace(/\n+$/, '') };
    case 'hr':
      return { type: 'thematicBreak' };
    default:
      return undefined;
  }
}

function codeOf({ info, content }: Token): Nodes {
  const [, lang, meta] = /^\s*(\S+)\s*(.*?)\s*$/.exec(/[\\&]/.test(info) ? unescapeAll(info) : info) ?? [];
  return { type: 'code', ...(lang && { lang }), ...(meta && { meta }), value: content.replace(/\n$/, '') };
}

const { unescapeAll } = new MarkdownIt().utils;

function alignmentOf(token: Token): AlignType {
  return (/left|right|center/.exec(String(token.attrGet('style') ?? ''))?.[0] ?? null) as AlignType;
}

function labelOf({ meta }: Token): string {
  return String(meta?.label ?? '').toLowerCase();
}

const BOX = /^\[([ \t\nxX])\](?=[ \t\n]+\S)/;

/** "[ ]" at the start of a list item. What links to a page that is named "x", or has a "\", is no box. */
function readCheckBox(open: readonly Parents[], text: string): void {
  const mark = BOX.exec(text);
  const [paragraph, item] = [open.at(-1), open.at(-2)];
  if (mark === null || paragraph?.type !== 'paragraph' || item?.type !== 'listItem') return;
  const [first] = paragraph.children;
  if (item.children[0] !== paragraph || first?.type !== 'text' || !first.value.startsWith(mark[0])) return;
  item.checked = mark[1]?.toLowerCase() === 'x';
  first.value = first.value.slice(mark[0].length + 1);
  if (first.value === '') paragraph.children.shift();
}

/** @param lineAt the number in the file of a line of this paragraph, counted from 0 */
function inlineNodes(tokens: readonly Token[], lineAt: (offset: number) => number): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  const open: { readonly children: PhrasingContent[] }[] = [{ children: nodes }];
  let line = 0;
  for (const token of tokens) {
    if (token.map !== null) line = token.map[0];
    const siblings = open.at(-1)?.children ?? nodes;
    if (token.nesting === -1) {
      if (open.length > 1) open.pop();
    } else if (token.type === 'text' || token.type === 'softbreak') {
      addText(siblings, token.type === 'text' ? token.content : '\n');
    } else {
      const node = inlineOf(token, () => positionOf(lineAt(line)));
      siblings.push(node);
      if (token.nesting === 1) open.push(node as { children: PhrasingContent[] });
    }
    if (token.type === 'softbreak' || token.type === 'hardbreak') line += 1;
  }
  return nodes;
}

function addText(siblings: PhrasingContent[], value: string): void {
  const last = siblings.at(-1);
  if (last?.type === 'text') last.value += value;
  else if (value !== '') siblings.push({ type: 'text', value });
}

function inlineOf(token: Token, position: () => Position): PhrasingContent {
  switch (token.type) {
    case 'code_inline':
      return { type: 'inlineCode', value: token.content };
    case 'hardbreak':
      return { type: 'break' };
    case 'em_open':
      return { type: 'emphasis', children: [] };
    case 'strong_open':
      return { type: 'strong', children: [] };
    case 's_open':
      return { type: 'delete', children: [] };
    case 'link_open':
      return { type: 'link', url: String(token.attrGet('href') ?? ''), children: [], position: position() };
    case 'image': {
      const url = String(token.attrGet('src') ?? '');
      return { type: 'image', url, alt: textOf(token.children ?? []), position: position() };
    }
    case 'html_inline':
      return { type: 'html', value: token.content, position: position() };
    case 'footnote_ref': {
      const label = labelOf(token);
      return { type: 'footnoteReference', identifier: label, label };
    }
    default:
      return { type: 'text', value: token.content };
  }
}

/** The text of an image, without its markup. */
function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ type, content, children }) => {
      if (type === 'softbreak' || type === 'hardbreak') return '\n';
      if (type === 'image') return textOf(children ?? []);
      return type === 'text' || type === 'code_inline' ? content : '';
    })
    .join('');
}

type Position = NonNullable<Nodes['position']>;

/** Only the line of the start is used. */
function positionOf(line: number): Position {
  const start = { line, column: 1 };
  return { start, end: start };
}

function append(parent: Parents, nodes: readonly Nodes[]): void {
  for (const node of nodes) (parent.children as Nodes[]).push(node);
}
