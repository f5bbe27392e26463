import type { Day } from '../dates.js';
import type { Page } from '../page.js';
import type { PageDraft } from '../parse/page-draft.js';
import type { Problem } from '../problem.js';
import { dateProblems } from './dates.js';
import { duplicateProblems } from './duplicates.js';
import { factProblems, type ReviewedFacts } from './facts.js';
import { headingProblems } from './headings.js';
import { summaryProblems } from './summaries.js';
import { wayProblems } from './ways.js';

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
