import { type Day, daysBetween, periodFault, readDay, readPeriod } from '../dates.js';
import { type Problem, problemAt } from '../problem.js';
import type { ReviewedPage } from './review.js';

// A few days ahead may be a time zone, or the day of a release.
const MAX_DAYS_AHEAD = 7;

/** Dates in front matter that cannot be right. They are ignored, so the page is served without them. */
export function dateProblems({ draft: { file, updated, reviewIn } }: ReviewedPage, today: Day): Problem[] {
  const problems: Problem[] = [];
  if (updated !== undefined) {
    const day = readDay(updated.text);
    const fault =
      day === undefined
        ? `"${updated.text}" is no day. Write it as "2026-11-20".`
        : daysBetween(today, day) > MAX_DAYS_AHEAD
          ? `"${updated.text}" lies ahead, but it says when somebody last checked the page. Correct it.`
          : undefined;
    if (fault !== undefined) problems.push(problemAt('invalid-date', file, updated.line, `${updated.name}: ${fault}`));
  }
  if (reviewIn !== undefined && readPeriod(reviewIn.text) === undefined) {
    const text = `${reviewIn.name}: ${periodFault(reviewIn.text)}`;
    problems.push(problemAt('invalid-date', file, reviewIn.line, text));
  }
  return problems;
}
