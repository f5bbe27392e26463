import type { Answer, Trail } from './answer.js';
import { findPassage } from './find-passage.js';
import { pageGone } from './page-gone.js';
import type { Sources } from './sources.js';

/** Opens a page as a button does. The first page of a trail shows the passage for the question that led to it. */
export function openPage(sources: Sources, slug: string, trail: Trail): Answer {
  const { guide, search } = sources;
  const page = guide.bySlug.get(slug);
  if (page === undefined) return pageGone(sources, slug);
  const cameThrough = trail.slugs.flatMap((earlier) => guide.bySlug.get(earlier) ?? []);
  const answer = { kind: 'page', page, trail, cameThrough, others: [], corrections: [] } as const;
  if (trail.question === undefined || trail.slugs.length > 0) return answer;
  const { matches, sought } = search.find(trail.question);
  const match = matches.find((candidate) => candidate.page === page);
  const passage = match && findPassage(sources, page, match.section, sought);
  return passage ? { ...answer, passage } : answer;
}
