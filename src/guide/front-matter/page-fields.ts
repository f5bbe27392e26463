import { nearestWord } from '../edit-distance.js';
import type { Source } from '../page.js';
import type { ChoiceField, LocatedText, PageFields } from '../parse/page-draft.js';
import type { Problem } from '../problem.js';
import { createFieldReader, type FieldReader, type Fields, type FieldValue } from './fields.js';

const KNOWN = 'title slug summary description meta order sort-order aliases keywords choices updated sources'.split(
  ' ',
);
const SUMMARY_KEYS = ['summary', 'meta', 'description'];

/** Turns the front matter of either dialect into a page's fields. Keys of other tools are left alone; a near miss is pointed out. */
export function readPageFields(fields: Fields, file: string): { fields: PageFields; problems: readonly Problem[] } {
  const reader = createFieldReader(file);
  reportNearMisses(fields, reader);
  const title = reader.text(fields, ['title'], 'title: Databases');
  const slug = reader.text(fields, ['slug'], 'slug: databases');
  const summary = reader.text(fields, SUMMARY_KEYS, 'KEY: What the page says, in a sentence');
  const order = readOrder(fields, reader);
  const updated = reader.text(fields, ['updated'], 'updated: 2026-11-20');
  return {
    fields: {
      ...(title && { title }),
      ...(slug && { slug }),
      ...(summary && { summary }),
      ...(order === undefined ? {} : { order }),
      ...(updated && { updated: updated.text }),
      aliases: reader.texts(fields, 'aliases'),
      keywords: [...new Set(reader.texts(fields, 'keywords').map(({ text }) => text))],
      choices: readChoices(fields, reader),
      sources: readSources(fields, reader),
    },
    problems: reader.problems,
  };
}

function reportNearMisses(fields: Fields, reader: FieldReader): void {
  for (const [key, value] of fields) {
    const near = KNOWN.includes(key) || key.length < 4 ? undefined : nearestWord(key, KNOWN);
    if (near !== undefined && !fields.has(near)) {
      reader.report('warning', value, `is no field of a page and is left out; did you mean "${near}"?`);
    }
  }
}

// A leading zero is decimal: founding pages say 035 and mean 35.
function readOrder(fields: Fields, reader: FieldReader): number | undefined {
  const written = reader.text(fields, ['order', 'sort-order'], 'KEY: 35');
  if (written === undefined) return undefined;
  const order = /^[+-]?\d+(?:\.\d+)?$/.test(written.text) ? Number(written.text) : Number.NaN;
  if (Number.isFinite(order)) return order;
  reader.report(
    'error',
    { kind: 'unknown', ...written },
    `"${written.text}" is not a number; write for example "${written.name}: 35"`,
  );
  return undefined;
}

const EXAMPLE = 'sources: [{title: …, url: "https://…", checked: 2026-11-20}]';

function readSources(fields: Fields, reader: FieldReader): Source[] {
  return reader.list(fields, 'sources', EXAMPLE).flatMap((item): Source[] => {
    if (item.kind === 'text') return webSource(reader, { text: item.text, line: item.line, name: item.name });
    if (item.kind !== 'map') {
      reader.report('error', item, `must be a group of fields; write for example "${EXAMPLE}"`);
      return [];
    }
    const url = reader.text(item.entries, ['url'], EXAMPLE);
    const title = reader.text(item.entries, ['title'], EXAMPLE);
    const checked = reader.text(item.entries, ['checked'], EXAMPLE);
    if (url === undefined) {
      reader.report('warning', item, 'has no url and is left out; add "url: https://…"');
      return [];
    }
    return webSource(reader, url).map((source) => ({
      ...source,
      ...(title && { title: title.text }),
      ...(checked && { checked: checked.text }),
    }));
  });
}

function webSource(reader: FieldReader, url: LocatedText): Source[] {
  if (/^https?:\/\//i.test(url.text) && URL.canParse(url.text))
    return [{ title: new URL(url.text).host, url: url.text }];
  reader.report(
    'warning',
    { kind: 'unknown', ...url },
    `"${url.text}" is not a web address and is left out; write "https://…"`,
  );
  return [];
}

const EXAMPLE_2 = 'choices: [{text: How do I …?, to: databases, icon: package}]';
const KEYS = ['text', 'to', 'url', 'icon'];

/** Reads the next steps that a page declares. One that is given by half is reported; one that is empty is simply absent. */
export function readChoices(fields: Fields, reader: FieldReader): ChoiceField[] {
  return reader.list(fields, 'choices', EXAMPLE_2).flatMap((item): ChoiceField[] => {
    if (item.kind !== 'map') {
      reader.report('error', item, `must be a group of text, to and icon; write for example "${EXAMPLE_2}"`);
      return [];
    }
    reportNearMisses_2(item, reader);
    const text = reader.text(item.entries, ['text'], EXAMPLE_2);
    const to = reader.text(item.entries, ['to', 'url'], EXAMPLE_2);
    const icon = reader.text(item.entries, ['icon'], EXAMPLE_2);
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

function reportNearMisses_2(item: FieldValue & { kind: 'map' }, reader: FieldReader): void {
  for (const [key, value] of item.entries) {
    const near = KEYS.includes(key) ? undefined : nearestWord(key, KEYS);
    if (near !== undefined && !item.entries.has(near))
      reader.report('warning', value, `is no field of a choice; did you mean "${near}"?`);
  }
}

function targetField(item: FieldValue): string {
  return /^choice\d+$/.test(item.name) ? `${item.name}url` : `${item.name}.to`;
}
