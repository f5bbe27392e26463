import type { NextStep } from './page.js';
import type { PageDraft } from './page-draft.js';
import type { Problem } from './problem.js';
import type { LinkResolver } from './resolve-link.js';
import { quoteAddress, reasonFor } from './resolve-page-links.js';

// Slack takes no longer address for a button.
const MAX_ADDRESS = 3000;

/** A page's declared next steps. One that leads nowhere is reported and left out; one without a text bears its target's title. */
export function resolveNextSteps(
  { file, choices }: PageDraft,
  slug: string,
  resolver: LinkResolver,
  titles: ReadonlyMap<string, string>,
): { nextSteps: NextStep[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const nextSteps = choices.flatMap(({ to, text, icon }): NextStep[] => {
    const resolution = resolver.resolve(to.text, { slug, file });
    const warn = (reason: string): void => {
      problems.push({
        severity: 'warning',
        file,
        line: to.line,
        text: `${to.name}: ${quoteAddress(to.text)} ${reason}`,
      });
    };
    const reason = reasonFor(resolution, ', so its button is left out');
    if (reason !== undefined) warn(reason);
    if (!('target' in resolution)) return [];
    const { target } = resolution;
    if (target.kind === 'outside' && target.url.length > MAX_ADDRESS) {
      const button = text === undefined ? 'its button' : `the button "${text}"`;
      warn(
        `has ${target.url.length} characters, more than the ${MAX_ADDRESS} of a button's address, so ${button} is left out; lead to a shorter address`,
      );
      return [];
    }
    const label = text ?? (target.kind === 'page' ? titles.get(target.slug) : target.url) ?? to.text;
    return [{ text: label, to: target, ...(icon && { icon }) }];
  });
  return { nextSteps, problems };
}
