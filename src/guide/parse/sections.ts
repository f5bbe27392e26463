import type { Root, RootContent } from 'mdast';
import { attributesAtEnd } from '../checklists/attributes.js';
import { plainText } from '../text.js';

/** One section of a page. The introduction has depth 0 and the page's title as its heading. */
export interface CutSection {
  readonly heading: string;
  /** As the author wrote it behind the heading: `## Title {#id}`. */
  readonly anchor?: string;
  /** All attributes behind the heading, as they are written: `{.checklist role=lead}`. */
  readonly attributes?: string;
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

/** What other tools write behind a heading besides attributes that can be read. */
const OTHER_ATTRIBUTES = /\s*\{:?\s*(?:[#.][\w:.-]+|[\w-]+=[^}\s]+)(?:\s[^}]*)?\}\s*$/;

/**
 * Splits a page at its headings. The heading that is the page's title starts no section, nor do headings in quotations.
 * @param hasMenuTitle a menu names the page, so that only a heading of level 1 is its title
 */
export function cutSections(root: Root, declaredTitle: string | undefined, hasMenuTitle = false): CutPage {
  const headings = root.children.flatMap((node, index) => {
    if (node.type !== 'heading') return [];
    const whole = plainText(node.children, ' ').replace(/\s+/g, ' ');
    const start =
      attributesAtEnd(whole)?.start ?? whole.length - (OTHER_ATTRIBUTES.exec(whole.slice(-200))?.[0].length ?? 0);
    const [text, attributes] = [whole.slice(0, start).trimEnd(), whole.slice(start).trim()];
    const anchor = /#([\w:.-]+)/.exec(attributes)?.[1];
    if (text === '') return [];
    const { depth, position } = node;
    const line = position?.start.line ?? 1;
    return [{ index, text, depth, line, ...(anchor && { anchor }), ...(attributes && { attributes }) }];
  });
  const [first] = headings;
  const isTitle = first !== undefined && givesTitle(first, declaredTitle) && !(hasMenuTitle && first.depth > 1);
  // Some tools write the title above a text that begins with it.
  const isRepeated = ({ index, text }: { index: number; text: string }, place: number): boolean =>
    index === place && text === first?.text;
  const titles = isTitle ? headings.filter((heading, place) => isRepeated(heading, first.index + place)) : [];
  const cuts = headings.slice(titles.length);

  const blocksBetween = (start: number, end: number | undefined): RootContent[] =>
    root.children.slice(start, end).filter((_, offset) => !titles.some(({ index }) => index === start + offset));
  const introduction: CutSection = {
    heading: declaredTitle ?? first?.text ?? '',
    depth: 0,
    line: isTitle ? first.line : 1,
    ...(isTitle && first.attributes && { attributes: first.attributes }),
    blocks: blocksBetween(0, cuts[0]?.index),
  };
  const sections = cuts.map(({ text, depth, line, index, anchor, attributes }, position) => ({
    heading: text,
    ...(anchor && { anchor }),
    ...(attributes && { attributes }),
    depth,
    line,
    blocks: blocksBetween(index + 1, cuts[position + 1]?.index),
  }));
  const title = isTitle ? first : headings.find(({ depth }) => depth === 1);
  return { sections: [introduction, ...sections], ...(title && { title }) };
}

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
