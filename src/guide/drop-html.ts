import type { Html, Nodes, Root, Text } from 'mdast';
import { htmlParagraphs, imageText, isIcon } from './html-text.js';
import { rewriteTree } from './rewrite-tree.js';

declare module 'mdast' {
  interface TextData {
    /** Stands where an icon or a list item opened in the HTML: a checklist of the founding format opens each item with an icon. */
    checkMark?: boolean;
  }
}

/** Removes raw HTML and keeps what it says. An icon or a list item leaves an empty text before its words, marked as a check mark. */
export function dropHtml(root: Root): Root {
  return rewriteTree(root, (node, parent) => {
    if (node.type !== 'html') return [node];
    return parent.type === 'root' ||
      parent.type === 'blockquote' ||
      parent.type === 'listItem' ||
      parent.type === 'footnoteDefinition'
      ? blocksFor(node)
      : inlineFor(node);
  });
}

function blocksFor({ value, position }: Html): Nodes[] {
  return htmlParagraphs(value).map(({ text, isMarked }) => ({
    type: 'paragraph',
    children: [...(isMarked ? [checkMark()] : []), { type: 'text', value: text }],
    ...(position && { position }),
  }));
}

// Inside a line each tag is a node of its own, and the text between two tags is ordinary Markdown that stays.
function inlineFor({ value }: Html): Nodes[] {
  if (/^<br\b/i.test(value)) return [{ type: 'break' }];
  if (/^<img\b/i.test(value)) return [{ type: 'text', value: imageText(value) }];
  return isIcon(value) ? [checkMark()] : [];
}

function checkMark(): Text {
  return { type: 'text', value: '', data: { checkMark: true } };
}
