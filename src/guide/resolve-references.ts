import type { Definition, FootnoteDefinition, Nodes, PhrasingContent, Root } from 'mdast';
import { plainText } from './plain-text.js';
import { rewriteTree, walkTree } from './rewrite-tree.js';

/**
 * Puts plain nodes for what points elsewhere in the file, before the page is cut into sections: a reference becomes its link, an image
 * its alternative text, and a footnote stands in parentheses where it is first referred to.
 */
export function resolveReferences(root: Root): Root {
  const definitions = new Map<string, Definition>();
  const footnotes = new Map<string, FootnoteDefinition>();
  for (const node of walkTree(root)) {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    if (node.type === 'footnoteDefinition' && !footnotes.has(node.identifier)) footnotes.set(node.identifier, node);
  }

  const replace = (node: Nodes): readonly Nodes[] => {
    switch (node.type) {
      case 'linkReference': {
        const url = definitions.get(node.identifier)?.url;
        if (url === undefined) return node.children;
        return [{ type: 'link', url, children: node.children, ...(node.position && { position: node.position }) }];
      }
      case 'image':
      case 'imageReference':
        return [{ type: 'text', value: node.alt ?? '' }];
      case 'definition':
      case 'footnoteDefinition':
        return [];
      default:
        return [node];
    }
  };

  const notes = new Map([...footnotes].map(([id, note]) => [id, noteContent(rewriteTree(note, replace))]));
  return rewriteTree(root, (node, parent) => {
    if (node.type !== 'footnoteReference') return replace(node);
    const note = parent.type === 'heading' ? undefined : notes.get(node.identifier);
    if (note === undefined) return [];
    notes.delete(node.identifier);
    return [{ type: 'text', value: ' (' }, ...note, { type: 'text', value: ')' }];
  });
}

// References inside a note are dropped: notes that refer to each other would go round in circles.
function noteContent({ children }: FootnoteDefinition): PhrasingContent[] {
  const [first] = children;
  const content =
    children.length === 1 && first?.type === 'paragraph'
      ? first.children
      : [{ type: 'text' as const, value: plainText(children, ' ') }];
  return content.filter((node) => node.type !== 'footnoteReference');
}
