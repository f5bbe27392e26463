import type { NextStep } from './page.js';

const MAX_STEPS = 5;

/** Next steps for a page that has none: the pages it links to, then its neighbours in reading order (the next one first); five at most. */
export function deriveNextSteps(
  slug: string,
  linkedPages: readonly string[],
  readingOrder: readonly string[],
  titles: ReadonlyMap<string, string>,
): NextStep[] {
  const position = readingOrder.indexOf(slug);
  const neighbours = [position + 1, position - 1].flatMap((index) => readingOrder[index] ?? []);
  const steps = [...new Set([...linkedPages, ...neighbours])].filter((step) => step !== slug);
  return steps
    .slice(0, MAX_STEPS)
    .map((target) => ({ text: titles.get(target) ?? target, to: { kind: 'page', slug: target } }));
}
