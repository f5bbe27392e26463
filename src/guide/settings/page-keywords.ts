import { describe, type FieldReader, type Fields } from '../front-matter/fields.js';
import { readKeywords, resolveKeywords } from '../front-matter/keywords.js';
import type { Keyword } from '../page.js';
import type { PageDirectory } from '../page-directory.js';
import type { KeywordField, LocatedText, PageDraft } from '../parse/page-draft.js';
import { type Problem, problemAt } from '../problem.js';

/** Keywords of a page that stand outside it. */
export interface PageKeywords {
  /** The slug or the file, as written. */
  readonly page: LocatedText;
  readonly keywords: readonly KeywordField[];
}

const EXAMPLE = 'keywords: {databases: [lost data, {section: backups, text: [undo a delete]}]}';

/** Reads keywords by page. The entries are the same as in the front matter. */
export function readPageKeywords(fields: Fields, reader: FieldReader): PageKeywords[] {
  const value = fields.get('keywords');
  if (value === undefined || (value.kind === 'text' && value.text.trim() === '')) return [];
  if (value.kind !== 'map') {
    reader.report('invalid-value', value, `must be a group of pages, not ${describe(value)}. Example: "${EXAMPLE}".`);
    return [];
  }
  return [...value.entries].map(([page, { line, name }]) => ({
    page: { text: page, line, name },
    keywords: readKeywords(value.entries, page, reader),
  }));
}

/** The keywords for each page, by its slug, and what is wrong with them. */
export function keywordsBySlug(
  given: readonly PageKeywords[],
  directory: PageDirectory,
  drafts: ReadonlyMap<string, PageDraft>,
  file: string,
): { bySlug: ReadonlyMap<string, readonly Keyword[]>; problems: Problem[] } {
  const bySlug = new Map<string, readonly Keyword[]>();
  const places = new Map<string, LocatedText>();
  const problems: Problem[] = [];
  for (const { page, keywords } of given) {
    const slug = directory.find(page.text);
    const earlier = slug === undefined ? undefined : places.get(slug);
    if (slug === undefined) {
      const near = directory.suggest(page.text);
      const advice = near === undefined ? 'Write its slug or its file.' : `Did you mean "${near}"?`;
      const text = `${page.name}: the guide has no page "${page.text}", so its keywords are left out. ${advice}`;
      problems.push(problemAt('unknown-page', file, page.line, text));
    } else if (earlier !== undefined) {
      const text = `${page.name}: is the same page as "${earlier.text}" on line ${earlier.line}. Put their keywords together.`;
      problems.push(problemAt('duplicate-field', file, page.line, text));
    } else {
      places.set(slug, page);
      const resolved = resolveKeywords(keywords, drafts.get(slug)?.sections ?? [], file);
      bySlug.set(slug, resolved.found);
      // A page that could not be read is reported already, and its sections are not known.
      if (drafts.has(slug)) problems.push(...resolved.problems);
    }
  }
  return { bySlug, problems };
}
