import { readDay } from '../dates.js';
import { emojiNames, isEmojiName } from '../emoji-names.js';
import { iconEmoji } from '../icons.js';
import { createNearNames, nearestWord } from '../near-names.js';
import type { Source } from '../page.js';
import type { ChecklistFields, ChoiceField, LocatedText, PageFields } from '../parse/page-draft.js';
import type { Problem } from '../problem.js';
import { withoutMarks } from '../text.js';
import { createFieldReader, type FieldReader, type Fields, type FieldValue, readOwner } from './fields.js';
import { readKeywords } from './keywords.js';
import { readVariables } from './variables.js';

const PAGE_FIELDS =
  'title slug summary description meta order sort-order aliases keywords choices updated review_in owner sources draft published checklist checked manage variables'.split(
    ' ',
  );
/** Fields of other tools that are no misspelt ones of ours. */
const FOREIGN_FIELDS = ['publish', 'alias', 'unlisted', 'owners'];
// What other tools call the order of their pages.
const ORDER_FIELDS = ['sortorder', 'nav_order', 'sidebar_position', 'weight', 'position'];
const SUMMARY_FIELDS = ['summary', 'meta', 'description'];

/** Reads a page's fields from the front matter of either format. Keys of other tools are ignored; a misspelt field is reported. */
export function readPageFields(fields: Fields, file: string): { fields: PageFields; problems: readonly Problem[] } {
  const reader = createFieldReader(file);
  reportMisspeltFields(fields, reader);
  // A template for issues says what it is called and what it is for; its "title" is that of the issue, which may be a beginning only: "Launch: ".
  const template = fields.has('name') && fields.has('about');
  const name = template ? reader.text(fields, ['name'], 'name: Release checklist') : undefined;
  const hero = readHero(fields);
  const given = reader.text(fields, ['title'], 'title: Databases');
  const isBeginning = name !== undefined && given !== undefined && /[:–\]-]\s*$/.test(given.text);
  const title = (isBeginning ? name : given) ?? name ?? hero.name;
  const slug = reader.text(fields, ['slug'], 'slug: databases');
  const summaryFields = template ? [...SUMMARY_FIELDS, 'about'] : SUMMARY_FIELDS;
  const summary = reader.text(fields, summaryFields, 'KEY: What the page says, in a sentence') ?? hero.tagline;
  const order = readOrder(fields, reader);
  // Obsidian has one or the other.
  const written = ['aliases', 'alias'].flatMap((key) => reader.texts(fields, key));
  const aliases = [...written, ...(name && name !== title ? [name] : [])];
  const updated = reader.text(fields, ['updated'], 'updated: 2026-11-20') ?? readForeignDate(fields);
  const reviewIn = reader.text(fields, ['review_in'], 'review_in: 6 months');
  // Other tools have a group of fields here: a name, an address.
  const owner = fields.get('owner')?.kind === 'map' ? [] : readOwner(fields, reader);
  const parent = fields.get('parent');
  return {
    fields: {
      ...(title && { title: { ...title, text: withoutMarks(title.text) || title.text } }),
      ...(slug && { slug }),
      ...(summary && { summary }),
      ...(order === undefined ? {} : { order }),
      ...(updated && { updated }),
      ...(reviewIn && { reviewIn }),
      ...(owner.length > 0 && { owner }),
      ...(parent?.kind === 'text' && parent.text.trim() !== '' && { parent: parent.text.trim() }),
      aliases: aliases.filter(({ text }) => !isAddress(text)),
      addresses: readAddresses(fields, aliases),
      isHidden: says(fields, 'draft', 'true') || says(fields, 'published', 'false'),
      keywords: readKeywords(fields, 'keywords', reader),
      checklist: readChecklistFields(fields, reader),
      choices: readChoices(fields, reader),
      sources: readSources(fields, reader),
    },
    problems: reader.problems,
  };
}

function reportMisspeltFields(fields: Fields, reader: FieldReader): void {
  for (const [key, value] of fields) {
    const near =
      [...PAGE_FIELDS, ...ORDER_FIELDS, ...FOREIGN_FIELDS].includes(key) || key.length < 4
        ? undefined
        : nearestWord(key, PAGE_FIELDS);
    if (near !== undefined && !fields.has(near)) {
      reader.report('unknown-field', value, `is not a field of a page, so it is ignored. Did you mean "${near}"?`);
    }
  }
}

