import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { PageError, type Problem, problemAt } from '../problem.js';
import type { Fields, FieldValue } from './fields.js';

// No field nests deeper than a list of maps; an alias that contains itself would never end.
const MAX_DEPTH = 5;
// One missing quote can make every line after it an error.
const MAX_ERRORS = 20;

/** A kind of YAML, as messages name it. */
export interface YamlKind {
  readonly name: string;
  readonly example: string;
  /** Aliases of aliases can multiply a few lines into billions of values. */
  readonly maxValues: number;
  /** Levels of lists and groups. */
  readonly maxDepth?: number;
}

const FRONT_MATTER: YamlKind = { name: 'front matter', example: 'title: Databases', maxValues: 5_000 };

/**
 * Reads YAML, such as front matter. Every plain value stays text as written (the failsafe schema), so that `035` is not octal and
 * `2026-11-20` not a date.
 * @throws PageError if there are too many values
 */
export function readYamlFields(
  yaml: string,
  file: string,
  kind: YamlKind = FRONT_MATTER,
): { fields: Fields; problems: Problem[] } {
  const { document, lines, quoted } = parseLeniently(yaml);
  const lineAt = (offset: number | undefined): number =>
    offset === undefined ? 1 : Math.max(1, lines.linePos(offset).line);
  const problems: Problem[] = [
    ...document.errors.slice(0, MAX_ERRORS).map((error) => {
      const advice = 'Put quotes around values that contain ": " or start with a special character.';
      const text = `the ${kind.name} cannot be read: ${error.message}. ${advice}`;
      return problemAt('invalid-syntax', file, lineAt(error.pos[0]), text);
    }),
    ...document.warnings.slice(0, MAX_ERRORS).map((warning) => {
      const text = `${kind.name}: ${warning.message}. The value is read as text; remove the tag.`;
      return problemAt('yaml-tag', file, lineAt(warning.pos[0]), text);
    }),
    ...quoted.map(({ key, line }) => {
      const text = `${key}: is read as one text. Put quotes around it, because other tools that read YAML refuse it.`;
      return problemAt('unquoted-value', file, line, text);
    }),
  ];
  const root = document.contents;
  if (root !== null && !isMap(root) && document.errors.length === 0 && !(isScalar(root) && root.value === '')) {
    const text = `the ${kind.name} has no fields. Example: "${kind.example}".`;
    problems.push(problemAt('invalid-syntax', file, lineAt(root.range?.[0]), text));
  }
  const fields = new Map<string, FieldValue>();
  // What cannot be read is reported once, without what its parts seem to say.
  if (isMap(root) && document.errors.length === 0) {
    const value = toFieldValue(root, '', {
      targetOf: aliasResolver(document),
      kind,
      lineAt,
      depth: 0,
      line: 1,
      count: { values: 0 },
    });
    if (value.kind === 'map') for (const [key, entry] of value.entries) fields.set(key, entry);
  }
  return { fields, problems };
}

interface Parsed {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** Values that had to be put into quotes. */
  readonly quoted: readonly { readonly key: string; readonly line: number }[];
}

