import { CHOICE, CONTINUATION, FIELD } from './founding-fields.js';

/** Where the unfenced fields of the founding format stand in a text, if it has any. Lines count from 1. */
export type FoundingBlock =
  | { readonly kind: 'none' }
  | { readonly kind: 'fields'; readonly lastLine: number }
  /** Opens like fields, but holds a line that is none. */
  | { readonly kind: 'doubtful'; readonly firstLine: number; readonly otherLine: number; readonly other: string };

const KNOWN = new Set(
  'title slug category sort-order order meta summary description keywords aliases tags date updated modified author authors template status'.split(
    ' ',
  ),
);

/**
 * A text opens with fields if every line up to the first blank one or heading is `key: value` or an indented continuation, and any key
 * is one that pages have: a first paragraph such as "Note: …" is none. Blank lines before it do not count.
 */
export function findFoundingBlock(lines: readonly string[]): FoundingBlock {
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
