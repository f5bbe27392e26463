import type { Section } from './page.js';
import { plainText } from './plain-text.js';
import { shorten } from './shorten.js';
import { splitSentences } from './split-sentences.js';

const MAX_CHARACTERS = 300;
const MAX_SENTENCES = 2;

/**
 * The first sentence or two of the introduction, at most 300 characters of plain text; where the introduction has no paragraph, of the
 * first section that has one. Remarks in boxes, code and lists do not introduce a page.
 */
export function deriveSummary(sections: readonly Section[]): string {
  const paragraphs = sections.flatMap((section) => section.content).filter((node) => node.type === 'paragraph');
  const text =
    paragraphs.map((paragraph) => plainText([paragraph])).find((candidate) => /\p{L}/u.test(candidate)) ?? '';
  let summary = '';
  for (const sentence of splitSentences(text).slice(0, MAX_SENTENCES)) {
    if ((summary + sentence).trim().length > MAX_CHARACTERS) break;
    summary += sentence;
  }
  return (summary.trim() || shorten(text, MAX_CHARACTERS)).replace(/\s+/g, ' ');
}
