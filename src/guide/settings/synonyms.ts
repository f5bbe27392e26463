import { describe, type FieldReader, type Fields, type FieldValue } from '../front-matter/fields.js';
import type { Synonyms } from '../page.js';

const EXAMPLE = 'synonyms: {db: database, k8s: [kubernetes, cluster]}';
const MAX_WORDS = 4;
const MAX_CHARACTERS = 60;

/** Reads a team's own words. Each is a word or short phrase, and means one or several. */
export function readSynonyms(fields: Fields, reader: FieldReader): Synonyms {
  const value = fields.get('synonyms');
  if (value === undefined || (value.kind === 'text' && value.text.trim() === '')) return new Map();
  if (value.kind !== 'map') {
    reader.report('invalid-value', value, `must be a group of words, not ${describe(value)}. Example: "${EXAMPLE}".`);
    return new Map();
  }
  const synonyms = new Map<string, string[]>();
  const lines = new Map<string, number>();
  for (const [key, entry] of value.entries) {
    const word = normalize(key);
    const earlier = lines.get(word);
    if (earlier !== undefined) {
      reader.report('duplicate-field', entry, `is set twice, first on line ${earlier}. Put both into one list.`);
      continue;
    }
    lines.set(word, entry.line);
    if (word === '') {
      reader.report('invalid-value', entry, `needs a word before the colon. Example: "${EXAMPLE}".`);
      continue;
    }
    const meanings = readMeanings(value.entries, key, reader).filter(({ text }) => text !== word);
    if (!isShort(word, entry, reader) || hasWrongValue(entry)) continue;
    if (meanings.length === 0) {
      reader.report('incomplete-entry', entry, `has no other word, so it is left out. Example: "${EXAMPLE}".`);
      continue;
    }
    const short = meanings.filter(({ text, located }) => isShort(text, located, reader));
    if (short.length > 0) synonyms.set(word, [...new Set(short.map(({ text }) => text))]);
  }
  return synonyms;
}

function readMeanings(entries: Fields, key: string, reader: FieldReader): { text: string; located: FieldValue }[] {
  return reader
    .texts(entries, key)
    .map((located) => ({ text: normalize(located.text), located: { kind: 'unknown', ...located } }));
}

/** Neither a text nor a list: reported already. */
function hasWrongValue(entry: FieldValue): boolean {
  return entry.kind !== 'text' && entry.kind !== 'list';
}

function isShort(text: string, value: FieldValue, reader: FieldReader): boolean {
  const words = text.split(' ').length;
  if (words <= MAX_WORDS && text.length <= MAX_CHARACTERS) return true;
  const size = words > MAX_WORDS ? `${words} words` : `${text.length} characters`;
  const limit = words > MAX_WORDS ? `${MAX_WORDS} words` : `${MAX_CHARACTERS} characters`;
  reader.report(
    'invalid-value',
    value,
    `has ${size}, and a synonym may have ${limit}. Write a keyword of the page instead.`,
  );
  return false;
}

function normalize(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}
