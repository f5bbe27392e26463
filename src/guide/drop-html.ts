import type { Html, Nodes, Root, Text } from 'mdast';
import { htmlParagraphs, imageText } from './html-text.js';
import { rewriteTree } from './rewrite-tree.js';

declare module 'mdast' {
  interface TextData {
    /** Stands where an icon stood in the HTML: a checklist of the founding format opens each item with one. */
    checkMark?: boolean;
  }
}

/** Removes raw HTML and keeps what it says. An icon leaves an empty text behind, marked as a check mark. */
export const dropHtml = (root: Root): Root =>
  rewriteTree(root, (node, parent) => {
    if (node.type !== 'html') return [node];
    return parent.type === 'root' ||
      parent.type === 'blockquote' ||
      parent.type === 'listItem' ||
      parent.type === 'footnoteDefinition'
      ? blocksFor(node)
      : inlineFor(node);
  });

const ICON = /^\s*<i\s[^>]*\bclass\s*=/i;

const blocksFor = ({ value }: Html): Nodes[] => {
  const opening: Text[] = ICON.test(value) ? [checkMark()] : [];
  return htmlParagraphs(value).map((text, index) => ({
    type: 'paragraph',
    children: [...(index === 0 ? opening : []), { type: 'text', value: text }],
  }));
};

// Inside a line each tag is a node of its own, and the text between two tags is ordinary Markdown that stays.
const inlineFor = ({ value }: Html): Nodes[] => {
  if (/^<br\b/i.test(value)) return [{ type: 'break' }];
  if (/^<img\b/i.test(value)) return [{ type: 'text', value: imageText(value) }];
  return ICON.test(value) ? [checkMark()] : [];
};

const checkMark = (): Text => ({ type: 'text', value: '', data: { checkMark: true } });
