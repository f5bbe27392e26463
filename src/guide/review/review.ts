import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Day } from '../dates.js';
import { isFolderPage, withoutExtension } from '../file-kinds.js';
import type { Page, Section } from '../page.js';
import type { PageDraft } from '../parse/page-draft.js';
import { type Problem, problemAt } from '../problem.js';
import { dateProblems, factProblems, type ReviewedFacts } from './dates.js';

/** A page of the guide, with what its author wrote. */
export interface ReviewedPage {
  readonly page: Page;
  readonly draft: PageDraft;
  /** Slugs of other pages that its text links to. */
  readonly linkedPages: readonly string[];
  /** How many next steps its author wrote. */
  readonly ownSteps: number;
}

/**
 * What only shows when all pages are known, and does no harm to an answer: for authors, not for a start. Takes a time that grows with the
 * text, not with its square.
 * @param pages in reading order
 * @param nav the files in the menu of the tool that the pages are written for
 */
export function reviewGuide(
  { pages, facts }: { readonly pages: readonly ReviewedPage[]; readonly facts: ReviewedFacts },
  nav: ReadonlySet<string>,
  today: Day,
): Problem[] {
  return [
    ...pages.flatMap((each) => dateProblems(each, today)),
    ...factProblems(facts, today),
    ...wayProblems(pages, nav),
    ...duplicateProblems(pages),
    ...headingProblems(pages),
    ...pages.flatMap((each) => summaryProblems(each)),
  ];
}

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
function headingProblems(pages: readonly ReviewedPage[]): Problem[] {
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

/**
 * Pages that nothing leads to, and pages that lead nowhere. The first page of the guide needs nothing that leads to it. A page in a menu
 * has neighbours that somebody chose.
 */
function wayProblems(pages: readonly ReviewedPage[], nav: ReadonlySet<string>): Problem[] {
  if (pages.length < 2) return [];
  const reached = new Set<string>();
  for (const { page, linkedPages } of pages) {
    for (const { to } of page.nextSteps) if (to.kind === 'page' && to.slug !== page.slug) reached.add(to.slug);
    for (const slug of linkedPages) if (slug !== page.slug) reached.add(slug);
  }
  return pages.flatMap(({ page, linkedPages, ownSteps }, index) => {
    const { slug, file } = page;
    const problems: Problem[] = [];
    if (nav.has(file) || isEmpty(page)) return problems;
    const isFirst = index === 0 || slug === 'index';
    if (!isFirst && !reached.has(slug)) {
      const text =
        'no page leads here, neither with a link nor with a next step, so people find it only if they search for it. Link to it from a page that they read before.';
      problems.push(problemAt('unreachable-page', file, undefined, text));
    }
    if (ownSteps === 0 && !linkedPages.some((linked) => linked !== slug)) {
      const text =
        'leads nowhere: it has no link to another page and no next steps of its own, so its card offers the pages before and after it. Add "choices:", or a link.';
      problems.push(problemAt('dead-end', file, undefined, text));
    }
    return problems;
  });
}

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
function duplicateProblems(pages: readonly ReviewedPage[]): Problem[] {
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

/** Characters. Less says nothing that the title does not say. */
const MIN_LENGTH = 20;
/** So many words at least, in a summary of fewer characters than this. */
const MIN_WORDS = 3;
const FEW_WORDS = 40;

const PLACEHOLDER =
  /^\W*(?:todo|tbd|tba|fixme|placeholder|untitled|(?:description|summary)(?: goes)?(?: here)?)\W*$|^TODO\b|^lorem ipsum\b/i;
const CONTENTS =
  /^\W*(?:toc|index|(?:table of )?contents?|on this page|in this (?:page|article|document|guide))\W*$|^table of contents\b/i;
/** Names with marks between them, and no sentence: "Home | Guides | About". */
const MENU = /^[^.!?|•·»]{1,60}(?:\s[|•·»]\s[^.!?|•·»]{1,60}){2,}$/;
/** Words of Chinese, Japanese and Thai have no spaces between them, and say more with fewer characters. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** What people read first of a page must say something. */
function summaryProblems({ page, draft }: ReviewedPage): Problem[] {
  const { summary, title, file, sections } = page;
  const line = draft.lines?.summary;
  if (isEmpty(page)) {
    // In Hugo and Zola it only says what its folder is called; VitePress makes a start page of its fields.
    if (isFolderPage(withoutExtension(posix.basename(file))) && draft.hasDerivedTitle === undefined) return [];
    const text = 'has no text, so it answers nothing. Write it, or remove the file.';
    return [problemAt('empty-page', file, undefined, text)];
  }
  if (summary === '') {
    const text = 'has no summary, and nothing in its text can stand for one. Write a "summary:".';
    return [problemAt('no-summary', file, undefined, text)];
  }
  const headings = sections.flatMap(({ heading }) => heading ?? []).join(', ');
  if (line === undefined && headings.startsWith(summary.replace(/…$/, ''))) {
    const text = 'has no sentence that can stand for a summary, so its headings are shown. Write a "summary:".';
    return [problemAt('no-summary', file, undefined, text)];
  }
  const fault = faultOf(summary, title);
  if (fault === undefined) return [];
  const text =
    line === undefined
      ? `the summary, which is taken from the text, ${fault}. Write a "summary:".`
      : `the summary ${fault}. Say what the page answers, in a sentence or two.`;
  return [problemAt('weak-summary', file, line, text)];
}

/** Neither text nor headings. */
function isEmpty({ sections }: Page): boolean {
  return sections.every(({ heading, text }) => heading === undefined && text === '');
}

/** What is told of many pages in the same words can be counted, so they quote no summary. */
function faultOf(summary: string, title: string): string | undefined {
  if (/[:：]\s*$/.test(summary)) return 'ends in a colon, and what follows it is not shown';
  if (CONTENTS.test(summary)) return 'is a list of contents';
  if (PLACEHOLDER.test(summary)) return 'is a placeholder';
  if (MENU.test(summary)) return 'only lists links';
  if (lettersOf(summary) === lettersOf(title)) return 'only repeats the title';
  const isShort =
    summary.length < MIN_LENGTH || (summary.length < FEW_WORDS && summary.split(/\s+/).length < MIN_WORDS);
  if (isShort && !WITHOUT_SPACES.test(summary)) return `says too little: "${summary}"`;
  return undefined;
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}
