import type { ChecklistFields } from '../parse/page-draft.js';
import type { FieldReader, Fields } from './fields.js';
import { readVariables } from './variables.js';

/** What a page's front matter says about its checklists. */
export function readChecklistFields(fields: Fields, reader: FieldReader): ChecklistFields {
  return {
    items: oneOf(fields, reader, 'checklist', ITEMS) ?? 'boxes',
    keepsTicks: oneOf(fields, reader, 'checked', TICKS) === 'keep',
    managedByAnyone: oneOf(fields, reader, 'manage', MANAGERS) === 'anyone',
    variables: readVariables(fields, reader),
  };
}

/** What may be written, and what it means. */
type Words<T extends string> = Readonly<Record<string, T>>;

const ITEMS: Words<ChecklistFields['items']> = {
  steps: 'steps',
  none: 'none',
  false: 'none',
  no: 'none',
  boxes: 'boxes',
  true: 'boxes',
  yes: 'boxes',
};
const TICKS: Words<'keep' | 'open'> = { keep: 'keep', open: 'open' };
const MANAGERS: Words<'anyone' | 'lead'> = { anyone: 'anyone', lead: 'lead' };

function oneOf<T extends string>(fields: Fields, reader: FieldReader, key: string, words: Words<T>): T | undefined {
  const example = `${key}: ${Object.keys(words)[0]}`;
  const written = reader.text(fields, [key], example);
  if (written === undefined) return undefined;
  const meaning = Object.entries(words).find(([word]) => word === written.text.toLowerCase())?.[1];
  if (meaning === undefined) {
    const meanings = [...new Set(Object.values(words))].map((word) => `"${key}: ${word}"`).join(' or ');
    // A warning: another tool may have a field of this name.
    const advice = `"${written.text}" means nothing here, so it is ignored. Write ${meanings}.`;
    reader.report('unknown-value', { kind: 'unknown', ...written }, advice);
  }
  return meaning;
}
