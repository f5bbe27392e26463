import type { Paragraph } from 'mdast';
import type { Section } from '../page.js';
import { inlineText, plainText, sentencesOf, shorten } from '../text.js';

/** Characters that a card can show everywhere. */
export const MAX_SUMMARY = 300;
const MAX_SENTENCES = 2;
// "See below." says nothing about a page.
const MIN_SUMMARY = 40;
const MIN_SENTENCE = 15;

/**
 * A summary for a page that declares none: the first sentence or two that say something, at most 300 characters. Callouts, code and lists are
 * not paragraphs. A page without sentences has its headings.
 */
export function deriveSummary(sections: readonly Section[]): string {
  const of = (some: readonly Section[]): string[] =>
    some
      .flatMap(({ content }) => content)
      .flatMap((node) => (node.type === 'paragraph' ? (openingOf(node) ?? []) : []));
  const [introduction, others] = [of(sections.slice(0, 1)), of(sections.slice(1))];
  const isLong = ({ length }: string): boolean => length >= MIN_SUMMARY;
  return (
    introduction.find(isLong) ??
    introduction.find(({ length }) => length >= MIN_SENTENCE) ??
    others.find(isLong) ??
    [...introduction, ...others][0] ??
    headingsOf(sections)
  );
}

/** The first sentences of a paragraph; undefined if it says nothing by itself. */
function openingOf(paragraph: Paragraph): string | undefined {
  const text = plainText([paragraph]);
  if (!/\p{L}/u.test(text) || isProperty(text) || isMenu(paragraph)) return undefined;
  let opening = '';
  let count = 0;
  for (const sentence of sentencesOf(text)) {
    // It only announces what follows, which a summary does not have.
    if (/:\s*$/.test(sentence)) break;
    if (++count > MAX_SENTENCES || (opening + sentence).trim().length > MAX_SUMMARY) break;
    opening += sentence;
  }
  if (opening.trim() === '' && /:\s*$/.test(text)) return undefined;
  return (opening.trim() || shorten(text, MAX_SUMMARY)).replace(/\s+/g, ' ');
}

/** A line such as "Owner: the platform team" or "Last updated: 2026-11-20". */
function isProperty(text: string): boolean {
  return text.length <= 80 && /^\p{Lu}[\p{L}\p{N} /-]{0,24}:\s[^.!?]+$/u.test(text);
}

/** Only links, with marks between them: "Home | Guides | About". */
function isMenu({ children }: Paragraph): boolean {
  const links = children.filter(({ type }) => type === 'link').length;
  const rest = children.filter(({ type }) => type !== 'link').map((node) => inlineText(node) ?? '');
  return links > 0 && !/[\p{L}\p{N}]/u.test(rest.join(''));
}

function headingsOf(sections: readonly Section[]): string {
  return shorten(sections.flatMap(({ heading }) => heading ?? []).join(', '), MAX_SUMMARY);
}
