/** Where the fenced front matter of a text lies, if it has any. Lines count from 1. */
export type Fence =
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
 * Tells front matter from a page that merely opens with a thematic break: front matter starts with a field, right below the fence.
 * Languages other than YAML are refused: none of them is ever run or read.
 */
export function findFence(lines: readonly string[]): Fence {
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
