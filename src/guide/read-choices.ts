import type { FieldReader } from './field-reader.js';
import type { Fields, FieldValue } from './field-value.js';
import { nearestWord } from './nearest-word.js';
import type { ChoiceField } from './page-fields.js';

const EXAMPLE = 'choices: [{text: How do I …?, to: databases, icon: package}]';
const KEYS = ['text', 'to', 'url', 'icon'];

/** Reads the next steps that a page declares. One that is given by half is reported; one that is empty is simply absent. */
export function readChoices(fields: Fields, reader: FieldReader): ChoiceField[] {
  return reader.list(fields, 'choices', EXAMPLE).flatMap((item): ChoiceField[] => {
    if (item.kind !== 'map') {
      reader.report('error', item, `must be a group of text, to and icon; write for example "${EXAMPLE}"`);
      return [];
    }
    reportNearMisses(item, reader);
    const text = reader.text(item.entries, ['text'], EXAMPLE);
    const to = reader.text(item.entries, ['to', 'url'], EXAMPLE);
    const icon = reader.text(item.entries, ['icon'], EXAMPLE);
    if (to === undefined) {
      // An icon alone is what is left of a template that was not filled in.
      if (text !== undefined)
        reader.report(
          'warning',
          item,
          `"${text.text}" leads nowhere and is left out; name a page in "${targetField(item)}"`,
        );
      return [];
    }
    if (text === undefined)
      reader.report(
        'warning',
        item,
        'has no text, so its button bears the title of the page that it leads to; add one',
      );
    return [{ to, ...(text && { text: text.text }), ...(icon && { icon: icon.text }) }];
  });
}

function reportNearMisses(item: FieldValue & { kind: 'map' }, reader: FieldReader): void {
  for (const [key, value] of item.entries) {
    const near = KEYS.includes(key) ? undefined : nearestWord(key, KEYS);
    if (near !== undefined && !item.entries.has(near))
      reader.report('warning', value, `is no field of a choice; did you mean "${near}"?`);
  }
}

function targetField(item: FieldValue): string {
  return /^choice\d+$/.test(item.name) ? `${item.name}url` : `${item.name}.to`;
}
