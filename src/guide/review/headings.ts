import { type Problem, problemAt } from '../problem.js';
import type { ReviewedPage } from './review.js';

/**
 * Headings that fit any section of any page. Words that say what kind of thing follows, such as "Usage" or "Steps", are not here: they are
 * of use where every page has the same parts.
 */
const SAYS_NOTHING = new Set(
  'details,general,general information,info,information,misc,miscellaneous,more,more info,more information,note,notes,other,others,overview,remarks,section,stuff,tbd,text,todo,untitled,various'.split(
    ',',
  ),
);

/** Fewer of them do no harm. */
const MIN_PLACES = 3;

/** Characters. A dialog shows some 3,000 at a time. */
const MAX_SECTION = 10_000;

/** Headings that say nothing, where several sections have them, and sections that should have more headings. */
export function headingProblems(pages: readonly ReviewedPage[]): Problem[] {
  const places = new Map<string, { file: string; line: number | undefined; heading: string }[]>();
  const problems: Problem[] = [];
  for (const { page, draft } of pages) {
    for (const [index, { heading, text }] of page.sections.entries()) {
      const line = draft.lines?.sections[index];
      if (text.length > MAX_SECTION) {
        const name = heading === undefined ? 'the text before the first heading' : `"${heading}"`;
        const advice = `${name} has ${text.length} characters, too many to read in a chat. Divide it with headings.`;
        problems.push(problemAt('long-section', page.file, line, advice));
      }
      const key = heading === undefined ? '' : normalize(heading);
      if (heading === undefined || !SAYS_NOTHING.has(key)) continue;
      const same = places.get(key);
      if (same === undefined) places.set(key, [{ file: page.file, line, heading }]);
      else same.push({ file: page.file, line, heading });
    }
  }
  for (const same of places.values()) {
    if (same.length < MIN_PLACES) continue;
    const [{ heading } = { heading: '' }] = same;
    const text = `"${heading}" is the heading of ${same.length} sections and says nothing about any of them. Name what each section answers.`;
    problems.push(...same.map(({ file, line }) => problemAt('vague-heading', file, line, text)));
  }
  return problems;
}

function normalize(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/^[\d ]+ /, '')
    .trim();
}
