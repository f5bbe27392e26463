import { type Problem, problemAt } from '../problem.js';
import type { Fields, FieldValue } from './fields.js';

/*
 * The legacy format of Full Stack Python: `key: value` lines at the top of a page, without a fence, and numbered choices
 * (`choice1url`, `choice1text`, `choice1icon`).
 */

// A line `key: value`.
const FIELD = /^([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*)|)$/;
// A line that continues the value above it.
const CONTINUATION = /^[ \t]+\S/;
// The number of a choice and which part of it this is.
const CHOICE = /^choice(\d+)(url|text|icon)$/i;

/** Where a text has its legacy fields, if any. Lines count from 1. */
export type LegacyBlock =
  | { readonly kind: 'none' }
  | { readonly kind: 'fields'; readonly lastLine: number }
  /** Starts with fields, but has a line that is not one. */
  | { readonly kind: 'doubtful'; readonly firstLine: number; readonly otherLine: number; readonly other: string };

const KNOWN = new Set(
  'title slug category sort-order order meta summary description keywords aliases tags date updated modified author authors template status'.split(
    ' ',
  ),
);

/**
 * A text starts with fields if every line up to the first blank line or heading is `key: value` or an indented continuation, and
 * at least one key is a field of pages: a first paragraph such as "Note: …" is text. Blank lines at the top do not count.
 */
export function findLegacyBlock(lines: readonly string[]): LegacyBlock {
  const start = lines.findIndex((line) => line.trim() !== '');
  if (start === -1) return { kind: 'none' };
  const length = lines.slice(start).findIndex((line) => line.trim() === '' || line.startsWith('#'));
  const block = lines.slice(start, length === -1 ? undefined : start + length);
  const keys = block.map(keyOf);
  if (keys[0] === undefined || !keys.some(isKnown)) return { kind: 'none' };
  const other = block.findIndex((line, index) => keys[index] === undefined && !CONTINUATION.test(line));
  return other === -1
    ? { kind: 'fields', lastLine: start + block.length }
    : { kind: 'doubtful', firstLine: start + 1, otherLine: start + other + 1, other: block[other] ?? '' };
}

function keyOf(line: string): string | undefined {
  return FIELD.exec(line.trimEnd())?.[1]?.toLowerCase();
}

function isKnown(key: string | undefined): boolean {
  return key !== undefined && (KNOWN.has(key) || CHOICE.test(key));
}

/** Reads the lines that `findLegacyBlock` found. The numbered choices become the list `choices`, in order of their numbers. */
export function readLegacyFields(matter: string, file: string): { fields: Fields; problems: Problem[] } {
  const fields = new Map<string, FieldValue>();
  const choices = new Map<number, Map<string, FieldValue>>();
  const problems: Problem[] = [];
  let last: { add: (value: FieldValue) => void; value: FieldValue & { kind: 'text' } } | undefined;

  matter.split('\n').forEach((line, index) => {
    const match = FIELD.exec(line.trimEnd());
    if (match?.[1] === undefined) {
      if (last === undefined || !CONTINUATION.test(line)) return;
      last = { ...last, value: { ...last.value, text: `${last.value.text} ${line.trim()}`.trim() } };
      last.add(last.value);
      return;
    }
    const name = match[1];
    const value = { kind: 'text', name, line: index + 1, text: (match[2] ?? '').trim() } as const;
    const choice = CHOICE.exec(name);
    const number = Number(choice?.[1]);
    const add = (given: FieldValue): void => {
      if (choice === null) fields.set(name.toLowerCase(), given);
      else choices.set(number, (choices.get(number) ?? new Map()).set(choice[2]?.toLowerCase() ?? '', given));
    };
    const earlier =
      choice === null ? fields.get(name.toLowerCase()) : choices.get(number)?.get(choice[2]?.toLowerCase() ?? '');
    if (earlier !== undefined) {
      const text = `${name}: is set twice, first on line ${earlier.line}. Remove one of them.`;
      problems.push(problemAt('duplicate-field', file, value.line, text));
    }
    last = { add, value };
    add(value);
  });

  if (choices.size > 0) fields.set('choices', choiceList(choices));
  return { fields, problems };
}

function choiceList(choices: ReadonlyMap<number, ReadonlyMap<string, FieldValue>>): FieldValue {
  const items = [...choices]
    .sort(([a], [b]) => a - b)
    .map(([number, entries]): FieldValue => {
      const line = Math.min(...[...entries.values()].map((entry) => entry.line));
      return { kind: 'map', name: `choice${number}`, line, entries };
    });
  return { kind: 'list', name: 'choices', line: items[0]?.line ?? 1, items };
}
