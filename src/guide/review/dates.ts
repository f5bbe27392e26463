import { type Day, daysBetween, periodFault, readDay, readPeriod } from '../dates.js';
import { type Problem, problemAt } from '../problem.js';
import type { ReviewedPage } from './review.js';

// A few days ahead may be a time zone, or the day of a release.
const MAX_DAYS_AHEAD = 7;

/** Why a text cannot be the day when somebody checked something; undefined if it can. */
export function dayFault(text: string, today: Day, what: string): string | undefined {
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
