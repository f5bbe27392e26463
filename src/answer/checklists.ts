import type { RunStore } from '../checklist/run-store.js';
import type { Guide, Page } from '../guide/page.js';
import type { Logger } from '../telemetry/logger.js';
import type { Answer } from './answer.js';
import { nothingFound, type OpenRuns, pageGone, type Sources, type Where } from './answers.js';

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

/** What is under way in the channel, and what can be posted. */
export async function listChecklists({ guide, openRuns }: Sources, where: Where): Promise<Answer> {
  const pages = guide.pages.filter(({ checklist }) => checklist !== undefined);
  return openRuns === undefined
    ? { kind: 'checklists', pages }
    : { kind: 'checklists', pages, runs: await openRuns(where) };
}

/** Longer names do not fit beside a title in a header. */
export const RUN_NAME_LENGTH = 80;

/**
 * Parts "going live: shop-api 2.4" into the topic and the name of the run: what follows the first colon, or the colon after
 * a page's own name where that has colons in it ("CI: the basics: shop-api 2.4").
 */
export function splitRunName(guide: Guide, text: string): { topic: string; name?: string } {
  const colons = [...text.matchAll(/:/g)].map(({ index }) => index);
  const ends = [text.length, ...colons.toReversed()];
  const end = ends.find((at) => isName(guide, text.slice(0, at))) ?? colons[0] ?? text.length;
  const name = text.slice(end + 1).trim();
  return { topic: text.slice(0, end).trim(), ...(name !== '' && { name: name.slice(0, RUN_NAME_LENGTH) }) };
}

function isName({ bySlug, pages }: Guide, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    bySlug.has(wanted) ||
    pages.some(({ title, aliases }) => [title, ...aliases].some((one) => one.toLowerCase() === wanted))
  );
}

/** More than anybody looks through in a list. */
const MOST = 50;

/** Reads a channel's open runs. The guide is answered from without them too, so a database that is away is no failure. */
export function createOpenRuns(runs: Pick<RunStore, 'openInChannel'>, logger: Logger): OpenRuns {
  return async (where) => {
    try {
      return await runs.openInChannel({ ...where, limit: MOST });
    } catch (error) {
      logger.warn('The open checklists of a channel could not be read', { ...where, error });
      return 'unreadable';
    }
  };
}
