import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { SETTINGS_FILE } from '../file-kinds.js';
import { createPageDirectory } from '../page-directory.js';
import { MAX_PAGE_BYTES, MAX_SETTINGS_BYTES } from '../parse/limits.js';
import type { PageDraft } from '../parse/page-draft.js';
import { parsePage } from '../parse/parse-page.js';
import { PageError, type Problem } from '../problem.js';
import { type GuideSettings, readSettings } from '../settings.js';
import type { SourceFile } from '../source-file.js';
import { splitFrontMatter } from './front-matter.js';

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

/** Replaces the characters from `start` up to `end`. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edit that adds texts to the list at a path of keys, and adds the list and its groups where they are missing. It touches
 * nothing else: comments, quotes and order stay.
 * @param yaml with "\n" as line ends
 * @returns undefined if the YAML is written in a way that is not edited, such as `{…}` around the path, or an alias
 */
function addToList(yaml: string, path: readonly string[], texts: readonly string[]): Edit | undefined {
  const document = parseDocument(yaml, { schema: 'failsafe', prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  const root = document.contents;
  if (isMap(root)) return editMap({ yaml, texts }, root, path);
  if (root !== null && !isEmpty(root)) return undefined;
  const lineBreak = yaml === '' || yaml.endsWith('\n') ? '' : '\n';
  return insertAt(yaml.length, `${lineBreak}${newList(path, 0, texts)}\n`);
}

interface Editing {
  readonly yaml: string;
  readonly texts: readonly string[];
}

function editMap(editing: Editing, map: YAMLMap, [key = '', ...rest]: readonly string[]): Edit | undefined {
  const { yaml, texts } = editing;
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  const first = startOf(map.items[0]?.key);
  if (map.flow || first === undefined) return undefined;
  const indent = columnOf(yaml, first);
  if (pair === undefined) return insertBelow(yaml, lastEnd(map), newList([key, ...rest], indent, texts));
  if (rest.length === 0) return editValue(editing, pair);
  if (isMap(pair.value)) return editMap(editing, pair.value, rest);
  if (!isEmpty(pair.value)) return undefined;
  return insertBelow(yaml, endOf(pair.key), newList(rest, indent + 2, texts));
}

function editValue({ yaml, texts }: Editing, { key, value }: Pair): Edit | undefined {
  if (isSeq(value)) return value.flow ? editFlowList(value, texts) : editBlockList(yaml, value, texts);
  if (!isScalar(value) || value.anchor !== undefined || /^BLOCK/.test(value.type ?? '')) return undefined;
  const [start, end] = [startOf(value), endOf(value)];
  const colon = yaml.indexOf(':', endOf(key));
  if (start === undefined || end === undefined || colon === -1) return undefined;
  // `keywords:` alone.
  if (start === end) return insertAt(colon + 1, ` ${flowList(texts)}`);
  // `keywords: one, two`, or `keywords: null`.
  const before = isEmpty(value) ? [] : String(value.value).split(',');
  const kept = before.map((text) => text.trim().replace(/\s+/g, ' ')).filter((text) => text !== '');
  return { start, end, text: flowList([...kept, ...texts]) };
}

function editFlowList(list: YAMLSeq, texts: readonly string[]): Edit | undefined {
  const added = texts.map(quote).join(', ');
  if (list.items.length === 0) {
    const start = startOf(list);
    return start === undefined ? undefined : insertAt(start + 1, added);
  }
  const end = endOf(list.items.at(-1));
  return end === undefined ? undefined : insertAt(end, `, ${added}`);
}

function editBlockList(yaml: string, list: YAMLSeq, texts: readonly string[]): Edit | undefined {
  const start = startOf(list);
  if (start === undefined) return undefined;
  const indent = ' '.repeat(columnOf(yaml, start));
  return insertBelow(yaml, lastEnd(list), texts.map((text) => `${indent}- ${quote(text)}`).join('\n'));
}

/** `keywords: [a, b]`, or with a longer path a group for each key but the last. */
function newList(path: readonly string[], indent: number, texts: readonly string[]): string {
  const keys = path.map((key, depth) => `${' '.repeat(indent + 2 * depth)}${quote(key)}:`);
  return `${keys.join('\n')} ${flowList(texts)}`;
}

function flowList(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`;
}

/** Plain where that is safe in any place; the rest in double quotes, in which YAML and JSON agree. */
function quote(text: string): string {
  return /^\p{L}[\p{L}\p{N} ./_+-]*$/u.test(text) && !/^null$/i.test(text) && text === text.trim()
    ? text
    : JSON.stringify(text);
}

/** Below the line that has this place. */
function insertBelow(yaml: string, place: number | undefined, lines: string): Edit | undefined {
  if (place === undefined) return undefined;
  // A block of text ends after its line break.
  const lineEnd = yaml.indexOf('\n', yaml[place - 1] === '\n' ? place - 1 : place);
  return lineEnd === -1 ? insertAt(yaml.length, `\n${lines}`) : insertAt(lineEnd, `\n${lines}`);
}

/** Where the last value inside a block ends; the block's own end is after the comments below it. */
function lastEnd(node: unknown): number | undefined {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    return lastEnd(last?.value) ?? endOf(last?.key);
  }
  return isSeq(node) && !node.flow ? lastEnd(node.items.at(-1)) : endOf(node);
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[0];
}

function endOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[1];
}

function columnOf(yaml: string, place: number): number {
  return place - (yaml.lastIndexOf('\n', place - 1) + 1);
}

/** Written as nothing, or as null. */
function isEmpty(node: unknown): boolean {
  if (node === null || node === undefined) return true;
  return isScalar(node) && /^(?:|~|null)$/i.test(String(node.value ?? ''));
}