// 035 means 35: pages in the legacy format write it so.
function readOrder(fields: Fields, reader: FieldReader): number | undefined {
  const written = reader.text(fields, ['order', 'sort-order'], 'KEY: 35');
  if (written === undefined) return readForeignOrder(fields);
  const order = /^[+-]?\d+(?:\.\d+)?$/.test(written.text) ? Number(written.text) : Number.NaN;
  if (Number.isFinite(order)) return order;
  reader.report(
    'invalid-value',
    { kind: 'unknown', ...written },
    `"${written.text}" is not a number. Example: "${written.name}: 35".`,
  );
  return undefined;
}

// Other tools use these keys for other things, too ("position: left"), so what is no number is not ours to report.
function readForeignOrder(fields: Fields): number | undefined {
  const sidebar = fields.get('sidebar');
  const found = ORDER_FIELDS.map((key) => [key, fields.get(key)] as const);
  // Starlight: "sidebar: {order: 2}".
  if (sidebar?.kind === 'map') found.push(['order', sidebar.entries.get('order')]);
  for (const [key, value] of found) {
    if (value?.kind !== 'text' || !/^[+-]?\d+(?:\.\d+)?$/.test(value.text.trim())) continue;
    // In Hugo, a weight of 0 is none.
    if (!(key === 'weight' && Number(value.text) === 0)) return Number(value.text);
  }
  return undefined;
}

/** The start page of VitePress and Starlight, which may have no other text: "hero: {name: Atlas, tagline: …}". */
function readHero(fields: Fields): { name?: LocatedText; tagline?: LocatedText } {
  const hero = fields.get('hero');
  if (hero?.kind !== 'map') return {};
  const [name, tagline] = ['name', 'tagline'].map((key) => hero.entries.get(key));
  return {
    ...(name?.kind === 'text' && name.text.trim() !== '' && { name }),
    ...(tagline?.kind === 'text' && tagline.text.trim() !== '' && { tagline }),
  };
}

/** When a page was changed, as Hugo, Jekyll, VitePress and Docusaurus write it: the day. */
function readForeignDate(fields: Fields): LocatedText | undefined {
  const update = fields.get('last_update');
  const values = ['lastmod', 'last_modified_at', 'lastUpdated'].map((key) => fields.get(key));
  if (update?.kind === 'map') values.push(update.entries.get('date'));
  const dates = values.flatMap((value) => (value?.kind === 'text' ? value : []));
  const date = dates.find(({ text }) => readDay(text.trim().slice(0, 10)) !== undefined);
  return date && { text: date.text.trim().slice(0, 10), line: date.line, name: date.name };
}

/** A site generator's redirect is an address, such as "/old/path"; "CI/CD" is a name. */
function isAddress(alias: string): boolean {
  return /^\/|\/$|\.(?:html?|md)$/i.test(alias);
}

const ADDRESS_FIELDS = ['redirect_from', 'permalink', 'url'];

function readAddresses(fields: Fields, aliases: readonly LocatedText[]): string[] {
  const others = ADDRESS_FIELDS.flatMap((key): string[] => {
    const value = fields.get(key);
    const values = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
    return values.flatMap((each) => (each.kind === 'text' ? each.text.trim() : []));
  });
  const paths = [...aliases.map(({ text }) => text), ...others].filter(
    (text) => isAddress(text) && !text.includes(':'),
  );
  // Zola: "path = 'ship-it'".
  const path = fields.get('path');
  if (path?.kind === 'text' && /^[\w./-]+$/.test(path.text)) paths.push(path.text);
  return [...new Set(paths)].filter((path) => path !== '/');
}

function says(fields: Fields, key: string, answer: string): boolean {
  const value = fields.get(key);
  return value?.kind === 'text' && value.text.trim().toLowerCase() === answer;
}

const SOURCES_EXAMPLE = 'sources: [{title: …, url: "https://…", checked: 2026-11-20}]';

