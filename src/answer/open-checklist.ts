import type { Page } from '../guide/page.js';
import type { Answer } from './answer.js';
import { pageGone } from './page-gone.js';
import type { Sources } from './sources.js';

const ALTERNATIVES = 3;

/** A page's checklist. Where the page has none, pages that do: of the related ones, else of those it leads to. */
export function openChecklist(
  sources: Sources,
  slug: string,
  { name, related = [] }: { name?: string | undefined; related?: readonly Page[] } = {},
): Answer {
  const page = sources.guide.bySlug.get(slug);
  if (page === undefined) return pageGone(sources, slug);
  if (page.checklist)
    return { kind: 'checklist', page, checklist: page.checklist, ...(name !== undefined && { name }) };
  const ledTo = page.nextSteps.flatMap(({ to }) =>
    to.kind === 'page' ? (sources.guide.bySlug.get(to.slug) ?? []) : [],
  );
  const alternatives = [...new Set([...related, ...ledTo])].filter(({ checklist }) => checklist !== undefined);
  return { kind: 'no-checklist', page, alternatives: alternatives.slice(0, ALTERNATIVES) };
}
