import type { Answer } from './answer.js';
import { nothingFound } from './nothing-found.js';
import { openChecklist } from './open-checklist.js';
import type { Sources } from './sources.js';

/** Finds the checklist for a topic in the asker's words. */
export const findChecklist = (sources: Sources, topic: string): Answer => {
  const bySlug = sources.guide.bySlug.get(topic.toLowerCase());
  if (bySlug) return openChecklist(sources, bySlug.slug);
  const { matches, verdict, ...found } = sources.search.find(topic);
  const best = matches[0];
  if (best === undefined || verdict === 'nothing') return nothingFound(sources, topic, { matches, ...found });
  return openChecklist(
    sources,
    best.page.slug,
    matches.map(({ page }) => page),
  );
};
