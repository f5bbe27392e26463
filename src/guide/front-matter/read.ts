import { parse as parseToml, TomlError } from 'smol-toml';
import { PageError, type Problem, problemAt } from '../problem.js';
import type { Fields, FieldValue } from './fields.js';
import { readLegacyFields } from './legacy.js';
import type { SplitFile } from './split.js';
import { readYamlFields } from './yaml.js';

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
