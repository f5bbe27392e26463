import GithubSlugger from 'github-slugger';
import type { Root } from 'mdast';
import type { Section } from '../page.js';
import { bare } from '../page-anchors.js';
import { plainText } from '../text.js';
import { walkTree } from './tree.js';

const MAX_ANCHORS = 2_000;

/** `<a id="x">`, `<h2 name=x>`, also as attributes of components. */
const HTML_ID = /\b(?:id|name)\s?=\s?\{?(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([\w:.-]{1,200}))/g;
/** `{#x}`, `{: .class #x}`, and the comment for it in MDX. */
const ATTRIBUTE = /\{[^{}\n]{0,200}?#([\p{L}\p{N}_:.-]{1,200})/gu;
/** `(x)=` on a line of its own, as MyST has it. */
const LABEL = /^\(([\w:.-]{1,200})\)=/gm;

/**
 * The places of a page that links can name, besides its sections, as they are compared: its title, headings inside of quotations and lists,
 * bold names such as those of tabs, and ids that the author wrote.
 * @param body as the author wrote it, without front matter
 */
export function findAnchors(
  body: string,
  root: Root,
  titles: readonly string[],
  sections: readonly Section[],
): string[] {
  const found = new Set(titles.map(bare));
  const slugger = new GithubSlugger();
  for (const node of walkTree(root)) {
    if (found.size > MAX_ANCHORS) break;
    if (node.type === 'heading') found.add(bare(slugger.slug(plainText(node.children, ' '))));
    if (node.type === 'strong') found.add(bare(plainText(node.children, ' ').slice(0, 200)));
  }
  for (const pattern of [HTML_ID, ATTRIBUTE, LABEL]) {
    for (const [, first, second, third] of body.matchAll(pattern)) {
      if (found.size > MAX_ANCHORS) break;
      found.add(bare(first ?? second ?? third ?? ''));
    }
  }
  for (const { anchor } of sections) found.delete(bare(anchor));
  found.delete('');
  return [...found];
}

/** Imports and variables of other tools, and pages that are made from code: what they show is not in the file. */
const OTHER_PARTS =
  /^(?:import\s.{1,500}\sfrom\s|:::[ \t]+[\w-]+(?:\.[\w-]+)+[ \t]*$|\.\.[ \t]+[\w-]+::|`{3,}\{)|\{%|\{\{/m;

/** Whether a site may show more on the page than its file says. */
export function mayHaveOtherParts(body: string): boolean {
  return OTHER_PARTS.test(body);
}
