import type { NextStep } from './page.js';

const MAX_STEPS = 5;
const ENOUGH = 2;

/** Next steps for a page that has none: the pages it links to and, where these are fewer than two, its neighbours in reading order. */
export const deriveNextSteps = (
  slug: string,
  linkedPages: readonly string[],
  readingOrder: readonly string[],
  titles: ReadonlyMap<string, string>,
): NextStep[] => {
  const position = readingOrder.indexOf(slug);
  const neighbours = [readingOrder[position + 1], position > 0 ? readingOrder[position - 1] : undefined];
  const steps = new Set(linkedPages.filter((linked) => linked !== slug).slice(0, MAX_STEPS));
  for (const neighbour of neighbours) if (neighbour !== undefined && steps.size < ENOUGH) steps.add(neighbour);
  return [...steps].map((target) => ({ text: titles.get(target) ?? target, to: { kind: 'page', slug: target } }));
};
