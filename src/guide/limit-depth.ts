import type { Nodes, Root } from 'mdast';

const MAX_DEPTH = 24;

/**
 * Makes plain text of what lies deeper than anyone would write, so that whatever handles the tree later may do so recursively.
 * This itself is not recursive. Changes the tree that it is given.
 */
export function limitDepth(root: Root): Root {
  const waiting: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    if (!('children' in node)) continue;
    if (depth >= MAX_DEPTH) (node as { children: Nodes[] }).children = node.children.map(flatten);
    else for (const child of node.children) waiting.push({ node: child, depth: depth + 1 });
  }
  return root;
}

function flatten(node: Nodes): Nodes {
  if (!('children' in node)) return node;
  const text = { type: 'text' as const, value: textOf(node) };
  switch (node.type) {
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'link':
    case 'linkReference':
      return text;
    case 'listItem':
      return { type: 'listItem', children: [{ type: 'paragraph', children: [text] }] };
    case 'tableRow':
      return { type: 'tableRow', children: [{ type: 'tableCell', children: [text] }] };
    case 'tableCell':
      return { type: 'tableCell', children: [text] };
    default:
      return { type: 'paragraph', children: [text] };
  }
}

function textOf(node: Nodes): string {
  const parts: string[] = [];
  const waiting: Nodes[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ('children' in next) waiting.push(...[...next.children].reverse());
    else if (next.type === 'text' || next.type === 'inlineCode' || next.type === 'code') parts.push(next.value);
  }
  return parts.join(' ');
}
