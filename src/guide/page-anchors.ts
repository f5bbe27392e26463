import GithubSlugger from 'github-slugger';
import type { Root } from 'mdast';
import { createNearNames, type NearNames } from './near-names.js';
import type { Section } from './page.js';
import type { PageDraft } from './parse/page-draft.js';
import { walkTree } from './parse/tree.js';
import { plainText } from './text.js';

/** Tells whether pages have the places that links name behind "#". */
export interface PageAnchors {
  /** What is wrong with an anchor, if something is. */
  check(slug: string, anchor: string): { readonly suggestion?: string } | undefined;
}

export const NO_ANCHORS: PageAnchors = { check: () => undefined };

/** Places that every page has, that a browser finds by itself, and notes at the end of a page. */
const ELSEWHERE = /^(?:top|_?top_|l\d+(?:-l?\d+)?|(?:user-content-)?fn(?:ref)?[-:_]?.*)$/i;
/** A router's path, text to look for, or parameters: no heading is called so. */
const NO_HEADING = /[/=?&{}]|^[!:~]/;

/**
 * Each tool makes anchors of headings in its own way ("Roll back!" → `roll-back`, `roll_back`, `rollback`), so only letters and digits are
 * compared. Pages with parts that are not read may have any anchor.
 */
export function createPageAnchors(drafts: ReadonlyMap<string, PageDraft>): PageAnchors {
  const known = new Map<string, ReadonlySet<string>>();
  const names = new Map<string, NearNames>();
  const namesOf = (slug: string, { sections }: PageDraft): NearNames => {
    const found =
      names.get(slug) ?? createNearNames(sections.map(({ anchor }) => anchor).filter((each) => each !== ''));
    names.set(slug, found);
    return found;
  };
  const anchorsOf = (slug: string, { sections, anchors = [] }: PageDraft): ReadonlySet<string> => {
    const found = known.get(slug) ?? new Set([...sections.map(({ anchor }) => bare(anchor)), ...anchors]);
    known.set(slug, found);
    return found;
  };
  return {
    check(slug, anchor) {
      const draft = drafts.get(slug);
      if (draft === undefined || draft.hasOtherParts || ELSEWHERE.test(anchor) || NO_HEADING.test(anchor))
        return undefined;
      const wanted = bare(anchor);
      if (wanted === '' || anchorsOf(slug, draft).has(wanted)) return undefined;
      const near = namesOf(slug, draft).nearest(anchor);
      return near === undefined ? {} : { suggestion: near };
    },
  };
}

/** An anchor as it is compared: its letters and digits, in lower case. */
function bare(anchor: string): string {
  return anchor
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

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
