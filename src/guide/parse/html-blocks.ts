import type { BlockContent, ListItem, Nodes, PhrasingContent, RootContent, TableCell, TableRow, Text } from 'mdast';
import { attribute, type ClosedNames, decodeEntities, htmlTokens, isPlaceholder } from './html-tokens.js';

/* Raw HTML → the same blocks that Markdown would give: paragraphs, lists, tables, code. Deeper nesting than MAX_DEPTH is flattened. */

interface Element {
  readonly name: string;
  readonly raw: string;
  readonly children: (Element | string)[];
}

const MAX_DEPTH = 16;
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** What an opening tag ends: a new item ends the one before it. The second list says where that stops. */
const ENDS: Readonly<Record<string, readonly [string[], string[]]>> = {
  li: [['li'], ['ul', 'ol']],
  dt: [['dt', 'dd'], ['dl']],
  dd: [['dt', 'dd'], ['dl']],
  tr: [['tr', 'td', 'th'], ['table']],
  td: [
    ['td', 'th'],
    ['tr', 'table'],
  ],
  th: [
    ['td', 'th'],
    ['tr', 'table'],
  ],
  tbody: [['thead', 'tbody', 'tr', 'td', 'th'], ['table']],
};

/** @param hidden called with the name of each element that cannot be shown */
export function htmlBlocks(html: string, closed: ClosedNames, hidden: (name: string) => void): RootContent[] {
  const root: Element = { name: '', raw: '', children: [] };
  const stack: Element[] = [root];
  const top = (): Element => stack.at(-1) ?? root;
  for (const token of htmlTokens(html)) {
    if (token.kind === 'hidden') hidden(token.name);
    else if (token.kind === 'text') top().children.push(token.raw);
    else if (isPlaceholder(token, closed)) top().children.push(token.raw.replaceAll('&', '&amp;'));
    else if (token.kind === 'close') closeTo(stack, token.name);
    else {
      endOthers(stack, token.name);
      const element: Element = { name: token.name, raw: token.raw, children: [] };
      top().children.push(element);
      if (!VOID.has(token.name) && !token.isClosed && stack.length <= MAX_DEPTH) stack.push(element);
    }
  }
  return blocksOf(root.children);
}

function closeTo(stack: Element[], name: string): void {
  const index = stack.findLastIndex((element) => element.name === name);
  if (index > 0) stack.length = index;
}

function endOthers(stack: Element[], name: string): void {
  const [ended = [], borders = []] = ENDS[name] ?? [];
  for (let index = stack.length - 1; index > 0; index--) {
    const { name: open = '' } = stack[index] ?? {};
    if (borders.includes(open)) return;
    if (ended.includes(open)) stack.length = index;
  }
}

