import matter from 'gray-matter';
import { parse as parseToml, TomlError } from 'smol-toml';
import { PageError, type Problem, problemAt } from '../problem.js';
import type { SourceFile } from '../source-file.js';
import type { Fields, FieldValue } from './fields.js';
import { findLegacyBlock, readLegacyFields } from './legacy.js';
import { readYamlFields } from './yaml.js';

/** A file as front matter and body. `bodyLine` is the line on which the body starts, counted from 1. */
export interface SplitFile {
  readonly format: 'legacy' | 'yaml' | 'toml' | 'json' | 'plain';
  /** The text of the front matter. In YAML and the legacy format, its first line is the first line of the file. */
  readonly matter: string;
  /** The line of the file on which the fields start, below the fence, counted from 1. */
  readonly matterLine: number;
  readonly body: string;
  readonly bodyLine: number;
  readonly problems: readonly Problem[];
}

/** Splits a file into front matter and body, whichever format it has. */
export function splitFrontMatter({ file, text }: SourceFile): SplitFile {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lines = clean.split('\n');
  const start = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ''),
  );
  const fence = findFence(lines.slice(start));
  if (fence.kind === 'yaml') return splitYaml(lines, start, start + fence.lastLine);
  if (fence.kind === 'toml' || fence.kind === 'json') {
    const [first, end, last] = [fence.first, fence.end, fence.lastLine].map((line) => start + line) as [
      number,
      number,
      number,
    ];
    const matter = lines.slice(first, end).join('\n');
    return {
      ...plain(partsOf(lines, last).body, []),
      format: fence.kind,
      matter,
      matterLine: first + 1,
      bodyLine: last + 1,
    };
  }
  if (fence.kind === 'unclosed') {
    const { mark } = fence;
    return withError(
      file,
      clean,
      start,
      `the front matter that starts here has no end. Close it with a line "${mark}".`,
    );
  }
  if (fence.kind === 'refused') {
    return withError(
      file,
      clean,
      start,
      `front matter in "${fence.language}" is not supported. Write it in YAML between "---" lines.`,
    );
  }
  const legacy = findLegacyBlock(lines);
  if (legacy.kind === 'fields') {
    const { lastLine } = legacy;
    return { format: 'legacy', ...partsOf(lines, lastLine), matterLine: 1, bodyLine: lastLine + 1, problems: [] };
  }
  if (legacy.kind === 'none') return plain(clean, []);
  const { firstLine, otherLine, other } = legacy;
  const advice = `looks like front matter, but "${other.trim().slice(0, 40)}" on line ${otherLine} is not a field, so all of it is shown as text. If it is front matter, write "key: value" on every line and leave a blank line below.`;
  return plain(clean, [problemAt('text-like-front-matter', file, firstLine, advice)]);
}

function splitYaml(lines: readonly string[], start: number, lastLine: number): SplitFile {
  const fenced = ['---', ...lines.slice(start + 1, lastLine - 1), '---', ''].join('\n');
  const split = matter(fenced, { engines: ENGINES, delimiters: ['---', '---\n'], language: 'yaml' });
  return {
    format: 'yaml',
    matter: '\n'.repeat(start) + split.matter,
    matterLine: start + 2,
    body: partsOf(lines, lastLine).body,
    bodyLine: lastLine + 1,
    problems: [],
  };
}

function partsOf(lines: readonly string[], count: number): { matter: string; body: string } {
  return {
    matter: lines.slice(0, count).join('\n'),
    body: lines.slice(count).join('\n'),
  };
}

function withError(file: string, body: string, start: number, text: string): SplitFile {
  return plain(body, [problemAt('invalid-syntax', file, start + 1, text)]);
}

function plain(body: string, problems: readonly Problem[]): SplitFile {
  return {
    format: 'plain',
    matter: '',
    matterLine: 1,
    body,
    bodyLine: 1,
    problems,
  };
}

function refuse(): never {
  throw new Error('Front matter is read only as YAML');
}

// gray-matter would run JavaScript in front matter. Here it only splits: its engines are replaced, and yaml.ts reads the YAML with line numbers.
const ENGINES = { yaml: () => ({}), json: refuse, javascript: refuse, coffee: refuse };

/** Where a text has its fenced front matter, if any. Lines count from 1. */
type Fence =
  | { readonly kind: 'none' }
  | { readonly kind: 'yaml'; readonly lastLine: number }
  /** The fields are the lines from `first` to before `end`, counted from 0. */
  | { readonly kind: 'toml' | 'json'; readonly first: number; readonly end: number; readonly lastLine: number }
  | { readonly kind: 'unclosed'; readonly mark: string }
  | { readonly kind: 'refused'; readonly language: string };

