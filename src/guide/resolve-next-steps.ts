import type { NextStep } from './page.js';
import type { PageDraft } from './page-draft.js';
import type { Problem } from './problem.js';
import type { LinkResolver } from './resolve-link.js';
import { reasonFor } from './resolve-page-links.js';

/** A page's declared next steps. One that leads nowhere is reported and left out; one without a text bears its target's title. */
export const resolveNextSteps = (
  { file, choices }: PageDraft,
  slug: string,
  resolver: LinkResolver,
  titles: ReadonlyMap<string, string>,
): { nextSteps: NextStep[]; problems: Problem[] } => {
  const problems: Problem[] = [];
  const nextSteps = choices.flatMap(({ to, text, icon }): NextStep[] => {
    const resolution = resolver.resolve(to.text, { slug, file });
    if (resolution.kind !== 'target') {
      const reason = reasonFor(resolution, ', so its button is left out');
      problems.push({ severity: 'warning', file, line: to.line, text: `${to.name}: "${to.text}" ${reason}` });
      return [];
    }
    const { target } = resolution;
    const label = text ?? (target.kind === 'page' ? titles.get(target.slug) : target.url) ?? to.text;
    return [{ text: label, to: target, ...(icon && { icon }) }];
  });
  return { nextSteps, problems };
};
