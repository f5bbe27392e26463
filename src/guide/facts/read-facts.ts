import { nearestWord } from '../edit-distance.js';
import { createFieldReader, describe, type FieldReader, type FieldValue } from '../front-matter/fields.js';
import { readYamlFields, type YamlKind } from '../front-matter/yaml.js';
import { checkSettingsLimits } from '../parse/limits.js';
import { PageError, type Problem, problemAt } from '../problem.js';
import type { SourceFile } from '../source-file.js';
import type { Fact, ReadFacts } from './fact.js';

const EXAMPLE = 'django-lts: {value: "5.2", source: "https://www.djangoproject.com/download/", checked: 2026-11-20}';
const YAML: YamlKind = { name: 'file', example: EXAMPLE, maxValues: 20_000 };
const FIELDS = ['value', 'source', 'from', 'checked'];

/** What a page can name: letters, digits, dots, hyphens and underscores. */
const NAME = /^[A-Za-z0-9][\w.-]{0,59}$/;
/** A value stands in a sentence or in a cell of a table. */
const MAX_VALUE = 300;

/** Reads `facts.yml`, with everything that is wrong with it. Whether its dates can be right is for a review to say. */
export function readFacts({ file, text }: SourceFile): ReadFacts {
  try {
    checkSettingsLimits(text);
    const { fields, problems } = readYamlFields(text, file, YAML);
    // Without fields there are problems, or the file is empty.
    if (fields.size === 0)
      return { facts: [], broken: [], ...(problems.length > 0 && { isUnreadable: true }), problems };
    const reader = createFieldReader(file);
    const read = [...fields].map(([name, value]) => [name, readFact(name, value, reader)] as const);
    return {
      facts: read.flatMap(([, fact]) => fact ?? []),
      broken: read.flatMap(([name, fact]) => (fact === undefined ? name : [])),
      problems: [...problems, ...reader.problems],
    };
  } catch (error) {
    return { facts: [], broken: [], isUnreadable: true, problems: [unreadable(file, error)] };
  }
}

function unreadable(file: string, error: unknown): Problem {
  if (error instanceof PageError) return problemAt('invalid-syntax', file, error.line, error.message);
  const reason = error instanceof Error ? error.message : String(error);
  return problemAt('invalid-syntax', file, undefined, `cannot be read (${reason}). Write it with less nesting.`);
}

function readFact(name: string, entry: FieldValue, reader: FieldReader): Fact | undefined {
  if (!NAME.test(name)) {
    const advice = 'Write up to 60 letters, digits, dots, hyphens and underscores.';
    reader.report('invalid-value', entry, `cannot be the name of a fact. ${advice}`);
    return undefined;
  }
  // The short form has nothing but the value.
  if (entry.kind !== 'map' && entry.kind !== 'text') {
    reader.report('invalid-value', entry, `must be a group of fields, not ${describe(entry)}. Example: "${EXAMPLE}".`);
    return undefined;
  }
  const fields = entry.kind === 'map' ? entry.entries : new Map([['value', entry]]);
  reportUnknownFields(fields, reader);
  const value = reader.text(fields, ['value'], EXAMPLE);
  if (value === undefined) {
    // A value of another kind is reported already.
    const isAbsent = (fields.get('value')?.kind ?? 'text') === 'text';
    if (isAbsent) reader.report('invalid-value', entry, `has no value. Example: "${EXAMPLE}".`);
    return undefined;
  }
  if (value.text.length > MAX_VALUE) {
    const text = `has ${value.text.length} characters, and a fact may have ${MAX_VALUE}. Write the rest on the page.`;
    reader.report('invalid-value', { kind: 'unknown', ...value }, text);
    return undefined;
  }
  const source = reader.text(fields, ['source'], EXAMPLE);
  const from = readFrom(fields, reader);
  const checked = reader.text(fields, ['checked'], EXAMPLE);
  if (source === undefined && from === undefined) {
    reader.report(
      'incomplete-entry',
      entry,
      'has no source, so nobody can check it. Add "source:" with a web address.',
    );
  }
  if (checked === undefined) {
    reader.report('incomplete-entry', entry, 'does not say when it was checked. Add "checked: 2026-11-20".');
  }
  return {
    name,
    value: value.text,
    line: entry.line,
    ...(source && { source: source.text }),
    ...(from && { from }),
    ...(checked && { checked }),
  };
}

function readFrom(fields: ReadonlyMap<string, FieldValue>, reader: FieldReader): Fact['from'] {
  const from = reader.text(fields, ['from'], `from: ${FACT_SOURCES[0]}`);
  if (from === undefined || readFactSource(from.text) !== undefined) return from;
  const advice = `"${from.text}" cannot be asked. Write one such as ${FACT_SOURCES.join(', ')}.`;
  reader.report('incomplete-entry', { kind: 'unknown', ...from }, advice);
  return undefined;
}

function reportUnknownFields(fields: ReadonlyMap<string, FieldValue>, reader: FieldReader): void {
  for (const [key, value] of fields) {
    if (FIELDS.includes(key)) continue;
    const near = nearestWord(key, FIELDS);
    const advice = near === undefined ? `The fields are ${FIELDS.join(', ')}.` : `Did you mean "${near}"?`;
    reader.report('unknown-field', value, `is not a field of a fact, so it is ignored. ${advice}`);
  }
}

/** Where a program can ask for a fact, as `from:` of a fact says. */
export type FactSource =
  /** A field of a release cycle at endoflife.date: `eol`, `latest`, `lts`, `releaseDate`, `support`. */
  | { readonly kind: 'endoflife'; readonly product: string; readonly cycle: string; readonly field: string }
  /** The latest version of a package at PyPI. */
  | { readonly kind: 'pypi'; readonly project: string }
  /** The latest release of a repository at GitHub. */
  | { readonly kind: 'github'; readonly repository: string };

/** One of each kind. */
export const FACT_SOURCES = [
  'endoflife.date/python#3.13.eol',
  'pypi.org/gunicorn#version',
  'github.com/caddyserver/caddy#latest-release',
] as const;

const SOURCE_NAME = '[A-Za-z0-9](?:[\\w.-]*[A-Za-z0-9])?';
const ENDOFLIFE = new RegExp(
  `^endoflife\\.date/(${SOURCE_NAME})#(?:([\\w.-]+)\\.)(eol|latest|lts|releaseDate|support)$`,
);
const PYPI = new RegExp(`^pypi\\.org/(${SOURCE_NAME})#version$`);
const GITHUB = new RegExp(`^github\\.com/(${SOURCE_NAME}/${SOURCE_NAME})#latest-release$`);

/** Undefined if it is none of the kinds. */
export function readFactSource(text: string): FactSource | undefined {
  const [, product, cycle, field] = ENDOFLIFE.exec(text) ?? [];
  if (product && cycle && field) return { kind: 'endoflife', product, cycle, field };
  const [, project] = PYPI.exec(text) ?? [];
  if (project) return { kind: 'pypi', project };
  const [, repository] = GITHUB.exec(text) ?? [];
  return repository ? { kind: 'github', repository } : undefined;
}
