import type { Nodes, Parents } from 'mdast';

/** What stands for a node; none removes it. The node's children have been rewritten already. */
export type Replace = (node: Nodes, parent: Parents) => readonly Nodes[];

/** A copy of the tree, rebuilt from its leaves up. Recursive: limit the depth first. */
export function rewriteTree<T extends Nodes>(node: T, replace: Replace): T {
  if (!('children' in node)) return node;
  const children = node.children.flatMap((child) => replace(rewriteTree(child, replace), node));
  return { ...node, children };
}

/** Every node of the tree, parents before their children. */
export function* walkTree(node: Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* walkTree(child);
}
