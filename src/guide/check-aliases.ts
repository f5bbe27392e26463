import type { PageDraft } from './page-draft.js';
import type { Problem } from './problem.js';

/** Warns of an alias that names two pages. */
export function checkAliases(slugs: ReadonlyMap<PageDraft, string>): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, { draft: PageDraft; what: string }>();
  for (const [draft, slug] of slugs) owners.set(slug.toLowerCase(), { draft, what: `the slug of ${draft.file}` });
  for (const draft of slugs.keys()) {
    for (const { text, line, name } of draft.aliases) {
      const owner = owners.get(text.toLowerCase());
      if (owner === undefined) owners.set(text.toLowerCase(), { draft, what: `an alias of ${draft.file}:${line}` });
      else if (owner.draft !== draft) {
        const advice = `"${text}" is already ${owner.what}; remove it from one of them`;
        problems.push({ severity: 'warning', file: draft.file, line, text: `${name}: ${advice}` });
      }
    }
  }
  return problems;
}
