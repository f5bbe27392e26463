import { type Problem, problemAt } from '../problem.js';
import type { ReviewedPage } from './review.js';
import { isEmpty } from './summaries.js';

/**
 * Pages that nothing leads to, and pages that lead nowhere. The first page of the guide needs nothing that leads to it. A page in a menu
 * has neighbours that somebody chose.
 */
export function wayProblems(pages: readonly ReviewedPage[], nav: ReadonlySet<string>): Problem[] {
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
