import type { Root, RootContent } from 'mdast';
import { plainText } from '../text.js';

/** One section of a page. The introduction has depth 0 and the page's title as its heading. */
export interface CutSection {
  readonly heading: string;
  /** As the author wrote it behind the heading: `## Title {#id}`. */
  readonly anchor?: string;
  readonly depth: number;
  /** Line of the heading, from 1; for the introduction, of the page's title, or 1. */
  readonly line: number;
  readonly blocks: readonly RootContent[];
}

export interface CutPage {
  /** The page's title, from a heading: the first one of level 1, or a deeper one at the top. */
  readonly title?: { readonly text: string; readonly line: number; readonly depth: number };
  /** The introduction first. */
  readonly sections: readonly CutSection[];
}

/** Attributes behind a heading: `{#id .class}`, `{: #id }`. */
const ATTRIBUTES = /\s*\{:?\s*(?:[#.][\w:.-]+|[\w-]+=[^}\s]+)(?:\s[^}]*)?\}\s*$/;

/**
 * Splits a page at its headings. The heading that is the page's title starts no section, nor do headings in quotations.
 * @param hasMenuTitle a menu names the page, so that only a heading of level 1 is its title
 */
export function cutSections(root: Root, declaredTitle: string | undefined, hasMenuTitle = false): CutPage {
  const headings = root.children.flatMap((node, index) => {
    if (node.type !== 'heading') return [];
    const whole = plainText(node.children, ' ').replace(/\s+/g, ' ');
    const [attributes = ''] = ATTRIBUTES.exec(whole.slice(-MAX_ATTRIBUTES)) ?? [];
    const text = whole.slice(0, whole.length - attributes.length);
    const anchor = /#([\w:.-]+)/.exec(attributes)?.[1];
    if (text === '') return [];
    return [{ index, text, depth: node.depth, line: node.position?.start.line ?? 1, ...(anchor && { anchor }) }];
  });
  const [first] = headings;
  const isTitle = first !== undefined && givesTitle(first, declaredTitle) && !(hasMenuTitle && first.depth > 1);
  const cuts = isTitle ? headings.slice(1) : headings;

  const blocksBetween = (start: number, end: number | undefined): RootContent[] =>
    root.children.slice(start, end).filter((_, offset) => !(isTitle && start + offset === first.index));
  const introduction: CutSection = {
    heading: declaredTitle ?? first?.text ?? '',
    depth: 0,
    line: isTitle ? first.line : 1,
    blocks: blocksBetween(0, cuts[0]?.index),
  };
  const sections = cuts.map(({ text, depth, line, index, anchor }, position) => ({
    heading: text,
    ...(anchor && { anchor }),
    depth,
    line,
    blocks: blocksBetween(index + 1, cuts[position + 1]?.index),
  }));
  const title = isTitle ? first : headings.find(({ depth }) => depth === 1);
  return { sections: [introduction, ...sections], ...(title && { title }) };
}

const MAX_ATTRIBUTES = 200;

/** A level-1 heading may word the title a little differently. A deeper one at the top of the page must be the same. */
function givesTitle(
  { index, depth, text }: { index: number; depth: number; text: string },
  declaredTitle: string | undefined,
): boolean {
  if (depth === 1) return declaredTitle === undefined || isSameTitle(text, declaredTitle);
  if (index > 0) return false;
  return declaredTitle === undefined ? !/checklist/i.test(text) : text.toLowerCase() === declaredTitle.toLowerCase();
}

// "Cascading Style Sheets" is the same title as "Cascading Style Sheets (CSS)".
function isSameTitle(heading: string, title: string): boolean {
  const [a, b] = [heading, title].map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  );
  return a !== undefined && b !== undefined && (a.includes(b) || b.includes(a));
}
