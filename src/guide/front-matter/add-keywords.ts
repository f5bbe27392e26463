import { MAX_PAGE_BYTES } from '../parse/limits.js';
import type { PageDraft } from '../parse/page-draft.js';
import { parsePage } from '../parse/parse-page.js';
import { PageError } from '../problem.js';
import type { SourceFile } from '../source-file.js';
import { splitFrontMatter } from './split.js';
import { addToList, type Edit } from './yaml-edit.js';

/** The changed text of a file, or why it is not changed and what to do. */
export type Edited =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

const WRITE_BY_HAND = 'Add the keywords by hand, or use --file.';

/**
 * Adds keywords to a page's front matter, in the format that it has; a page without one gets YAML. Everything else stays byte for byte.
 * The result is read again: if anything but the keywords would be different, the page is not changed.
 */
export function addKeywords(source: SourceFile, keywords: readonly string[]): Edited {
  const edit = findEdit(source, keywords);
  if (edit === undefined)
    return { kind: 'refused', reason: `its front matter is written in a way that is not edited. ${WRITE_BY_HAND}` };
  const text = applyEdit(source.text, edit);
  const reason = whatElseChanges(source, text, keywords);
  return reason === undefined ? { kind: 'edited', text } : { kind: 'refused', reason };
}

/** Of the text without a byte order mark and with "\n" as line ends. */
function findEdit(source: SourceFile, keywords: readonly string[]): Edit | undefined {
  const { format, matterLine, bodyLine } = splitFrontMatter(source);
  const lines = unify(source.text).split('\n');
  const startOfLine = (index: number): number => lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
  switch (format) {
    case 'plain': {
      const { text } = addToList('', ['keywords'], keywords) ?? { text: '' };
      return { start: 0, end: 0, text: `---\n${text}---\n` };
    }
    case 'yaml': {
      const start = startOfLine(matterLine - 1);
      const yaml = unify(source.text).slice(start, startOfLine(bodyLine - 2));
      const edit = addToList(yaml, ['keywords'], keywords);
      return edit && { ...edit, start: start + edit.start, end: start + edit.end };
    }
    case 'toml':
    case 'json':
      return undefined;
    case 'legacy': {
      const block = lines.slice(0, bodyLine - 1);
      const field = block.findIndex((line) => /^keywords[ \t]*:/i.test(line));
      const list = keywords.join(', ');
      if (field === -1) return insertAt(startOfLine(bodyLine - 1) - 1, `\nkeywords: ${list}`);
      let last = field;
      while (/^[ \t]+\S/.test(block[last + 1] ?? '')) last += 1;
      const written = (block[last] ?? '').trimEnd();
      return insertAt(startOfLine(last) + written.length, written.endsWith(':') ? ` ${list}` : `, ${list}`);
    }
  }
}

function insertAt(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** Without a byte order mark, and with "\n" as line ends. */
export function unify(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/** Applies an edit of `unify(text)` to the text itself, with the line ends that it has. */
export function applyEdit(text: string, { start, end, text: added }: Edit): string {
  let place = text.startsWith('\uFEFF') ? 1 : 0;
  const advance = (characters: number): number => {
    for (let left = characters; left > 0; left--) place += text.startsWith('\r\n', place) ? 2 : 1;
    return place;
  };
  const before = text.slice(0, advance(start));
  const after = text.slice(advance(end - start));
  const lineEnd = /\r\n?|\n/.exec(text)?.[0] ?? '\n';
  return before + added.replaceAll('\n', lineEnd) + after;
}

/** Why the changed page is not as it should be; undefined if it is. */
function whatElseChanges({ file, text }: SourceFile, changed: string, keywords: readonly string[]): string | undefined {
  if (Buffer.byteLength(changed) > MAX_PAGE_BYTES)
    return `it would have more than ${MAX_PAGE_BYTES / 1024} KiB. Split it into pages, or use --file.`;
  try {
    const [before, after] = [parsePage({ file, text }), parsePage({ file, text: changed })];
    const wanted = [...(before.draft?.keywords ?? []), ...keywords.map((keyword) => ({ text: keyword }))];
    const isRight =
      JSON.stringify(after.draft?.keywords) === JSON.stringify(wanted) &&
      withoutKeywords(after.draft) === withoutKeywords(before.draft) &&
      after.problems.length === before.problems.length;
    return isRight ? undefined : `its front matter is written in a way that is not edited. ${WRITE_BY_HAND}`;
  } catch (error) {
    if (error instanceof PageError) return `${error.message} Or use --file.`;
    throw error;
  }
}

function withoutKeywords(draft: PageDraft | undefined): string {
  // Lines move.
  return JSON.stringify({ ...draft, keywords: [] }, (key, value) =>
    key === 'line' || key === 'lines' || key === 'position' ? undefined : value,
  );
}
