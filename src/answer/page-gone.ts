import type { PageGoneAnswer } from './answer.js';
import type { Sources } from './sources.js';

const CLOSEST = 3;

/** A slug reads like words, so the search can say where its topic went. */
export function pageGone({ guide, search }: Sources, slug: string): PageGoneAnswer {
  const { matches } = search.find(slug.replace(/[-/_]+/g, ' '));
  const closest = matches.length > 0 ? matches.map(({ page }) => page) : guide.pages;
  return { kind: 'page-gone', slug, closest: closest.slice(0, CLOSEST) };
}