function readSources(fields: Fields, reader: FieldReader): Source[] {
  return reader.list(fields, 'sources', SOURCES_EXAMPLE).flatMap((item): Source[] => {
    if (item.kind === 'text') return webSource(reader, { text: item.text, line: item.line, name: item.name });
    if (item.kind !== 'map') {
      reader.report('invalid-value', item, `must be a group of fields. Example: "${SOURCES_EXAMPLE}".`);
      return [];
    }
    const url = reader.text(item.entries, ['url'], SOURCES_EXAMPLE);
    const title = reader.text(item.entries, ['title'], SOURCES_EXAMPLE);
    const checked = reader.text(item.entries, ['checked'], SOURCES_EXAMPLE);
    if (url === undefined) {
      reader.report('incomplete-entry', item, 'has no url, so it is left out. Add "url: https://…".');
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
    'incomplete-entry',
    { kind: 'unknown', ...url },
    `"${url.text}" is not a web address, so it is left out. Write "https://…".`,
  );
  return [];
}

const CHOICES_EXAMPLE = 'choices: [{text: How do I …?, to: databases, icon: package}]';
const CHOICE_FIELDS = ['text', 'to', 'url', 'icon'];

/** Reads the next steps that a page declares. Incomplete ones are reported, empty ones are ignored. */
function readChoices(fields: Fields, reader: FieldReader): ChoiceField[] {
  return reader.list(fields, 'choices', CHOICES_EXAMPLE).flatMap((item): ChoiceField[] => {
    if (item.kind !== 'map') {
      reader.report('invalid-value', item, `must be a group of text, to and icon. Example: "${CHOICES_EXAMPLE}".`);
      return [];
    }
    reportMisspeltChoiceFields(item, reader);
    const text = reader.text(item.entries, ['text'], CHOICES_EXAMPLE);
    const to = reader.text(item.entries, ['to', 'url'], CHOICES_EXAMPLE);
    const icon = reader.text(item.entries, ['icon'], CHOICES_EXAMPLE);
    // A choice without a target has no button.
    if (icon !== undefined && to !== undefined) reportUnknownIcon(icon, reader);
    if (to === undefined) {
      // If there is only an icon, the template was not filled in.
      if (text !== undefined)
        reader.report(
          'incomplete-entry',
          item,
          `"${text.text}" has no target, so it is left out. Name a page in "${targetField(item)}".`,
        );
      return [];
    }
    if (text === undefined)
      reader.report('incomplete-entry', item, 'has no text, so its button shows the title of its page. Add a text.');
    return [{ to, ...(text && { text: text.text }), ...(icon && { icon: icon.text }) }];
  });
}

function reportUnknownIcon(icon: LocatedText, reader: FieldReader): void {
  const fault = iconFault(icon.text);
  if (fault !== undefined) reader.report('unknown-icon', { kind: 'unknown', ...icon }, fault);
}

function reportMisspeltChoiceFields(item: FieldValue & { kind: 'map' }, reader: FieldReader): void {
  for (const [key, value] of item.entries) {
    const near = CHOICE_FIELDS.includes(key) ? undefined : nearestWord(key, CHOICE_FIELDS);
    if (near !== undefined && !item.entries.has(near))
      reader.report('unknown-field', value, `is not a field of a choice. Did you mean "${near}"?`);
  }
}

function targetField(item: FieldValue): string {
  return /^choice\d+$/.test(item.name) ? `${item.name}url` : `${item.name}.to`;
}

/** What is wrong with the icon of a next step, and what to do; undefined if nothing is. */
function iconFault(icon: string): string | undefined {
  const emoji = iconEmoji(icon);
  if (emoji === undefined) {
    const reason = /(?:^|\s)fa[srlb]?-/.test(icon) ? 'has no emoji that fits' : 'is not the name of an emoji';
    return `"${icon}" ${reason}, so the button has no icon. Write a name, such as "rocket".`;
  }
  if (isEmojiName(emoji)) return undefined;
  const near = createNearNames(emojiNames()).nearest(emoji);
  return near === undefined
    ? `"${emoji}" is none of the emoji that every workspace has. Where yours has not added it, the button shows ":${emoji}:".`
    : `"${emoji}" is none of the emoji that every workspace has. Did you mean "${near}"?`;
}

/** What a page's front matter says about its checklists. */
function readChecklistFields(fields: Fields, reader: FieldReader): ChecklistFields {
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
