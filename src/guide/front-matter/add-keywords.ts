import { SETTINGS_FILE } from '../file-kinds.js';
import { createPageDirectory } from '../page-directory.js';
import { MAX_PAGE_BYTES, MAX_SETTINGS_BYTES } from '../parse/limits.js';
import type { PageDraft } from '../parse/page-draft.js';
import { parsePage } from '../parse/parse-page.js';
import { PageError, type Problem } from '../problem.js';
import { type GuideSettings, readSettings } from '../settings.js';
import type { SourceFile } from '../source-file.js';
import { splitFrontMatter } from './front-matter.js';
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
function unify(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/** Applies an edit of `unify(text)` to the text itself, with the line ends that it has. */
function applyEdit(text: string, { start, end, text: added }: Edit): string {
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

/**
 * Adds keywords of a page to the text of `guidepost.yml`; everything else stays byte for byte. The result is read again, and anything
 * else that would be different refuses it.
 * @param text empty if there is no file yet
 */
export function addPageKeywords(
  text: string,
  page: { readonly slug: string; readonly file: string },
  keywords: readonly string[],
): Edited {
  const before = read(text);
  const directory = createPageDirectory([{ ...page, aliases: [] }]);
  const known = before.settings.keywords.find((each) => directory.find(each.page.text) !== undefined);
  const key = known?.page.text ?? page.slug;
  const edit = addToList(unify(text), ['keywords', key], keywords);
  const changed = edit && applyEdit(text, edit);
  if (changed !== undefined && Buffer.byteLength(changed) > MAX_SETTINGS_BYTES)
    return { kind: 'refused', reason: `${SETTINGS_FILE} would have more than ${MAX_SETTINGS_BYTES / 1024} KiB` };
  const after = changed === undefined ? undefined : read(changed);
  const isRight =
    after !== undefined &&
    after.problems.length === before.problems.length &&
    JSON.stringify(textsIn(after.settings, key)) === JSON.stringify([...textsIn(before.settings, key), ...keywords]) &&
    othersIn(after.settings, key) === othersIn(before.settings, key);
  if (changed !== undefined && isRight) return { kind: 'edited', text: changed };
  const reason = `${SETTINGS_FILE} is written in a way that is not edited. Add the keywords by hand.`;
  return { kind: 'refused', reason };
}

function read(text: string): { settings: GuideSettings; problems: readonly Problem[] } {
  return readSettings({ file: SETTINGS_FILE, text });
}

function textsIn({ keywords }: GuideSettings, key: string): string[] {
  const ofPage = keywords.filter(({ page }) => page.text === key);
  return ofPage.flatMap((each) => each.keywords.flatMap(({ texts }) => texts));
}

function othersIn({ keywords, rules, synonyms, ...rest }: GuideSettings, key: string): string {
  const others = keywords.filter(({ page }) => page.text !== key);
  return JSON.stringify([[...synonyms], rest, [...rules], others], (name, value) =>
    name === 'line' ? undefined : value,
  );
}
