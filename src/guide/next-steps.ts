import { faultOf, type LinkResolver, quoteAddress } from './links.js';
import type { NextStep } from './page.js';
import type { PageDraft } from './parse/page-draft.js';
import { type Problem, problemAt } from './problem.js';
import type { Rule } from './rules.js';

// Slack's limit on a button's address.
const MAX_ADDRESS = 3000;

/** A page's declared next steps. One whose target does not exist is reported and left out; one without a text gets its page's title. */
export function resolveNextSteps(
  { file, choices }: PageDraft,
  slug: string,
  resolver: LinkResolver,
  titles: ReadonlyMap<string, string>,
): { nextSteps: NextStep[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const nextSteps = choices.flatMap(({ to, text, icon }): NextStep[] => {
    const resolution = resolver.resolve(to.text, { slug, file });
    const warn = (rule: Rule, reason: string): void => {
      problems.push(problemAt(rule, file, to.line, `${to.name}: ${quoteAddress(to.text)} ${reason}`));
    };
    const fault = faultOf(resolution, ', so its button is left out');
    if (fault !== undefined) warn(fault.rule, fault.reason);
    // A link in the text keeps its text; nothing is left of a button.
    if (resolution.kind === 'site-only')
      warn(
        'broken-link',
        'is not a page of this guide, so its button is left out. Write the whole address, with https://.',
      );
    if (!('target' in resolution)) return [];
    const { target } = resolution;
    if (target.kind === 'outside' && target.url.length > MAX_ADDRESS) {
      const button = text === undefined ? 'its button' : `the button "${text}"`;
      warn(
        'long-address',
        `has ${target.url.length} characters, and a button's address can have ${MAX_ADDRESS}, so ${button} is left out. Use a shorter address.`,
      );
      return [];
    }
    const label = text ?? (target.kind === 'page' ? titles.get(target.slug) : target.url) ?? to.text;
    return [{ text: label, to: target, ...(icon && { icon }) }];
  });
  return { nextSteps, problems };
}

const MAX_STEPS = 5;

/**
 * Next steps for a page that has none: the pages it links to, then its neighbours in reading order; five at most.
 * @param neighbours the next one first
 */
export function deriveNextSteps(
  slug: string,
  linkedPages: readonly string[],
  neighbours: readonly string[],
  titles: ReadonlyMap<string, string>,
): NextStep[] {
  const steps = [...new Set([...linkedPages, ...neighbours])].filter((step) => step !== slug);
  return steps
    .slice(0, MAX_STEPS)
    .map((target) => ({ text: titles.get(target) ?? target, to: { kind: 'page', slug: target } }));
}
