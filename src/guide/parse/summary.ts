import type { Paragraph, PhrasingContent, RootContent } from 'mdast';
import type { Section } from '../page.js';
import { inlineText, sentencesOf, shorten } from '../text.js';

/** Characters that a card can show everywhere. */
export const MAX_SUMMARY = 300;
const MAX_SENTENCES = 2;
// "See below." says nothing about a page.
const MIN_SUMMARY = 40;
const MIN_SENTENCE = 15;
// What a page is about is said at its top. Finding sentences takes time, and a large page has thousands.
const MAX_PARAGRAPHS = 200;

/**
 * A summary for a page that declares none: the first sentence or two that say something, at most 300 characters. Callouts, code and lists are
 * not paragraphs. A page that does not begin with a sentence has its headings.
 */
export function deriveSummary(sections: readonly Section[]): string {
  const of = (nodes: readonly RootContent[]): string[] =>
    nodes
      .filter((node) => node.type === 'paragraph')
      .slice(0, MAX_PARAGRAPHS)
      .flatMap((paragraph) => openingOf(paragraph) ?? []);
  const [introducing, ...parts] = sections;
  const introduction = of(introducing?.content ?? []);
  // A page may begin with a heading such as "Purpose". What stands farther below, or explains a command, is about a part of the page only.
  const blocks = parts.find(({ content }) => content.length > 0)?.content ?? [];
  const end = blocks.findIndex(({ type }) => type === 'code' || type === 'list' || type === 'table');
  const opening = of(blocks.slice(0, end === -1 || parts.length === 1 ? undefined : end));
  const isLong = ({ length }: string): boolean => length >= MIN_SUMMARY;
  return (
    introduction.find(isLong) ??
    introduction.find(({ length }) => length >= MIN_SENTENCE) ??
    opening.find(isLong) ??
    [...introduction, ...opening][0] ??
    headingsOf(sections)
  );
}

/** The first sentences of a paragraph; undefined if it says nothing by itself. */
function openingOf(paragraph: Paragraph): string | undefined {
  const text = markedText(paragraph.children).trim();
  if (!/\p{L}/u.test(text) || isProperty(text) || isMenu(paragraph)) return undefined;
  if (isPropertyList(paragraph)) return undefined;
  // A table that is not written as Markdown has it.
  if (/^\|.*\|/.test(text)) return undefined;
  // A bold line is a heading.
  if (paragraph.children.every((node) => node.type === 'strong' || (inlineText(node) ?? '').trim() === ''))
    return undefined;
  let opening = '';
  let count = 0;
  for (const sentence of sentencesOf(text)) {
    // It only announces what follows, which a summary does not have.
    if (/:\s*$/.test(sentence)) break;
    if (++count > MAX_SENTENCES || (opening + sentence).trim().length > MAX_SUMMARY) break;
    opening += sentence;
  }
  if (opening.trim() === '' && /:\s*$/.test(text)) return undefined;
  const summary = (opening.trim() || shorten(text, MAX_SUMMARY)).replace(/\s+/g, ' ');
  // Cut in the middle of code.
  return summary.split('`').length % 2 === 0 ? summary.replaceAll('`', '') : summary;
}

/** Plain text in which code keeps its backticks, as in a summary that an author writes. */
function markedText(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'inlineCode') return node.value.includes('`') ? node.value : `\`${node.value}\``;
      return 'children' in node ? markedText(node.children) : (inlineText(node) ?? '');
    })
    .join('');
}

/** A line such as "Owner: the platform team" or "Last updated: 2026-11-20". */
function isProperty(text: string): boolean {
  if (/^(?:created|last (?:edited|updated|modified)|updated) (?:by|on|at)\b.{0,80}$/i.test(text)) return true;
  return text.length <= 80 && /^\p{Lu}[\p{L}\p{N} /-]{0,24}:\s[^.!?]+$/u.test(text);
}

/** Whether a paragraph only has properties of its page, such as the lines "Owner: Ada" and "Tags: on call". */
export function isPropertyList(paragraph: Paragraph): boolean {
  return isProperties(paragraph) || isPropertyLines(paragraph);
}

const MAX_NAME = 40;
const MAX_VALUE = 120;

/** Lines such as "**Version**: 2.4" and "**Day:** Tuesday", and nothing else: a name in bold, and a value that is no sentence. */
function isProperties({ children }: Paragraph): boolean {
  const starts = children.flatMap((node, place) => (isPropertyName(node, children[place + 1]) ? [place] : []));
  if (starts[0] !== 0) return false;
  return starts.every((start, index) => {
    const value = children.slice(start + 1, starts[index + 1]).map((node) => inlineText(node) ?? '');
    const text = value.join('').replace(/^\s*:/, '').trim();
    return text.length <= MAX_VALUE && !/[.!?…](?:\s|$)/.test(text);
  });
}

function isPropertyName(node: PhrasingContent, next: PhrasingContent | undefined): boolean {
  if (node.type !== 'strong') return false;
  const name = inlineText(node) ?? '';
  return name.length <= MAX_NAME && (/:\s*$/.test(name) || (next?.type === 'text' && /^\s*:(?:\s|$)/.test(next.value)));
}

/** Several such lines, whatever they say. */
function isPropertyLines({ children }: Paragraph): boolean {
  const lines = children
    .map((node) => (node.type === 'break' ? '\n' : (inlineText(node) ?? '')))
    .join('')
    .split('\n');
  return lines.length > 1 && lines.every((line) => /^\s*\p{Lu}[\p{L}\p{N} /-]{0,30}:\s+\S/u.test(line));
}

/** Only links, with marks between them: "Home | Guides | About". */
function isMenu(paragraph: Paragraph): boolean {
  // Links may be bold.
  const children = paragraph.children.flatMap((node) =>
    node.type === 'strong' || node.type === 'emphasis' ? node.children : [node],
  );
  const links = children.filter(({ type }) => type === 'link').length;
  const rest = children.filter(({ type }) => type !== 'link').map((node) => inlineText(node) ?? '');
  return links > 0 && !/[\p{L}\p{N}]/u.test(rest.join(''));
}

function headingsOf(sections: readonly Section[]): string {
  return shorten(sections.flatMap(({ heading }) => heading ?? []).join(', '), MAX_SUMMARY);
}