// "title: Runbook: payments" and "title: [WIP] Payments" can mean one thing only, though YAML refuses them.
const UNQUOTED = /^(\s*(?:- )?([\w-]+):[ \t]+)([^\s"'|>&*!#[{][^\n]*|\[[^\]\n]*\][ \t]*[^\s,\]#][^\n]*)$/;
const MAX_QUOTED = 20;

/** Parses YAML. If that fails at values of one line that only lack quotes, they get some; line numbers stay as they are. */
function parseLeniently(yaml: string): Parsed {
  const parsed = parse(yaml);
  const texts = yaml.split('\n');
  const quoted = new Map<number, string>();
  let attempt = parsed;
  while (attempt.document.errors.length > 0 && quoted.size < MAX_QUOTED) {
    const wrong = new Set(attempt.document.errors.map(({ pos }) => attempt.lines.linePos(pos[0]).line));
    const before = quoted.size;
    for (const line of wrong) {
      const match = UNQUOTED.exec(texts[line - 1] ?? '');
      if (match === null || quoted.has(line)) continue;
      const [, start = '', key = '', value = ''] = match;
      const text = value.replace(/\s#.*$/, '').trimEnd();
      texts[line - 1] = `${start}'${text.replaceAll("'", "''")}'`;
      quoted.set(line, key);
    }
    if (quoted.size === before) return parsed;
    attempt = parse(texts.join('\n'));
  }
  if (attempt.document.errors.length > 0) return parsed;
  return { ...attempt, quoted: [...quoted].map(([line, key]) => ({ key, line })) };
}

function parse(yaml: string): Parsed {
  const lines = new LineCounter();
  return {
    document: parseDocument(yaml, { schema: 'failsafe', lineCounter: lines, prettyErrors: false }),
    lines,
    quoted: [],
  };
}

/** What each alias stands for. The library would go through the whole document for every one. */
function aliasResolver(document: Document.Parsed): (alias: Alias) => unknown {
  let targets: Map<Alias, Node | undefined> | undefined;
  return (alias) => {
    if (targets === undefined) {
      const found = new Map<Alias, Node | undefined>();
      const anchors = new Map<string, Node>();
      visit(document, {
        Node(_, node) {
          if (isAlias(node)) found.set(node, anchors.get(node.source));
          else if (node.anchor !== undefined) anchors.set(node.anchor, node);
        },
      });
      targets = found;
    }
    return targets.get(alias);
  };
}

interface Reading {
  readonly targetOf: (alias: Alias) => unknown;
  readonly kind: YamlKind;
  readonly lineAt: (offset: number | undefined) => number;
  readonly depth: number;
  /** Of the key, for a value that has no position of its own. */
  readonly line: number;
  /** Shared by the whole reading. */
  readonly count: { values: number };
}

function toFieldValue(node: unknown, name: string, reading: Reading): FieldValue {
  const line = lineOf(node, reading);
  reading.count.values += 1;
  const { name: kind, maxValues, maxDepth = MAX_DEPTH } = reading.kind;
  if (reading.count.values > maxValues) {
    throw new PageError(`has more than ${maxValues} values in its ${kind}, aliases included. Write fewer.`, line);
  }
  const deeper = { ...reading, depth: reading.depth + 1, line };
  if (reading.depth > maxDepth) return { kind: 'unknown', name, line };
  if (isAlias(node)) return toFieldValue(reading.targetOf(node), name, deeper);
  if (isScalar(node))
    return { kind: 'text', name, line, text: isAbsent(node.type, node.value) ? '' : String(node.value ?? '') };
  if (isSeq(node)) {
    return {
      kind: 'list',
      name,
      line,
      items: node.items.map((item, index) => toFieldValue(item, `${name}[${index}]`, deeper)),
    };
  }
  if (isMap(node)) {
    const entries = new Map<string, FieldValue>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const keyText = String(key.value ?? '');
      const inner = { ...deeper, line: lineOf(key, deeper) };
      entries.set(keyText, toFieldValue(value, name === '' ? keyText : `${name}.${keyText}`, inner));
    }
    return { kind: 'map', name, line, entries };
  }
  return node === null || node === undefined ? { kind: 'text', name, line, text: '' } : { kind: 'unknown', name, line };
}

function lineOf(node: unknown, { lineAt, line }: Reading): number {
  const range = (node as Partial<Node> | null | undefined)?.range;
  return range ? lineAt(range[0]) : line;
}

// The failsafe schema has no null, but authors write it for an empty value.
function isAbsent(type: string | undefined, value: unknown): boolean {
  return type === 'PLAIN' && (value === 'null' || value === '~' || value === 'Null' || value === 'NULL');
}
