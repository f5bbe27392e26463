import { LEAD } from '../checklist/rules.js';
import type { VariableProblem } from '../checklist/variables.js';
import { nearestWord } from '../guide/near-names.js';
import type { Checklist, Guide, Page, Variable } from '../guide/page.js';
import { pageNamed } from '../guide/page-directory.js';
import { MAX_VALUE } from '../guide/variables.js';
import { short } from './read-fields.js';

/** A checklist of a page, or why none can be chosen and which field says so. */
export type FoundChecklist =
  | { readonly page: Page; readonly checklist: Checklist }
  | { readonly field: 'page' | 'checklist'; readonly detail: string };

/** The one checklist that is named. A program is never guessed at: of several, it has to say which. */
export function findChecklist(guide: Guide, pageName: string, listName: string | undefined): FoundChecklist {
  const page = pageNamed(guide, pageName);
  if (page === undefined) {
    const nearest = nearestWord(
      pageName,
      guide.pages.map(({ slug }) => slug),
    );
    const hint = nearest === undefined ? '' : ` Did you mean “${nearest}”?`;
    return { field: 'page', detail: `The guide has no page “${short(pageName)}”.${hint}` };
  }
  const { checklists, slug } = page;
  if (checklists.length === 0) return { field: 'page', detail: `The page “${slug}” has no checklist.` };
  const all = checklists.map(({ id }) => id).join(', ');
  if (listName === undefined) {
    const [only, ...others] = checklists;
    if (only !== undefined && others.length === 0) return { page, checklist: only };
    return { field: 'checklist', detail: `The page “${slug}” has several checklists: ${all}. Say which.` };
  }
  const wanted = listName.toLowerCase();
  const checklist = checklists.find((each) => namesOf(each, page).some((name) => name.toLowerCase() === wanted));
  if (checklist) return { page, checklist };
  return { field: 'checklist', detail: `The page “${slug}” has no checklist “${short(listName)}”. It has ${all}.` };
}

/** Its id, its title, and its heading alone, which is what the page shows. */
function namesOf({ id, title }: Checklist, page: Page): string[] {
  const suffix = ` – ${page.title}`;
  return [id, title, ...(title.endsWith(suffix) ? [title.slice(0, -suffix.length)] : [])];
}

/** What is wrong with a value, and what would fit. */
export function variableWords({ name, problem }: VariableProblem, variables: readonly Variable[]): string {
  const { choices = [], pattern = '' } = variables.find((variable) => variable.name === name) ?? {};
  switch (problem) {
    case 'missing':
      return `“${name}” is missing${choices.length > 0 ? `: one of ${choices.join(', ')}` : ''}.`;
    case 'pattern':
      return `“${name}” does not match the pattern ${pattern}.`;
    case 'choice':
      return `“${name}” must be one of ${choices.join(', ')}.`;
    case 'too-long':
      return `“${name}” is longer than ${MAX_VALUE} characters.`;
    case 'unknown': {
      const known = variables.map((variable) => variable.name);
      const nearest = nearestWord(name, known);
      const hint = nearest === undefined ? '' : ` Did you mean “${nearest}”?`;
      return `The checklist has no variable “${short(name)}”.${hint}`;
    }
  }
}

/** Every role that a run of the checklist has. */
export function rolesOf({ roles }: Checklist): string[] {
  return [...new Set([LEAD, ...roles])];
}
