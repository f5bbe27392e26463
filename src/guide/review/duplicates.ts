import { createHash } from 'node:crypto';
import type { Section } from '../page.js';
import { type Problem, problemAt } from '../problem.js';
import type { ReviewedPage } from './review.js';

/** Characters. A shorter text may well be the same on several pages: "Nothing yet", "See the runbook of the database". */
const MIN_PAGE = 80;
const MIN_SECTION = 200;
const MAX_NAMED = 3;

interface Place {
  readonly file: string;
  readonly heading: string;
  readonly line: number | undefined;
}

/**
 * Pages whose texts are the same, and sections that stand in several places: a question about them finds all of them. Pages that include
 * files share those on purpose.
 */
export function duplicateProblems(pages: readonly ReviewedPage[]): Problem[] {
  const pagesByText = new Map<string, Place[]>();
  const placesByText = new Map<string, Place[]>();
  for (const { page } of pages) {
    const length = page.sections.reduce((sum, { text }) => sum + text.length, 0);
    if (length < MIN_PAGE) continue;
    add(pagesByText, digestOf(page.sections), { file: page.file, heading: page.title, line: undefined });
  }
  const copies = [...pagesByText.values()].filter(({ length }) => length > 1);
  // The sections of a copy are copies as well. It is told once.
  const copied = new Set(copies.flatMap(([, ...others]) => others.map(({ file }) => file)));
  for (const { page, draft } of pages) {
    if (draft.hasOtherParts || copied.has(page.file)) continue;
    for (const [index, { heading = page.title, text }] of page.sections.entries()) {
      if (text.length < MIN_SECTION) continue;
      add(placesByText, text, { file: page.file, heading, line: draft.lines?.sections[index] });
    }
  }
  return [
    ...copies.map(([first, ...others]) => {
      const text = `has the same text as ${nameFiles(others)}, so a question finds all of them. Keep one, and give it the names of the others as aliases.`;
      return problemAt('duplicate-page', first?.file ?? '', undefined, text);
    }),
    ...[...placesByText.values()].flatMap(([first, ...others]) => {
      if (first === undefined || others.length === 0) return [];
      const text = `"${first.heading}" has the same text as a section of ${nameFiles(others)}, so a question finds all of them. Keep it in one place, and link to it.`;
      return [problemAt('repeated-section', first.file, first.line, text)];
    }),
  ];
}

/** Instead of the texts of all pages, which would be kept twice. */
function digestOf(sections: readonly Section[]): string {
  const hash = createHash('sha256');
  for (const { heading = '', text } of sections) hash.update(`${heading.length} ${heading}${text.length} ${text}`);
  return hash.digest('base64');
}

function add<K>(map: Map<K, Place[]>, key: K, place: Place): void {
  const places = map.get(key);
  if (places === undefined) map.set(key, [place]);
  else places.push(place);
}

function nameFiles(places: readonly Place[]): string {
  const named = places.slice(0, MAX_NAMED).map(({ file, line }) => (line === undefined ? file : `${file}:${line}`));
  const more = places.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(' and ');
}