export const BLOCKS: ReadonlySet<string> = new Set(
  `address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol
  p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);

const ROWS = /^t(?:r|body|head|foot)$/;

function blocksOf(nodes: readonly (Element | string)[]): RootContent[] {
  const blocks: RootContent[] = [];
  let inline: PhrasingContent[] = [];
  let afterRows = 0;
  const flush = (): void => {
    // A check mark counts at the start of a line only.
    const start = inline.findIndex(
      (node) => node.type !== 'text' || node.data !== undefined || node.value.trim() !== '',
    );
    if (start >= 0) blocks.push({ type: 'paragraph', children: inline.slice(start) });
    inline = [];
  };
  for (const [index, node] of nodes.entries()) {
    if (typeof node === 'string') {
      // A blank line ends a paragraph, as in Markdown.
      for (const [part, text] of node.split(/\n[ \t]*\n\s*/).entries()) {
        if (part > 0) flush();
        inline.push(textNode(text));
      }
    } else if (node.name === 'br') {
      flush();
    } else if (!BLOCKS.has(node.name)) {
      if (node.children.some(isBlock)) {
        flush();
        blocks.push(...blocksOf(node.children));
      } else inline.push(...phrasingOf([node]));
    } else if (ROWS.test(node.name)) {
      // Rows of a table that a blank line parted from their table.
      flush();
      if (index < afterRows) continue;
      const end = nodes.findIndex((each, at) => at > index && typeof each !== 'string' && !ROWS.test(each.name));
      afterRows = end === -1 ? nodes.length : end;
      blocks.push(...tableOf(nodes.slice(index, afterRows)));
    } else {
      flush();
      blocks.push(...blockOf(node));
    }
  }
  flush();
  return blocks;
}

function isBlock(node: Element | string): boolean {
  return typeof node !== 'string' && (BLOCKS.has(node.name) || node.children.some(isBlock));
}

function blockOf(element: Element): RootContent[] {
  const { name, children } = element;
  switch (name) {
    case 'hr':
      return [{ type: 'thematicBreak' }];
    case 'pre':
      return codeOf(element);
    case 'table':
      return /\sdata-view="cards"/.test(element.raw) ? cardsOf(children) : tableOf(children);
    case 'ul':
    case 'ol':
      return listOf(element);
    case 'li':
      return blocksOf(children).map((block) =>
        block.type === 'paragraph' ? { ...block, children: [checkMark(), ...block.children] } : block,
      );
    case 'blockquote':
      return [{ type: 'blockquote', children: blocksOf(children) as BlockContent[] }];
    case 'summary':
    case 'dt':
    case 'caption':
      return [{ type: 'paragraph', children: [{ type: 'strong', children: phrasingOf(children) }] }];
    default:
      if (/^h[1-6]$/.test(name)) {
        return [
          { type: 'heading', depth: Number(name.charAt(1)) as 1 | 2 | 3 | 4 | 5 | 6, children: phrasingOf(children) },
        ];
      }
      return blocksOf(children);
  }
}

function codeOf(element: Element): RootContent[] {
  const value = textOf(element).replace(/^\n/, '').trimEnd();
  const inner = element.children.find((child) => typeof child !== 'string');
  const tags = element.raw + (typeof inner === 'object' ? inner.raw : '');
  const lang = /\blang(?:uage)?[-="']+([\w+#-]+)/i.exec(tags)?.[1];
  return value.trim() === '' ? [] : [{ type: 'code', value, ...(lang && { lang }) }];
}

function listOf({ name, raw, children }: Element): RootContent[] {
  const items = children.flatMap((child): ListItem[] => {
    if (typeof child === 'string' && child.trim() === '') return [];
    const content = blocksOf(typeof child !== 'string' && child.name === 'li' ? child.children : [child]);
    return content.length === 0 ? [] : [{ type: 'listItem', spread: false, children: content as BlockContent[] }];
  });
  if (items.length === 0) return [];
  const start = Number(attribute(raw, 'start')) || 1;
  return [{ type: 'list', ordered: name === 'ol', spread: false, ...(name === 'ol' && { start }), children: items }];
}

function tableOf(children: readonly (Element | string)[]): RootContent[] {
  const rows: TableRow[] = [];
  const before: RootContent[] = [];
  const read = (nodes: readonly (Element | string)[]): void => {
    for (const node of nodes) {
      if (typeof node === 'string') continue;
      if (node.name === 'caption') before.push(...blockOf(node));
      else if (node.name !== 'tr') read(node.children);
      else {
        const cells = node.children.flatMap((cell): TableCell[] =>
          typeof cell !== 'string' && /^t[dh]$/.test(cell.name)
            ? [{ type: 'tableCell', children: phrasingOf(cell.children) }]
            : [],
        );
        if (cells.length > 0) rows.push({ type: 'tableRow', children: cells });
      }
    }
  };
  read(children);
  const columns = Math.max(0, ...rows.map((row) => row.children.length));
  // A table of one column or row only arranges what is in it.
  if (columns < 2 || rows.length < 2) {
    const cells = rows.flatMap((row) => row.children);
    return [...before, ...cells.map((cell): RootContent => ({ type: 'paragraph', children: cell.children }))];
  }
  return [...before, { type: 'table', children: rows }];
}

/** Cards of GitBook are a table whose last cells only say where each leads. They become a list of links. */
function cardsOf(children: readonly (Element | string)[]): RootContent[] {
  return tableOf(children).flatMap((table): RootContent[] => {
    if (table.type !== 'table') return [table];
    const items = table.children.flatMap(({ children: cells }): ListItem[] => {
      const targets = cells.flatMap(({ children: [only, ...others] }) =>
        only?.type === 'link' && others.length === 0 ? [only] : [],
      );
      const texts = cells.map((cell) => cell.children).filter(([only]) => only !== undefined && only !== targets[0]);
      const [title, ...rest] = texts.filter((content) => content.some((node) => textOfNode(node).trim() !== ''));
      if (title === undefined) return [];
      const [target] = targets;
      const name: PhrasingContent[] = target === undefined ? title : [{ ...target, children: title as Text[] }];
      const content = [
        ...name,
        ...rest.flatMap((each): PhrasingContent[] => [{ type: 'text', value: ' – ' }, ...each]),
      ];
      return [{ type: 'listItem', spread: false, children: [{ type: 'paragraph', children: content }] }];
    });
    return items.length === 0 ? [] : [{ type: 'list', ordered: false, spread: false, children: items }];
  });
}

function phrasingOf(nodes: readonly (Element | string)[]): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    if (typeof node === 'string') return [textNode(node)];
    const { name, raw, children } = node;
    if (name === 'br') return [{ type: 'break' }];
    if (name === 'img') return [imageOf(raw)];
    if (isIcon(raw)) return [checkMark(), ...phrasingOf(children)];
    const inner = phrasingOf(children);
    // Blocks in a cell, such as list items, stay apart.
    if (BLOCKS.has(name)) return [{ type: 'text', value: ' ' }, ...inner, { type: 'text', value: ' ' }];
    return formatted(name, raw, inner) ?? inner;
  });
}

/** Inline content in the format that an element of HTML gives it; undefined if it gives none. */
export function formatted(name: string, tag: string, children: PhrasingContent[]): PhrasingContent[] | undefined {
  switch (name) {
    case 'a': {
      const url = attribute(tag, 'href');
      return url === '' || children.length === 0 ? undefined : [{ type: 'link', url, children }];
    }
    case 'b':
    case 'strong':
      return [{ type: 'strong', children }];
    case 'i':
    case 'em':
      return [{ type: 'emphasis', children }];
    case 's':
    case 'del':
    case 'strike':
      return [{ type: 'delete', children }];
    case 'code':
    case 'kbd':
    case 'samp':
    case 'tt': {
      const value = children.map(textOfNode).join('').trim();
      return value === '' ? [] : [{ type: 'inlineCode', value }];
    }
    case 'q':
      return [{ type: 'text', value: '“' }, ...children, { type: 'text', value: '”' }];
    default:
      return undefined;
  }
}

/** An image, or nothing if its empty `alt` says that it only decorates. */
export function imageOf(tag: string): PhrasingContent {
  const alt = attribute(tag, 'alt');
  return alt === '' && /\salt\b/i.test(tag)
    ? { type: 'text', value: '' }
    : { type: 'image', url: attribute(tag, 'src'), alt };
}

/** An icon of a web font, such as `<i class="fa fa-check">`. */
export function isIcon(tag: string): boolean {
  return /^<i\s[^>]*\bclass\s*=/i.test(tag);
}

export function checkMark(): Text {
  return { type: 'text', value: '', data: { checkMark: true } };
}

function textNode(text: string): Text {
  return { type: 'text', value: decodeEntities(text).replace(/\s+/g, ' ') };
}

function textOf(node: Element | string): string {
  if (typeof node === 'string') return decodeEntities(node);
  return node.name === 'br' ? '\n' : node.children.map(textOf).join('');
}

function textOfNode(node: Nodes): string {
  if ('children' in node) return node.children.map(textOfNode).join('');
  return 'value' in node ? node.value : '';
}
