import matter from 'gray-matter';
import type { Problem } from '../problem.js';
import type { SourceFile } from '../source-file.js';
import { findLegacyBlock } from './legacy.js';

/** A file as front matter and body. `bodyLine` is the line on which the body starts, counted from 1. */
export interface SplitFile {
  readonly format: 'legacy' | 'yaml' | 'plain';
  /** The text of the front matter. Its first line is the first line of the file. */
  readonly matter: string;
  readonly body: string;
  readonly bodyLine: number;
  readonly problems: readonly Problem[];
}

/** Splits a file into front matter and body, whichever format it has. */
export function splitFrontMatter({ file, text }: SourceFile): SplitFile {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lines = clean.split('\n');
  const fence = findFence(lines);
  if (fence.kind === 'yaml') return splitYaml(lines, fence.lastLine);
  if (fence.kind === 'unclosed') {
    return withError(file, clean, 'the front matter that starts here has no end. Close it with a line "---".');
  }
  if (fence.kind === 'refused') {
    return withError(
      file,
      clean,
      `front matter in "${fence.language}" is not supported. Write it in YAML between "---" lines.`,
    );
  }
  const legacy = findLegacyBlock(lines);
  if (legacy.kind === 'fields') {
    const { lastLine } = legacy;
    return { format: 'legacy', ...partsOf(lines, lastLine), bodyLine: lastLine + 1, problems: [] };
  }
  if (legacy.kind === 'none') return plain(clean, []);
  const { firstLine, otherLine, other } = legacy;
  const advice = `looks like front matter, but "${other.trim().slice(0, 40)}" on line ${otherLine} is not a field, so all of it is shown as text. If it is front matter, write "key: value" on every line and leave a blank line below.`;
  return plain(clean, [{ severity: 'warning', file, line: firstLine, text: advice }]);
}

function splitYaml(lines: readonly string[], lastLine: number): SplitFile {
  const fenced = ['---', ...lines.slice(1, lastLine - 1), '---', ''].join('\n');
  const split = matter(fenced, { engines: ENGINES, delimiters: ['---', '---\n'], language: 'yaml' });
  return {
    format: 'yaml',
    matter: split.matter,
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

function withError(file: string, body: string, text: string): SplitFile {
  return plain(body, [{ severity: 'error', file, line: 1, text }]);
}

function plain(body: string, problems: readonly Problem[]): SplitFile {
  return {
    format: 'plain',
    matter: '',
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
  | { readonly kind: 'unclosed' }
  | { readonly kind: 'refused'; readonly language: string };

const OPENING = /^---[ \t]*([A-Za-z][\w.+-]*)?[ \t]*$/;
// YAML itself ends a document with dots.
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/;
const FIELD = /^\s*["']?[\w-]+["']?[ \t]*:(?:\s|$)|^\s*\{/;
const COMMENT_OR_BLANK = /^\s*(?:#.*)?$/;

/**
 * Tells front matter from a page that only begins with a rule ("---"): front matter starts with a field, right below the fence.
 * Languages other than YAML are refused and never run.
 */
function findFence(lines: readonly string[]): Fence {
  const [first = '', second = ''] = lines;
  if (/^\+\+\+[ \t]*$/.test(first) && lines.slice(1).some((line) => /^\+\+\+[ \t]*$/.test(line))) {
    return { kind: 'refused', language: 'toml' };
  }
  const opening = OPENING.exec(first);
  if (opening === null) return { kind: 'none' };
  const language = opening[1]?.toLowerCase() ?? 'yaml';
  const closing = lines.findIndex((line, index) => index > 0 && CLOSING.test(line));
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
  return closing === -1 ? { kind: 'unclosed' } : { kind: 'yaml', lastLine: closing + 1 };
}
