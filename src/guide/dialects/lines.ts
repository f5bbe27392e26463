import type { Rule } from '../rules.js';

/** A line of a page with its number in the file, from 1. Adapters add and remove lines; the numbers stay true for messages. */
export interface Line {
  readonly text: string;
  readonly line: number;
}

/** What an adapter knows besides the page's text. */
export interface Translation {
  readonly file: string;
  /** The tool that the folder is written for, if it is known. */
  readonly dialect: string | undefined;
  /** What `{{ name }}` stands for, if the tool fills it in. */
  readonly values?: ReadonlyMap<string, string>;
  /** Names in double braces are the page's own: it declares what is asked for when its checklist is posted. */
  readonly hasVariables: boolean;
  readonly warn: (line: number, text: string, rule: Rule) => void;
  /** Names markup that is left out, such as `{{< youtube >}}`. */
  readonly leaveOut: (markup: string) => void;
  /** The text of another Markdown file in the guide's folder, by the path that a page writes. */
  readonly fragment: (path: string) => string | undefined;
  /** The path of the page that a wiki link names. */
  readonly pageNamed: (name: string) => string | undefined;
}

/** Turns the markup of one tool into Markdown that every part of the guide reads. */
export type Translate = (lines: readonly Line[], translation: Translation) => Line[];

/** Longer lines are no prose, and patterns need time for them. */
export const MAX_LINE = 8_000;

const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})([^`]*)$/;

/** Which lines are fenced code, the fences included: there, markup is what the author means. */
export function codeLines(lines: readonly Line[]): boolean[] {
  return scanCode(lines).map((part) => part !== 'text');
}

/** Which lines open fenced code. */
export function codeStarts(lines: readonly Line[]): boolean[] {
  return scanCode(lines).map((part) => part === 'start');
}

function scanCode(lines: readonly Line[]): ('text' | 'start' | 'code')[] {
  let open: string | undefined;
  return lines.map(({ text }) => {
    const [, fence = '', rest = ''] = text.length > MAX_LINE ? [] : (FENCE.exec(text) ?? []);
    if (open === undefined) {
      if (fence !== '') open = fence;
      return open === undefined ? 'text' : 'start';
    }
    if (fence.startsWith(open) && rest.trim() === '') open = undefined;
    return 'code';
  });
}

/** Changes each line that is no code. One line may become several or none. */
export function mapProse(
  lines: readonly Line[],
  change: (line: Line) => string | readonly string[] | undefined,
): Line[] {
  const isCode = codeLines(lines);
  return lines.flatMap((line, index): Line[] => {
    if (isCode[index] || line.text.length > MAX_LINE) return [line];
    const changed = change(line);
    if (changed === undefined || changed === line.text) return [line];
    return (typeof changed === 'string' ? [changed] : changed).map((text) => ({ text, line: line.line }));
  });
}

/** Replaces a pattern in a line, but not in its inline code. */
export function replaceOutsideCode(text: string, pattern: RegExp, replace: (match: RegExpExecArray) => string): string {
  if (!pattern.test(text)) return text;
  const global = new RegExp(pattern.source, pattern.flags.replace('g', '').concat('g'));
  const parts: string[] = [];
  let end = 0;
  for (const [start, after] of inlineCode(text)) {
    parts.push(
      text.slice(end, start).replace(global, (...args) => replace(asMatch(args))),
      text.slice(start, after),
    );
    end = after;
  }
  parts.push(text.slice(end).replace(global, (...args) => replace(asMatch(args))));
  return parts.join('');
}

/** Where inline code starts and ends: at two runs of backticks of the same length. */
function inlineCode(text: string): [number, number][] {
  const runs = Array.from(text.matchAll(/`+/g), ({ 0: { length }, index }) => ({ length, index }));
  const next = new Map<number, number>();
  const partner = new Map<number, number>();
  for (let run = runs.length - 1; run >= 0; run--) {
    const { length = 0 } = runs[run] ?? {};
    const other = next.get(length);
    if (other !== undefined) partner.set(run, other);
    next.set(length, run);
  }
  const spans: [number, number][] = [];
  for (let run = 0; run < runs.length; run++) {
    const other = partner.get(run);
    const [start, end] = [runs[run], other === undefined ? undefined : runs[other]];
    if (other === undefined || start === undefined || end === undefined) continue;
    spans.push([start.index, end.index + end.length]);
    run = other;
  }
  return spans;
}

function asMatch(args: readonly unknown[]): RegExpExecArray {
  const end = args.findIndex((arg) => typeof arg === 'number');
  return args.slice(0, end) as unknown as RegExpExecArray;
}

/** A line without the gaps of what is left out of it. */
export function closeGaps(text: string): string {
  return text
    .replace(/(\S) {2,}/g, '$1 ')
    .replace(/(\S) +(?=[.,;:!?)](?:\s|$))/g, '$1')
    .trimEnd();
}

export function indentOf(text: string): number {
  return /^[ \t]*/.exec(text)?.[0].replaceAll('\t', '    ').length ?? 0;
}

/** Without this many columns of indentation. */
export function dedent(text: string, columns: number): string {
  const spaces = /^[ \t]*/.exec(text)?.[0] ?? '';
  const width = spaces.replaceAll('\t', '    ');
  return width.slice(Math.min(columns, width.length)) + text.slice(spaces.length);
}

/** The value of `name="value"` in the arguments of a tag; undefined if it has none. */
export function argument(args: string, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const match = new RegExp(`(?:^|[\\s"'])${name}\\s*=\\s*\\{?(?:"([^"]*)"|'([^']*)'|([^\\s"'}>]+))`).exec(args);
    if (match !== null) return match[1] ?? match[2] ?? match[3];
  }
  return undefined;
}
