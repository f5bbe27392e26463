import { posix } from 'node:path';
import type { JudgedQuestion } from '../../answer/evaluate.js';
import { confirmedPairs } from '../../asks/report.js';
import { nearestWord } from '../../guide/near-names.js';
import type { Guide, Page } from '../../guide/page.js';
import { type PageOutline, readOutline } from '../../guide/parse/parse-page.js';
import { formatPlace } from '../../guide/problem.js';
import type { SourceFile } from '../../guide/source-file.js';
import { buildIndex } from '../../search/build-index.js';
import { PARAMETERS } from '../../search/parameters.js';
import { parseQuestion } from '../../search/parse-question.js';
import type { Term } from '../../search/query.js';
import { createSearch } from '../../search/search.js';
import { isEveryday } from '../../search/words/everyday-words.js';
import { stem, TermReader } from '../../search/words/terms.js';
import { fold } from '../../search/words/tokenize.js';
import { MAX_EVENTS_OF_COMMAND } from '../../wiring/ask-report.js';
import { type Command, type Io, UsageError } from '../args.js';
import { withReports } from '../open-database.js';
import { guideOption, openGuideFiles } from '../open-guide.js';
import { readQuestions } from '../questions-file.js';
import { counted, printableLine } from '../text/terminal.js';

export const suggest: Command = {
  name: 'suggest',
  summary: 'say what would make pages easier to find',
  details: [
    'Lists each page that lacks something, the ones that lack most first: words that people asked with, keywords, a summary,',
    'headings that say what their section answers. Nothing is changed, and the exit code is 0.',
    'With --questions it reads a file as for guidepost evaluate, and names the words of those questions that their page lacks.',
    'With --log it does the same for what people asked in Slack, as far as they chose a page or said that it helped. It reads',
    'DATABASE_URL, like the server, where ASK_LOG is on.',
  ].join('\n'),
  options: {
    guide: guideOption,
    questions: { value: 'FILE', description: 'questions that people asked, with the page that answers each' },
    log: { description: 'also what people asked in Slack' },
    json: { description: 'print the suggestions as JSON' },
  },
  run: async ({ operands, has, value }, io) => {
    if (operands.length > 0)
      throw new UsageError('suggest takes only options, as in: guidepost suggest --guide content');
    const file = value('questions');
    const questions: JudgedQuestion[] = file === undefined ? [] : [...(await readQuestions(file, io.cwd))];
    if (has('log')) questions.push(...(await confirmedQuestions(io)));
    const { guide, content, folder } = await openGuideFiles(value('guide'), io);
    const found = suggestForGuide(guide, content.files, findAskedWords(guide, questions));
    const pages = guide.pages.length;
    io.out(has('json') ? `${JSON.stringify(toJson(found, pages), null, 2)}\n` : toText(found, pages, folder));
    return 0;
  },
};

/** What people asked, with the page that they chose or that helped. Older events are deleted. */
function confirmedQuestions(io: Io): Promise<readonly JudgedQuestion[]> {
  return withReports(io, async (reports) =>
    confirmedPairs(await reports.asks({ since: new Date(0), limit: MAX_EVENTS_OF_COMMAND })),
  );
}

function toJson(found: readonly PageSuggestions[], checked: number) {
  return {
    checked,
    pages: found.map(({ page: { slug, title, file }, suggestions }) => ({ slug, title, file, suggestions })),
  };
}

function toText(found: readonly PageSuggestions[], checked: number, folder: string): string {
  if (found.length === 0) return `${counted(checked, 'page')}: nothing is missing\n`;
  const groups = found.map(({ page, suggestions }) =>
    [
      printableLine(page.title),
      ...suggestions.map(({ line, text }) => {
        const file = posix.join(folder, page.file);
        return `  ${formatPlace(file, line)}: ${printableLine(text)}`;
      }),
      '',
      '',
    ].join('\n'),
  );
  const count = found.reduce((sum, { suggestions }) => sum + suggestions.length, 0);
  const complete = checked - found.length;
  return `${groups.join('')}${counted(count, 'suggestion')} for ${counted(found.length, 'page')}; ${counted(complete, 'page')} without any\n`;
}

/** What a page lacks to be found. */
interface Suggestion {
  readonly kind: 'asked-words' | 'no-keywords' | 'no-summary' | 'heading';
  readonly line: number;
  /** What is missing, and what to do. */
  readonly text: string;
  /** For `asked-words`, most asked first. */
  readonly words?: readonly AskedWord[];
}

interface PageSuggestions {
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
function suggestForGuide(
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

/** A word that people asked with, and that the page which answers lacks. */
interface AskedWord {
  /** As typed first. */
  readonly word: string;
  readonly questions: readonly string[];
  /** How many of the questions lead to another page, or to none. */
  readonly missed: number;
}

/**
 * The words that each page lacks of the questions that it answers, by slug: those of questions that lead elsewhere first, then those
 * asked most. A misspelled word, a short form and a synonym are not lacking if the page has what they are read as.
 */
function findAskedWords(guide: Guide, questions: readonly JudgedQuestion[]): ReadonlyMap<string, readonly AskedWord[]> {
  const index = buildIndex(guide);
  const search = createSearch(guide, PARAMETERS, index);
  const reader = new TermReader();
  const asked = new Map<string, AskedWord[]>();
  for (const [slug, page] of guide.bySlug) {
    const ofPage = questions.filter((question) => question.page === slug);
    if (ofPage.length === 0) continue;
    const texts = textsOf(page).map((text) => reader.read(text));
    const stems = new Set(texts.flatMap(({ terms }) => terms));
    const spellings = new Set(texts.flatMap(({ words }) => words));
    const words = new Map<string, AskedWord>();
    for (const { question } of ofPage) {
      const { matches, confidence } = search.find(question);
      const isMissed = confidence === 'nothing' || matches[0]?.page !== page;
      for (const term of parseQuestion(question, index, PARAMETERS).terms) {
        if (term.variants.some((variant) => stems.has(variant.stem)) || !isInformative(term)) continue;
        if (isMisspelled(term, spellings)) continue;
        const key = stem(fold(term.written));
        const { word, questions, missed } = words.get(key) ?? { word: term.written, questions: [], missed: 0 };
        words.set(key, { word, questions: [...questions, question], missed: missed + (isMissed ? 1 : 0) });
      }
    }
    if (words.size > 0)
      asked.set(
        slug,
        [...words.values()].sort((a, b) => b.missed - a.missed || b.questions.length - a.questions.length),
      );
  }
  return asked;
}

function textsOf({ title, aliases, keywords, summary, sections }: Page): string[] {
  return [
    title,
    ...aliases,
    ...keywords.map(({ text }) => text),
    summary,
    ...sections.flatMap(({ heading = '', text }) => [heading, text]),
  ];
}

/** Shorter words that differ little are different words. */
const MIN_MISSPELLED = 5;

/** Whether nobody writes the word, and the page has a similar one. The search corrects only what is certain. */
function isMisspelled({ written, variants }: Term, spellings: Iterable<string>): boolean {
  return variants.length === 0 && written.length >= MIN_MISSPELLED && nearestWord(written, spellings) !== undefined;
}

/** A word of fewer than half of the pages has at least this weight. */
const MIN_WEIGHT = Math.log(2);

/** Whether a word says what a question is about: it is no number, no background, no everyday word, and not on most pages. */
function isInformative({ written, weight, importance }: Term): boolean {
  return importance === 1 && weight >= MIN_WEIGHT && /\p{L}{2}/u.test(written) && !isEveryday(stem(fold(written)));
}
