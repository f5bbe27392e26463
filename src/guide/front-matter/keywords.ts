import { createNearNames } from '../near-names.js';
import type { Keyword, Section } from '../page.js';
import type { PageDirectory } from '../page-directory.js';
import type { KeywordField, LocatedText, PageDraft } from '../parse/page-draft.js';
import { type Problem, problemAt } from '../problem.js';
import { describe, type FieldReader, type Fields } from './fields.js';

const KEYWORDS_EXAMPLE = 'keywords: [one, two words, {section: memory, text: [oom killed, exit code 137]}]';

/** Each entry is a text, or a group of texts and the section that they lead to. A single text is split at its commas. */
export function readKeywords(fields: Fields, key: string, reader: FieldReader): KeywordField[] {
  const value = fields.get(key);
  if (value?.kind !== 'list') return [{ texts: reader.texts(fields, key).map(({ text }) => text) }];
  return value.items.flatMap((item): KeywordField[] => {
    if (item.kind === 'text')
      return item.text.trim() === '' ? [] : [{ texts: [item.text.replace(/\s+/g, ' ').trim()] }];
    if (item.kind !== 'map') {
      reader.report(
        'invalid-value',
        item,
        `must be text, or a group of section and text. Example: "${KEYWORDS_EXAMPLE}".`,
      );
      return [];
    }
    const section = reader.text(item.entries, ['section'], KEYWORDS_EXAMPLE);
    const texts = reader.texts(item.entries, 'text').map(({ text }) => text);
    if (texts.length === 0) {
      reader.report('incomplete-entry', item, `has no text, so it is left out. Example: "${KEYWORDS_EXAMPLE}".`);
      return [];
    }
    return [{ texts, ...(section && { section }) }];
  });
}

/** Finds the section that a keyword names by its anchor or heading. One that names none leads to the page. */
export function resolveKeywords(
  fields: readonly KeywordField[],
  sections: readonly Section[],
  file: string,
): { found: Keyword[]; problems: Problem[] } {
  const found = new Map<string, Keyword>();
  const problems: Problem[] = [];
  const near = createNearNames(sections.map(({ anchor }) => anchor).filter((anchor) => anchor !== ''));
  for (const { texts, section: wanted } of fields) {
    const section = wanted && sections.find(({ anchor, heading }) => isNamed(wanted.text, [anchor, heading]));
    if (wanted !== undefined && section === undefined) {
      const nearest = near.nearest(wanted.text);
      const advice = nearest ? ` Did you mean "${nearest}"?` : '';
      const text = `${wanted.name}: the page has no section "${wanted.text}", so its keywords lead to the whole page.${advice}`;
      problems.push(problemAt('unknown-section', file, wanted.line, text));
    }
    for (const text of texts)
      found.set(text, { text, ...(section?.heading !== undefined && { anchor: section.anchor }) });
  }
  return { found: [...found.values()], problems };
}

function isNamed(name: string, [anchor, heading]: readonly (string | undefined)[]): boolean {
  const wanted = name.toLowerCase().replace(/^#/, '');
  return wanted === anchor?.toLowerCase() || wanted === heading?.toLowerCase();
}

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
