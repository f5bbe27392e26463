import type { Nodes, Parents, PhrasingContent, RootContent } from 'mdast';

/** The nodes that replace a node, whose children are already rewritten. An empty list removes it. */
export type Replace = (node: Nodes, parent: Parents) => readonly Nodes[];

/** The tree, rewritten from its leaves up; what does not change is not copied. Recursive, so limit the depth first. */
export function rewriteTree<T extends Nodes>(node: T, replace: Replace): T {
  if (!('children' in node)) return node;
  // Made at the first change: of most nodes nothing changes.
  let children: Nodes[] | undefined;
  for (const [index, child] of node.children.entries()) {
    const replacement = replace(rewriteTree(child, replace), node);
    if (children === undefined && replacement.length === 1 && replacement[0] === child) continue;
    children ??= node.children.slice(0, index);
    for (const each of replacement) children.push(each);
  }
  return children === undefined ? node : ({ ...node, children } as T);
}

/** Every node of the tree, parents before their children. */
export function* walkTree(node: Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* walkTree(child);
}

/**
 * Cleans up nodes for output: no positions (links keep their line until they are resolved), soft line breaks as spaces,
 * neighbouring texts joined, and no empty nodes.
 */
export function tidyBlocks(nodes: readonly RootContent[]): RootContent[] {
  return rewriteTree({ type: 'root', children: [...nodes] }, tidy).children;
}

/** The same for inline nodes. */
export function tidyPhrasing(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return (
    (tidyBlocks([{ type: 'paragraph', children: [...nodes] }]) as { children: PhrasingContent[] }[])[0]?.children ?? []
  );
}

const NEEDS_CHILDREN = new Set([
  'paragraph',
  'heading',
  'emphasis',
  'strong',
  'delete',
  'link',
  'blockquote',
  'list',
  'listItem',
  'table',
]);

// Without the lookbehind, a long run of spaces would take time that grows with its square.
const SOFT_BREAK = /(?<![ \t])[ \t]*\n[ \t]*/g;

function tidy(node: Nodes): Nodes[] {
  if (node.type === 'text') {
    const value = node.value.replace(SOFT_BREAK, ' ');
    return value === '' ? [] : [{ type: 'text', value }];
  }
  const bare = withoutPosition(node);
  if (!('children' in bare)) return [bare];
  const joined = joinTexts(FORMATS.has(bare.type) ? flatten(bare.type, bare.children) : bare.children);
  const isText = bare.type === 'paragraph' || bare.type === 'heading' || bare.type === 'tableCell';
  // A copy: an array that grew has room for more, and a large guide has millions.
  const children = isText ? trimEnds(joined) : joined.slice();
  return children.length === 0 && NEEDS_CHILDREN.has(bare.type) ? [] : [{ ...bare, children } as Nodes];
}

const FORMATS = new Set(['strong', 'emphasis', 'delete']);

/** Bold in bold is bold: the name of a tab or a callout may have marks of its own. */
function flatten(type: string, children: readonly Nodes[]): Nodes[] {
  return children.flatMap((child) => (child.type === type && 'children' in child ? child.children : [child]));
}

function withoutPosition(node: Nodes): Nodes {
  if (node.position === undefined) return node;
  const { position, ...bare } = node;
  if (node.type !== 'link') return bare as Nodes;
  const start = { line: position.start.line, column: 1 };
  return { ...bare, position: { start, end: start } } as Nodes;
}

function joinTexts(children: readonly Nodes[]): Nodes[] {
  const joined: Nodes[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (child.type === 'text' && last?.type === 'text')
      joined[joined.length - 1] = { type: 'text', value: last.value + child.value };
    else joined.push(child);
  }
  return joined;
}

function trimEnds(children: readonly Nodes[]): Nodes[] {
  let start = 0;
  let end = children.length;
  while (start < end && isSpace(children[start])) start += 1;
  while (end > start && isSpace(children[end - 1])) end -= 1;
  const trimmed = children.slice(start, end);
  const [first] = trimmed;
  if (first?.type === 'text') trimmed[0] = { ...first, value: first.value.trimStart() };
  const last = trimmed.at(-1);
  if (last?.type === 'text') trimmed[trimmed.length - 1] = { ...last, value: last.value.trimEnd() };
  return trimmed;
}

function isSpace(node: Nodes | undefined): boolean {
  return node?.type === 'break' || (node?.type === 'text' && node.value.trim() === '');
}
