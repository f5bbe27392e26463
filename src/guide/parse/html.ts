import type { Html, Nodes, Parents, PhrasingContent, Root, RootContent } from 'mdast';
import type { Rule } from '../rules.js';
import { BLOCKS, checkMark, formatted, htmlBlocks, imageOf, isIcon } from './html-blocks.js';
import { htmlTokens, isPlaceholder } from './html-tokens.js';
import { rewriteTree, walkTree } from './tree.js';

declare module 'mdast' {
  interface TextData {
    /** An icon or a list item began here in the HTML. In the legacy format an icon begins each item of a checklist. */
    checkMark?: boolean;
  }
}

/** What only decorates a page: nobody misses it. */
const SILENT = new Set(['style', 'template', 'svg']);

/**
 * Replaces raw HTML with what Markdown would give for it. An icon leaves an empty text node with `checkMark` in front.
 * @param warn called for each element that cannot be shown, with its line
 */
export function readHtml(root: Root, warn: (line: number, text: string, rule: Rule) => void): Root {
  const all = [...walkTree(root)].filter((node): node is Html => node.type === 'html');
  if (all.length === 0) return root;
  const closed = new Set(
    all.flatMap(({ value }) =>
      Array.from(value.matchAll(/<\/([a-z][\w:.-]*)/gi), ([, name = '']) => name.toLowerCase()),
    ),
  );
  const blocksFor = ({ value, position }: Html): RootContent[] =>
    htmlBlocks(value, closed, (name) => {
      if (!SILENT.has(name))
        warn(
          position?.start.line ?? 1,
          `<${name}> cannot be shown, so it is left out. Say in the text what it shows.`,
          'hidden-html',
        );
    }).map((block) => locate(block, position) as RootContent);

  return rewriteTree(root, (node, parent) => {
    if (node.type === 'html') return hasBlocks(parent) ? blocksFor(node) : [node];
    if (!('children' in node) || !node.children.some(({ type }) => type === 'html')) return [node];
    return [{ ...node, children: readInline(node.children as PhrasingContent[], closed) } as Nodes];
  });
}

function hasBlocks({ type }: Parents): boolean {
  return type === 'root' || type === 'blockquote' || type === 'listItem' || type === 'footnoteDefinition';
}

/** Headings and links name the line of their block. */
function locate(node: Nodes, position: Html['position']): Nodes {
  if (position === undefined) return node;
  const located = node.type === 'text' ? node : { ...node, position };
  return 'children' in located
    ? ({ ...located, children: (located.children as Nodes[]).map((child) => locate(child, position)) } as Nodes)
    : located;
}

interface OpenTag {
  readonly name: string;
  readonly raw: string;
  readonly position: Html['position'];
  readonly children: PhrasingContent[];
}

/** Inside a line each tag is its own node, and the text between tags is ordinary Markdown. A tag that is never closed gives no format. */
function readInline(nodes: readonly PhrasingContent[], closed: ReadonlySet<string>): PhrasingContent[] {
  const stack: OpenTag[] = [{ name: '', raw: '', position: undefined, children: [] }];
  const push = (...content: PhrasingContent[]): void => void stack.at(-1)?.children.push(...content);
  const open = new Map<string, number>();
  const pop = (): OpenTag | undefined => {
    const last = stack.pop();
    if (last !== undefined) open.set(last.name, (open.get(last.name) ?? 1) - 1);
    return last;
  };
  for (const node of nodes) {
    if (node.type !== 'html') {
      push(node);
      continue;
    }
    const [token] = htmlTokens(node.value);
    if (token === undefined || token.kind === 'hidden' || token.kind === 'text') continue;
    const { kind, name, raw } = token;
    if (isPlaceholder(token, closed)) push({ type: 'text', value: raw });
    else if (name === 'br') push({ type: 'break' });
    else if (name === 'img') push(imageOf(raw));
    else if (isIcon(raw)) push(checkMark());
    else if (BLOCKS.has(name)) {
      // Paragraphs and items in a cell of a table: their words stay apart.
      const last = stack.at(-1)?.children.at(-1);
      if (last !== undefined && last.type !== 'break') push({ type: 'break' });
    } else if (kind === 'open' && !token.isClosed && stack.length < MAX_OPEN) {
      stack.push({ name, raw, position: node.position, children: [] });
      open.set(name, (open.get(name) ?? 0) + 1);
    } else if (kind === 'close' && (open.get(name) ?? 0) > 0) {
      for (let last = pop(); last !== undefined; last = pop()) {
        const content = last.name === name ? formatted(name, last.raw, last.children) : undefined;
        push(
          ...(content ?? last.children).map((each) =>
            each.type === 'link' ? { ...each, ...(last?.position && { position: last.position }) } : each,
          ),
        );
        if (last.name === name) break;
      }
    }
  }
  return stack.flatMap(({ children }) => children);
}

const MAX_OPEN = 32;
