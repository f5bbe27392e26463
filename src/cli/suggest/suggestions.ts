import type { Guide, Page } from '../../guide/page.js';
import { type PageOutline, readOutline } from '../../guide/parse/parse-page.js';
import type { SourceFile } from '../../guide/source-file.js';
import type { AskedWord } from './asked-words.js';

/** What a page lacks to be found. */
export interface Suggestion {
  readonly kind: 'asked-words' | 'no-keywords' | 'no-summary' | 'heading';
  readonly line: number;
  /** What is missing, and what to do. */
  readonly text: string;
  /** For `asked-words`, most asked first. */
  readonly words?: readonly AskedWord[];
}

export interface PageSuggestions {
  readonly page: Page;
  /** Most important first. */
  readonly suggestions: readonly Suggestion[];
}

/** Headings that fit any page, so they match no question. Links for further reading answer none, so their headings may be alike. */
const SAYS_NOTHING = new Set(
  [
    'about, background, basics, conclusion, contents, description, details, example, examples, faq, general, getting started',
    'how it works, info, information, instructions, intro, introduction, misc, miscellaneous, more, next steps, note, notes',
    'other, overview, prerequisites, procedure, remarks, requirements, setup, solution, step by step, steps, summary, tips',
    'tl dr, todo, tutorial, usage, various, what, why, how',
  ].flatMap((line) => line.split(', ')),
);

/** The same heading on fewer pages may be the right one for each. */
const MIN_REPEATED = 3;

/** For the order of the pages: questions that lead elsewhere are evidence; a page without keywords is found by its own words alone. */
const IMPORTANCE = { 'asked-words': 1, 'no-keywords': 3, 'no-summary': 2, heading: 1 } as const;
const PER_MISSED = 3;

/** What each page lacks, the pages that lack most first. A page that lacks nothing is left out. */
export function suggestForGuide(
  guide: Guide,
  files: readonly SourceFile[],
  askedWords: ReadonlyMap<string, readonly AskedWord[]>,
): PageSuggestions[] {
  const sources = new Map(files.map((source) => [source.file, source]));
  const pagesWith = countHeadings(guide);
  return guide.pages
    .map((page): PageSuggestions & { importance: number } => {
      const source = sources.get(page.file);
      const outline: PageOutline = source === undefined ? { headings: [] } : readOutline(source);
      const suggestions = [
        ...aboutWords(askedWords.get(page.slug) ?? [], outline),
        ...aboutFields(page, outline),
        ...aboutHeadings(outline, pagesWith),
      ];
      return { page, suggestions, importance: suggestions.reduce((sum, each) => sum + importanceOf(each), 0) };
    })
    .filter(({ suggestions }) => suggestions.length > 0)
    .sort((a, b) => b.importance - a.importance)
    .map(({ page, suggestions }) => ({ page, suggestions }));
}

function importanceOf({ kind, words = [] }: Suggestion): number {
  return IMPORTANCE[kind] + words.reduce((sum, { missed }) => sum + PER_MISSED * missed, 0);
}

const MAX_WORDS_SHOWN = 10;

function aboutWords(words: readonly AskedWord[], { keywordsLine, summaryLine }: PageOutline): Suggestion[] {
  if (words.length === 0) return [];
  const shown = words
    .slice(0, MAX_WORDS_SHOWN)
    .map(({ word, missed }) => `"${word}"${missed > 0 ? ' (leads elsewhere)' : ''}`);
  const more = words.length > MAX_WORDS_SHOWN ? `, and ${words.length - MAX_WORDS_SHOWN} more` : '';
  const text = `people asked with words that the page lacks: ${shown.join(', ')}${more}. Use them in the summary or as keywords.`;
  return [{ kind: 'asked-words', line: keywordsLine ?? summaryLine ?? 1, text, words }];
}

function aboutFields({ keywords, summary }: Page, { summaryLine, keywordsLine }: PageOutline): Suggestion[] {
  const suggestions: Suggestion[] = [];
  if (keywords.length === 0) {
    const text = 'no keywords. Add what people type who do not know the name of the topic, or run guidepost keywords.';
    suggestions.push({ kind: 'no-keywords', line: keywordsLine ?? 1, text });
  }
  if (summaryLine === undefined) {
    const instead = summary === '' ? 'nothing is shown in its place' : 'the first sentences are shown in its place';
    const text = `no summary, so ${instead}. Say what the reader should do, in one or two sentences.`;
    suggestions.push({ kind: 'no-summary', line: 1, text });
  }
  return suggestions;
}

function aboutHeadings({ headings }: PageOutline, pagesWith: ReadonlyMap<string, number>): Suggestion[] {
  return headings.flatMap(({ text: heading, line }): Suggestion[] => {
    const pages = pagesWith.get(normalize(heading)) ?? 0;
    const fault = SAYS_NOTHING.has(normalize(heading))
      ? `says nothing about its section${pages > 1 ? `, and ${pages} pages have it` : ''}`
      : pages >= MIN_REPEATED
        ? `is a heading of ${pages} pages`
        : undefined;
    if (fault === undefined) return [];
    return [{ kind: 'heading', line, text: `"${heading}" ${fault}. Name what this section answers.` }];
  });
}

/** How many pages have each heading. */
function countHeadings({ pages }: Guide): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { sections } of pages) {
    for (const heading of new Set(sections.map(({ heading = '' }) => normalize(heading))))
      counts.set(heading, (counts.get(heading) ?? 0) + 1);
  }
  return counts;
}

function normalize(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/^\d+ /, '')
    .trim();
}
