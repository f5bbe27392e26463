import type { Nodes, Parents, PhrasingContent, RootContent } from 'mdast';

/** The nodes that replace a node, whose children are already rewritten. An empty list removes it. */
export type Replace = (node: Nodes, parent: Parents) => readonly Nodes[];

/** The tree, rewritten from its leaves up; what does not change is not copied. Recursive, so limit the depth first. */
export function rewriteTree<T extends Nodes>(node: T, replace: Replace): T {
  if (!('children' in node)) return node;
  const children: Nodes[] = [];
  let isChanged = false;
  for (const child of node.children) {
    const replacement = replace(rewriteTree(child, replace), node);
    if (replacement.length !== 1 || replacement[0] !== child) isChanged = true;
    children.push(...replacement);
  }
  return isChanged ? ({ ...node, children } as T) : node;
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
  const bare = withoutPosition(node);
  if (bare.type === 'text') {
    const value = bare.value.replace(SOFT_BREAK, ' ');
    return value === '' ? [] : [{ type: 'text', value }];
  }
  if (!('children' in bare)) return [bare];
  const children = joinTexts(bare.children);
  const trimmed =
    bare.type === 'paragraph' || bare.type === 'heading' || bare.type === 'tableCell' ? trimEnds(children) : children;
  return trimmed.length === 0 && NEEDS_CHILDREN.has(bare.type) ? [] : [{ ...bare, children: trimmed } as Nodes];
}

function withoutPosition(node: Nodes): Nodes {
  const { position, ...bare } = node;
  if (node.type !== 'link' || position === undefined) return bare as Nodes;
  const { line } = position.start;
  return { ...bare, position: { start: { line, column: 1 }, end: { line, column: 1 } } } as Nodes;
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
  const trimmed = [...children];
  while (trimmed.length > 0) {
    const first = trimmed[0];
    if (first?.type === 'text' && first.value.trimStart() !== first.value)
      trimmed[0] = { ...first, value: first.value.trimStart() };
    else if (first?.type === 'break' || (first?.type === 'text' && first.value === '')) trimmed.shift();
    else break;
  }
  while (trimmed.length > 0) {
    const last = trimmed.at(-1);
    if (last?.type === 'text' && last.value.trimEnd() !== last.value)
      trimmed[trimmed.length - 1] = { ...last, value: last.value.trimEnd() };
    else if (last?.type === 'break' || (last?.type === 'text' && last.value === '')) trimmed.pop();
    else break;
  }
  return trimmed;
}
