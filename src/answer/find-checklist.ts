import type { Answer } from './answer.js';
import { nothingFound } from './nothing-found.js';
import { openChecklist } from './open-checklist.js';
import type { Sources } from './sources.js';
import { splitRunName } from './split-run-name.js';

/** Finds the checklist for a topic in the asker's words; what follows a colon names the run. */
export function findChecklist(sources: Sources, text: string): Answer {
  const { topic, name } = splitRunName(sources.guide, text);
  const bySlug = sources.guide.bySlug.get(topic.toLowerCase());
  if (bySlug) return openChecklist(sources, bySlug.slug, { name });
  const { matches, verdict, ...found } = sources.search.find(topic);
  const best = matches[0];
  if (best === undefined || verdict === 'nothing') return nothingFound(sources, topic, { matches, ...found });
  return openChecklist(sources, best.page.slug, { name, related: matches.map(({ page }) => page) });
}
