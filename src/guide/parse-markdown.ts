import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { dropHtml } from './drop-html.js';
import { limitDepth } from './limit-depth.js';
import { readAdmonitions } from './read-admonitions.js';
import { resolveReferences } from './resolve-references.js';
import { walkTree } from './rewrite-tree.js';

/**
 * Markdown (GFM) → a tree without HTML, images, references and footnotes. Lines are counted from `firstLine`.
 * Can take minutes on hostile text (unpaired emphasis), so it belongs into a worker with a time limit.
 */
export function parseMarkdown(text: string, firstLine: number): Root {
  const root = limitDepth(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  for (const { position } of walkTree(root)) if (position) position.start.line += firstLine - 1;
  return readAdmonitions(dropHtml(resolveReferences(root)));
}
