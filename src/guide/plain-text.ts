import type { Nodes } from 'mdast';

/** The text of some nodes without any markup. Blocks, and the lines of a list or table, are parted by `separator`. */
export function plainText(nodes: readonly Nodes[], separator = '\n'): string {
  const parts: string[] = [];
  let inline = '';
  const endInline = (): void => {
    if (inline.trim() !== '') parts.push(inline.trim());
    inline = '';
  };
  for (const node of nodes) {
    const text = inlineText(node);
    if (text === undefined) {
      endInline();
      const block = blockText(node, separator);
      if (block !== '') parts.push(block);
    } else inline += text;
  }
  endInline();
  return parts.join(separator);
}

/** The text of a node inside a line, or undefined for a block. Its white space is kept, so that offsets into it can be counted. */
export function inlineText(node: Nodes): string | undefined {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value;
    case 'break':
      return ' ';
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'link':
      return node.children.map((child) => inlineText(child) ?? '').join('');
    default:
      return undefined;
  }
}

function blockText(node: Nodes, separator: string): string {
  if (node.type === 'code') return node.value.trim();
  if (node.type === 'tableRow') return node.children.map((cell) => plainText(cell.children, ' ')).join(' | ');
  return 'children' in node ? plainText(node.children, separator) : '';
}
