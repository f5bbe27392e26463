import {
  addPeriod,
  ageInWords,
  type Day,
  daysBetween,
  type Period,
  periodFault,
  readDay,
  readPeriod,
} from '../dates.js';
import type { Fact, FactUse } from '../facts.js';
import { FACTS_FILE } from '../file-kinds.js';
import { isOlderThan, type LastLook, lastLook, lookInWords, overdueSince } from '../freshness.js';
import { type Problem, problemAt } from '../problem.js';
import type { ReviewedPage } from './review.js';

// A few days ahead may be a time zone, or the day of a release.
const MAX_DAYS_AHEAD = 7;

/** Why a text cannot be the day when somebody checked something; undefined if it can. */
function dayFault(text: string, today: Day, what: string): string | undefined {
  const day = readDay(text);
  if (day === undefined) return `"${text}" is no day. Write it as "2026-11-20".`;
  if (daysBetween(today, day) <= MAX_DAYS_AHEAD) return undefined;
  return `"${text}" lies ahead, but it says when somebody last checked ${what}. Correct it.`;
}

/** Dates in front matter that cannot be right. They are ignored, so the page is served without them. */
export function dateProblems({ draft: { file, updated, reviewIn } }: ReviewedPage, today: Day): Problem[] {
  const problems: Problem[] = [];
  const fault = updated && dayFault(updated.text, today, 'the page');
  if (updated !== undefined && fault !== undefined)
    problems.push(problemAt('invalid-date', file, updated.line, `${updated.name}: ${fault}`));
  if (reviewIn !== undefined && readPeriod(reviewIn.text) === undefined) {
    const text = `${reviewIn.name}: ${periodFault(reviewIn.text)}`;
    problems.push(problemAt('invalid-date', file, reviewIn.line, text));
  }
  return problems;
}

/** The facts of a guide, and where they are used. */
export interface ReviewedFacts {
  readonly facts: readonly Fact[];
  readonly uses: readonly FactUse[];
}

/** Facts that no page uses, and days on which nobody can have checked one. */
export function factProblems({ facts, uses }: ReviewedFacts, today: Day): Problem[] {
  const used = new Set(uses.map(({ name }) => name));
  return facts.flatMap(({ name, line, checked }) => {
    const problems: Problem[] = [];
    if (!used.has(name)) {
      const text = `no page uses "${name}". Write {{fact:${name}}} where it belongs, or remove it.`;
      problems.push(problemAt('unused-fact', FACTS_FILE, line, text));
    }
    const fault = checked && dayFault(checked.text, today, 'the fact');
    if (fault !== undefined)
      problems.push(problemAt('invalid-date', FACTS_FILE, checked?.line, `${name}.checked: ${fault}`));
    return problems;
  });
}

/** How many pages one text names. */
const MAX_NAMED = 5;

/** Facts that nobody has checked for more than so many days, or for longer than the guide allows, with the pages that use them. */
function staleFacts(
  { facts, uses }: ReviewedFacts,
  today: Day,
  { days, reviewIn }: { readonly days: number | undefined; readonly reviewIn: Period | undefined },
): Problem[] {
  return facts.flatMap(({ name, line, checked }) => {
    const day = checked && readDay(checked.text);
    if (day === undefined) return [];
    const isOld = days !== undefined && daysBetween(day, today) > days;
    if (!isOld && !(reviewIn && addPeriod(day, reviewIn) < today)) return [];
    const files = [...new Set(uses.flatMap((use) => (use.name === name ? use.file : [])))];
    const more = files.length > MAX_NAMED ? ` and ${files.length - MAX_NAMED} more` : '';
    const where = files.length === 0 ? '' : ` Used by ${files.slice(0, MAX_NAMED).join(', ')}${more}.`;
    const text = `"${name}" is to be checked again. Last checked ${ageInWords(day, today)}, on ${day}.${where} Look at its source, then write checked: "${today}".`;
    return [problemAt('stale-fact', FACTS_FILE, line, text)];
  });
}

/** What `check --stale` asks for. */
export interface StaleQuestion {
  /** Pages that nobody has looked at for more days than this are named, too. */
  readonly days?: number;
  /** The days of the last commits of files, as far as they are known. */
  readonly changes: (files: readonly string[]) => Promise<ReadonlyMap<string, Day>>;
}

/**
 * Pages and facts that are to be checked again, and in one note those pages of which nobody knows the age.
 * @param reviewIn how often facts are to be checked: as often as the guide says for pages
 */
export async function staleProblems(
  { pages, facts, reviewIn }: { pages: readonly ReviewedPage[]; facts: ReviewedFacts; reviewIn: Period | undefined },
  today: Day,
  { days, changes }: StaleQuestion,
): Promise<{ problems: Problem[]; notes: string[] }> {
  const undated = pages.flatMap(({ page }) => (page.updated === undefined ? page.file : []));
  const known = { lastChanges: undated.length > 0 ? await changes(undated) : undefined };
  const problems: Problem[] = staleFacts(facts, today, { days, reviewIn });
  const unknown: string[] = [];
  let isAsked = days !== undefined;
  for (const { page, draft } of pages) {
    isAsked ||= page.reviewIn !== undefined;
    const last = lastLook(page, known);
    if (last === undefined) {
      if (days !== undefined || page.reviewIn !== undefined) unknown.push(page.file);
      continue;
    }
    const isOld = days !== undefined && isOlderThan(days, last, today);
    if (overdueSince(page, known, today) === undefined && !isOld) continue;
    problems.push(problemAt('stale-page', page.file, draft.updated?.line, staleText(last, today)));
  }
  return { problems, notes: [...(isAsked ? [] : [NOTHING_ASKED]), ...unknownNote(unknown)] };
}

const NOTHING_ASKED =
  'No page says when it is to be checked again. Write "review_in: 6 months" into guidepost.yml, or ask for days: check --stale 180.';

function staleText(last: LastLook, today: Day): string {
  return `is to be checked again. ${lookInWords(last, today)}, on ${last.day}. Check it, then write updated: "${today}".`;
}

function unknownNote(files: readonly string[]): string[] {
  if (files.length === 0) return [];
  const more = files.length > MAX_NAMED ? ` and ${files.length - MAX_NAMED} more` : '';
  const pages = files.length === 1 ? '1 page has' : `${files.length} pages have`;
  return [
    `${pages} no date, so nobody knows how old: ${files.slice(0, MAX_NAMED).join(', ')}${more}. Write "updated:" when you have checked one.`,
  ];
}
