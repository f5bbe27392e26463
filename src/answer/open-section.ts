import type { Answer } from './answer.js';
import { openPage } from './open-page.js';
import type { Sources } from './sources.js';

/** Opens a page at a section: its text is the passage. The heading takes the question's place, so that Back finds the section again. */
export function openSection(sources: Sources, slug: string, anchor: string): Answer {
  const answer = openPage(sources, slug, { slugs: [] });
  if (answer.kind !== 'page') return answer;
  const section = answer.page.sections.find((each) => each.anchor === anchor);
  if (section?.heading === undefined) return answer;
  return {
    ...answer,
    ...(section.text.trim() !== '' && { passage: { section, content: section.content, words: new Set() } }),
    trail: { slugs: [], question: section.heading },
  };
}
