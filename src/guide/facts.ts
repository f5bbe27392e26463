import { FACTS_FILE } from './file-kinds.js';
import { createFieldReader, describe, type FieldReader, type FieldValue } from './front-matter/fields.js';
import { readYamlFields, type YamlKind } from './front-matter/yaml.js';
import { nearestWord } from './near-names.js';
import { checkSettingsLimits, MAX_PAGE_BYTES } from './parse/limits.js';
import type { LocatedText } from './parse/page-draft.js';
import { PageError, type Problem, problemAt } from './problem.js';
import type { SourceFile } from './source-file.js';

/** Something that pages say and that changes with time. */
export interface Fact {
  readonly name: string;
  /** What pages show in place of the name: one line, which may have Markdown. */
  readonly value: string;
  /** Where it is from, for people. */
  readonly source?: string;
  /** Where a program can ask for it. */
  readonly from?: LocatedText;
  /** When somebody last looked, as written. */
  readonly checked?: LocatedText;
  /** Where it begins, from 1: the line of its first field. */
  readonly line: number;
}

/** What `facts.yml` has. */
interface ReadFacts {
  readonly facts: readonly Fact[];
  /** The names of facts that cannot be read, which is reported where they stand. */
  readonly broken: readonly string[];
  /** Nothing of it can be read, so nobody knows which facts there are. */
  readonly isUnreadable?: true;
  readonly problems: readonly Problem[];
}

export interface FactUse {
  readonly name: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Files with the values of facts in the place of their names. */
interface FilledFiles {
  readonly files: readonly SourceFile[];
  readonly uses: readonly FactUse[];
  readonly problems: readonly Problem[];
}

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

/** `{{fact:name}}`; with a backslash in front it is text. The name of a variable has no colon, and those of other tools no "fact:". */
const USE = /(\\?)\{\{[ \t]*fact:[ \t]*([^{}\s]{1,100})[ \t]*\}\}/g;

/**
 * Puts the values of facts where texts name them: in text, tables, code, links and front matter alike. Values have one line, so every line keeps its
 * number. A name that there is not is an error of its file. What cannot be filled stays as it is written.
 * @param read undefined if the guide has no facts.yml
 */
export function fillFacts(files: readonly SourceFile[], read: ReadFacts | undefined): FilledFiles {
  const values = new Map(read?.facts.map(({ name, value }) => [name, value]));
  const broken = new Set(read?.broken);
  const uses: FactUse[] = [];
  const problems: Problem[] = [];

  const fill = ({ file, text }: SourceFile): SourceFile => {
    if (!text.includes('fact:')) return { file, text };
    const lineAt = lineCounter(text);
    let length = text.length;
    const filled = text.replace(USE, (whole, mark: string, name: string, offset: number) => {
      if (mark !== '') return whole.slice(1);
      const line = lineAt(offset);
      const value = values.get(name);
      if (value === undefined) {
        if (!read?.isUnreadable && !broken.has(name)) problems.push(unknownFact({ name, file, line }, values, read));
        return whole;
      }
      uses.push({ name, file, line });
      length += value.length - whole.length;
      // Thousands of long values could make a page that takes minutes to parse.
      return length > MAX_PAGE_BYTES ? whole : value;
    });
    if (length > MAX_PAGE_BYTES) {
      const advice = `has more than ${MAX_PAGE_BYTES / 1024} KiB with the values of its facts. Split it into pages.`;
      problems.push(problemAt('unreadable-page', file, undefined, advice));
    }
    return { file, text: filled };
  };

  return { files: files.map(fill), uses, problems };
}

function unknownFact(
  { name, file, line }: FactUse,
  values: ReadonlyMap<string, string>,
  read: ReadFacts | undefined,
): Problem {
  const near = nearestWord(name, values.keys());
  const advice =
    near !== undefined
      ? `Did you mean "${near}"?`
      : read === undefined
        ? `The guide has no ${FACTS_FILE}: add one, or write the value.`
        : `Add it to ${FACTS_FILE}, or write the value.`;
  return problemAt('unknown-fact', file, line, `"${name}" is not a fact of this guide. ${advice}`);
}

/** Counts lines up to one place after the other. */
function lineCounter(text: string): (offset: number) => number {
  let [line, from] = [1, 0];
  return (offset) => {
    line += text.slice(from, offset).match(/\r\n?|\n/g)?.length ?? 0;
    from = offset;
    return line;
  };
}
