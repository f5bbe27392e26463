import type { Day, Period } from '../dates.js';
import { isOlderThan, type LastLook, lastLook, lookInWords, overdueSince } from '../freshness.js';
import { type Problem, problemAt } from '../problem.js';
import { type ReviewedFacts, staleFacts } from './facts.js';
import type { ReviewedPage } from './review.js';

/** What `check --stale` asks for. */
export interface StaleQuestion {
  /** Pages that nobody has looked at for more days than this are named, too. */
  readonly days?: number;
  /** The days of the last commits of files, as far as they are known. */
  readonly changes: (files: readonly string[]) => Promise<ReadonlyMap<string, Day>>;
}

/** How many pages a note names. */
const MAX_NAMED = 5;

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
