import { checklistOf } from '../checklist/start-run.js';
import type { Guide, Page } from '../guide/page.js';
import type { Answer } from './answer.js';
import { nothingFound, pageGone } from './pages.js';
import type { Sources, Where } from './sources.js';

/** Finds the checklist for a topic in the person's words. What follows a colon is the name of the run. */
export function findChecklist(sources: Sources, text: string): Answer {
  const { topic, name } = splitRunName(sources.guide, text);
  const bySlug = sources.guide.bySlug.get(topic.toLowerCase());
  if (bySlug) return openChecklist(sources, bySlug.slug, { name });
  const found = sources.search.find(topic);
  const [best] = found.matches;
  if (best === undefined || found.confidence === 'nothing') return nothingFound(sources, topic, found);
  return openChecklist(sources, best.page.slug, { name, related: found.matches.map(({ page }) => page) });
}

const MAX_ALTERNATIVES = 3;

/** A page's checklist. If it has none: related pages that have one, then pages that it leads to. */
export function openChecklist(
  sources: Sources,
  slug: string,
  {
    list,
    name,
    related = [],
  }: { list?: string | undefined; name?: string | undefined; related?: readonly Page[] } = {},
): Answer {
  const page = sources.guide.bySlug.get(slug);
  if (page === undefined) return pageGone(sources, slug);
  const checklist = checklistOf(page, list);
  if (checklist) return { kind: 'checklist', page, checklist, ...(name !== undefined && { name }) };
  const ledTo = page.nextSteps.flatMap(({ to }) =>
    to.kind === 'page' ? (sources.guide.bySlug.get(to.slug) ?? []) : [],
  );
  const alternatives = [...new Set([...related, ...ledTo])].filter(({ checklists }) => checklists.length > 0);
  return { kind: 'no-checklist', page, alternatives: alternatives.slice(0, MAX_ALTERNATIVES) };
}

/** The channel's open runs, and the checklists that can be posted. */
export async function listChecklists({ guide, openRuns }: Sources, where: Where): Promise<Answer> {
  const pages = guide.pages.filter(({ checklists }) => checklists.length > 0);
  return openRuns === undefined
    ? { kind: 'checklists', pages }
    : { kind: 'checklists', pages, runs: await openRuns(where) };
}

/** A longer name does not fit in a header together with the title. */
export const RUN_NAME_LENGTH = 80;

/**
 * Splits "going live: shop-api 2.4" into the topic and the name of the run, at the first colon, or at the colon after a page's name
 * if that has colons itself ("CI: the basics: shop-api 2.4").
 */
export function splitRunName(guide: Guide, text: string): { topic: string; name?: string } {
  const whole = text.trim();
  const colon = whole.indexOf(':');
  if (colon === -1) return { topic: whole };
  const end = nameBeforeColon(guide, whole) ?? colon;
  const name = whole.slice(end).replace(/^\s*:/, '').trim();
  // Half a surrogate pair would be an invalid character.
  const cut = name.slice(0, RUN_NAME_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
  return { topic: whole.slice(0, end).trim(), ...(name !== '' && { name: cut }) };
}

/** The length of the longest name of a page that a text begins with, before a colon or the end. */
function nameBeforeColon({ pages }: Guide, text: string): number | undefined {
  const lengths = pages
    .flatMap(({ slug, title, aliases }) => [slug, title, ...aliases])
    .filter((name) => text.slice(0, name.length).toLowerCase() === name.toLowerCase())
    .map(({ length }) => length)
    .filter((length) => length > 0 && /^\s*(?::|$)/.test(text.slice(length)));
  return lengths.length > 0 ? Math.max(...lengths) : undefined;
}