const TOML_FENCE = /^\+\+\+[ \t]*$/;
const OPENING = /^---[ \t]*([A-Za-z][\w.+-]*)?[ \t]*$/;
// YAML itself ends a document with dots.
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/;
const FIELD = /^\s*["']?[\w-]+["']?[ \t]*:(?:\s|$)|^\s*\{/;
const COMMENT_OR_BLANK = /^\s*(?:#.*)?$/;

/**
 * Tells front matter from a page that only begins with a rule ("---"): front matter starts with a field, right below the fence.
 * Languages other than YAML, TOML and JSON are refused and never run.
 */
function findFence(lines: readonly string[]): Fence {
  const [first = '', second = ''] = lines;
  if (TOML_FENCE.test(first) && /^\s*(?:[\w."'-]+\s*=|\[|#|\+\+\+\s*$)/.test(second)) {
    const end = lines.findIndex((line, index) => index > 0 && TOML_FENCE.test(line));
    return end === -1 ? { kind: 'unclosed', mark: '+++' } : { kind: 'toml', first: 1, end, lastLine: end + 1 };
  }
  if (/^\{[ \t]*$/.test(first) && /^\s*"[\w-]+"\s*:/.test(second)) {
    const end = lines.findIndex((line) => /^\}[ \t]*$/.test(line));
    return end === -1 ? { kind: 'unclosed', mark: '}' } : { kind: 'json', first: 0, end: end + 1, lastLine: end + 1 };
  }
  const opening = OPENING.exec(first);
  if (opening === null) return { kind: 'none' };
  const language = opening[1]?.toLowerCase() ?? 'yaml';
  const closing = lines.findIndex((line, index) => index > 0 && CLOSING.test(line));
  if (closing > 0 && (language === 'toml' || language === 'json'))
    return { kind: language, first: 1, end: closing, lastLine: closing + 1 };
  if (language !== 'yaml' && language !== 'yml') {
    return closing > 0 || !/^---[ \t]/.test(first) ? { kind: 'refused', language } : { kind: 'none' };
  }
  if (closing === 1) return { kind: 'yaml', lastLine: 2 };
  const content = lines.slice(1, closing === -1 ? undefined : closing).find((line) => !COMMENT_OR_BLANK.test(line));
  const startsWithField = content !== undefined && FIELD.test(content) && second.trim() !== '';
  if (!startsWithField) {
    const onlyComments = content === undefined && closing > 0 && second.trim() !== '';
    return onlyComments ? { kind: 'yaml', lastLine: closing + 1 } : { kind: 'none' };
  }
  return closing === -1 ? { kind: 'unclosed', mark: '---' } : { kind: 'yaml', lastLine: closing + 1 };
}

/** Reads front matter in the format that it has. @throws PageError if there are too many values */
export function readFrontMatter(
  { format, matter, matterLine }: SplitFile,
  file: string,
): { fields: Fields; problems: readonly Problem[] } {
  switch (format) {
    case 'legacy':
      return readLegacyFields(matter, file);
    case 'toml':
      return readTomlFields(matter, matterLine, file);
    case 'json':
      return readJsonFields(matter, matterLine, file);
    default:
      return readYamlFields(matter, file);
  }
}

/*
 * Front matter in TOML and JSON, as Hugo and Zola write it. Both parsers give plain values without their lines, so the lines of the
 * fields are looked up in the text.
 */

// No field nests deeper than a list of maps.
const MAX_DEPTH = 5;
const MAX_VALUES = 5_000;

/** @param text the front matter without its fences. @param firstLine its line in the file. @throws PageError if there are too many values */
function readTomlFields(text: string, firstLine: number, file: string): { fields: Fields; problems: Problem[] } {
  try {
    return {
      fields: toFields(
        parseToml(text),
        linesOf(text, /^[ \t]*\[{0,2}["']?([\w-]+)["']?[\].]*[ \t]*(?:=|$)/, firstLine),
      ),
      problems: [],
    };
  } catch (error) {
    if (error instanceof PageError) throw error;
    const [line, reason] =
      error instanceof TomlError ? [error.line, error.message.split('\n')[0] ?? ''] : [1, String(error)];
    const advice = 'Write texts in quotes, as in: title = "Databases".';
    const problem = `the front matter cannot be read as TOML: ${reason.replace(/\.?$/, '.')} ${advice}`;
    return { fields: new Map(), problems: [problemAt('invalid-syntax', file, firstLine + line - 1, problem)] };
  }
}

/** @param text the front matter with its braces. @param firstLine its line in the file. @throws PageError if there are too many values */
function readJsonFields(text: string, firstLine: number, file: string): { fields: Fields; problems: Problem[] } {
  const fail = (reason: string): { fields: Fields; problems: Problem[] } => {
    const problem = `the front matter cannot be read as JSON: ${reason}. Example: {"title": "Databases"}.`;
    return { fields: new Map(), problems: [problemAt('invalid-syntax', file, firstLine, problem)] };
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('it is not a group of fields');
  return { fields: toFields(value, linesOf(text, /^[ \t{]*"([\w-]+)"[ \t]*:/, firstLine)), problems: [] };
}

/** The line of each field at the top. */
function linesOf(text: string, field: RegExp, firstLine: number): (key: string) => number {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const key = field.exec(line)?.[1];
    if (key !== undefined && !lines.has(key)) lines.set(key, firstLine + index);
  }
  return (key) => lines.get(key) ?? firstLine;
}

function toFields(data: object, lineOf: (key: string) => number): Fields {
  const count = { values: 0 };
  return new Map(Object.entries(data).map(([key, value]) => [key, toFieldValue(value, key, lineOf(key), 0, count)]));
}

function toFieldValue(
  value: unknown,
  name: string,
  line: number,
  depth: number,
  count: { values: number },
): FieldValue {
  count.values += 1;
  if (count.values > MAX_VALUES)
    throw new PageError(`has more than ${MAX_VALUES} values in its front matter. Write fewer.`, line);
  if (depth > MAX_DEPTH) return { kind: 'unknown', name, line };
  const inner = (each: unknown, part: string): FieldValue => toFieldValue(each, part, line, depth + 1, count);
  if (Array.isArray(value))
    return { kind: 'list', name, line, items: value.map((item, index) => inner(item, `${name}[${index}]`)) };
  // A TOML date writes itself as its author did.
  if (value instanceof Date) return { kind: 'text', name, line, text: value.toISOString() };
  if (typeof value !== 'object') return { kind: 'text', name, line, text: String(value ?? '') };
  if (value === null) return { kind: 'text', name, line, text: '' };
  const entries = Object.entries(value).map(([key, each]) => [key, inner(each, `${name}.${key}`)] as const);
  return { kind: 'map', name, line, entries: new Map(entries) };
}
