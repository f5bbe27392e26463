import { createHash } from 'node:crypto';
import type { Page, Section } from '../../guide/page.js';
import { sentencesOf, shorten } from '../../guide/text.js';

/** How many phrases are asked for, and at most taken. */
export const MAX_PHRASES = 12;
export const MAX_PHRASE_WORDS = 5;

// Enough to know what a page is about, and little enough for any program.
const MAX_SECTIONS = 60;
const MAX_SENTENCES = 2;
const MAX_EXCERPT = 300;
const MAX_LISTED = 3_000;

/** Asks for keywords of a page, in words that any program and any person understands. */
export function promptFor(page: Page): string {
  const listed = page.keywords.map(({ text }) => text).join('; ');
  return `Help people find a page of their team's guide by search.

Write ${MAX_PHRASES} short phrases that people would type to find the page below when they do not know the name of its topic: what they see
going wrong, error messages, everyday words, other names for the same thing.

- No more than five words in each.
- No phrase that occurs on the page or is already listed.
- Answer with a YAML list and nothing else, each phrase in double quotes, in this form:

- "site is slow at night"
- "undo the last change"

${listed === '' ? '' : `Already listed: ${shorten(listed, MAX_LISTED)}\n\n`}The page:

${outlineOf(page)}
`;
}

/** A hash of what the prompt says about the page: it changes when the page is about something else, not with every typo. */
export function hashOf(page: Page): string {
  return createHash('sha256').update(outlineOf(page)).digest('hex').slice(0, 16);
}

/** Title, summary, headings, and the first sentences of each section. */
function outlineOf({ title, aliases, summary, sections }: Page): string {
  return [
    `Title: ${title}`,
    ...(aliases.length > 0 ? [`Also called: ${aliases.join(', ')}`] : []),
    `Summary: ${summary}`,
    ...sections.slice(0, MAX_SECTIONS).map(excerptOf),
  ].join('\n');
}

function excerptOf({ heading, text }: Section): string {
  let excerpt = '';
  let count = 0;
  for (const sentence of sentencesOf(text)) {
    excerpt += sentence;
    if (++count === MAX_SENTENCES || excerpt.length > MAX_EXCERPT) break;
  }
  const line = shorten(excerpt.replace(/\s+/g, ' ').trim(), MAX_EXCERPT);
  return heading === undefined ? line : `\n## ${heading}\n${line}`;
}
