import { createNearNames } from '../near-names.js';
import type { Keyword, Section } from '../page.js';
import type { KeywordField } from '../parse/page-draft.js';
import { type Problem, problemAt } from '../problem.js';
import type { FieldReader, Fields } from './fields.js';

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
