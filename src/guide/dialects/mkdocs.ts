import { type Attributes, hasItemKey, isForChecklist, parseAttributes } from '../checklists/attributes.js';
import {
  codeLines,
  dedent,
  indentOf,
  type Line,
  MAX_LINE,
  mapProse,
  replaceOutsideCode,
  type Translate,
} from './lines.js';

/* MkDocs with Python-Markdown, Material and pymdownx: callouts, tabs, blocks, attribute lists and snippets. */

const CALLOUT = /^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z][\w-]*)([^"]*)(?:"(.*)")?[ \t]*$/;
/** What folds may have no kind. */
const FOLDED = /^[ \t]*\?\?\?\+?[ \t]+"(.*)"[ \t]*$/;
const TAB = /^[ \t]*===[!+]?[ \t]+"(.*)"[ \t]*$/;
const INDENT = 4;
const MAX_DEPTH = 6;

/** `!!! note "Title"`, `??? tip`, `=== "Tab"`: what is indented below is the content. They become containers. */
export const readIndentedBlocks: Translate = (lines) =>
  lines.some(({ text }) => /^[ \t]*(?:!!!|\?\?\?|===)/.test(text)) ? readBlocks(lines, 0) : [...lines];

function readBlocks(lines: readonly Line[], depth: number): Line[] {
  const isCode = codeLines(lines);
  const read: Line[] = [];
  for (let index = 0; index < lines.length; index++) {
    const { text, line } = lines[index] ?? { text: '', line: 0 };
    const opening = isCode[index] || text.length > MAX_LINE || depth >= MAX_DEPTH ? undefined : openingOf(text);
    if (opening === undefined) {
      read.push({ text, line });
      continue;
    }
    const indent = indentOf(text);
    let end = index + 1;
    for (let next = end; next < lines.length; next++) {
      const content = lines[next]?.text ?? '';
      if (content.trim() === '') continue;
      if (indentOf(content) < indent + INDENT) break;
      end = next + 1;
    }
    const spaces = ' '.repeat(indent);
    const content = lines.slice(index + 1, end).map((each) => ({ ...each, text: dedent(each.text, indent + INDENT) }));
    read.push({ text: `${spaces}:::${opening}`, line });
    for (const each of readBlocks(content, depth + 1)) read.push({ ...each, text: (spaces + each.text).trimEnd() });
    read.push({ text: `${spaces}:::`, line });
    index = end - 1;
  }
  return read;
}

function openingOf(text: string): string | undefined {
  const tab = TAB.exec(text);
  if (tab !== null) return `tab ${tab[1]}`;
  const folded = FOLDED.exec(text)?.[1];
  if (folded !== undefined) return `details ${folded}`.trimEnd();
  const callout = CALLOUT.exec(text);
  if (callout === null) return undefined;
  const kind = (callout[1] ?? '').toLowerCase();
  return `${KINDS.has(kind) ? kind : 'note'} ${callout[3] ?? (KINDS.has(kind) ? '' : `${callout[1]}${callout[2]}`)}`.trimEnd();
}

const KINDS = new Set(
  'note abstract summary tldr info todo tip hint important success check question help faq warning caution attention failure fail danger error bug example quote cite details'.split(
    ' ',
  ),
);

const BLOCK = /^([ \t]*)\/{3,}[ \t]*([A-Za-z][\w-]*)[ \t]*(?:\|[ \t]*(.*))?$/;
const BLOCK_END = /^([ \t]*)\/{3,}[ \t]*$/;

/** Blocks of pymdownx: `/// note | Title` up to `///`, with options in the lines below the opening. */
export const readSlashBlocks: Translate = (lines) => {
  if (!lines.some(({ text }) => BLOCK_END.test(text))) return [...lines];
  let inOptions = false;
  return mapProse(lines, ({ text }) => {
    const opening = BLOCK.exec(text);
    if (opening !== null) {
      inOptions = true;
      // What stands behind "html" is the name of an element.
      return `${opening[1]}:::${opening[2]} ${opening[2] === 'html' ? '' : (opening[3] ?? '')}`.trimEnd();
    }
    if (inOptions && /^[ \t]{4,}[\w-]+:/.test(text)) return [];
    inOptions = false;
    const end = BLOCK_END.exec(text);
    return end === null ? undefined : `${end[1]}:::`;
  });
};

// "data-preview" of Material for MkDocs has no value.
const ATTRIBUTE = `(?:data-[\\w-]+(?=[\\s}])|[#.][\\w:-]+|[\\w-]+=(?:"[^"]*"|'[^']*'|[^\\s}"']+))`;
// Behind what it describes, or on a line of its own. Headings keep theirs: it is their anchor.
const ATTRIBUTES = new RegExp(`(?<=[)\\]\`*_>])[ \\t]?\\{:?[ \\t]*${ATTRIBUTE}(?:[ \\t]+${ATTRIBUTE})*[ \\t]*\\}`);
// The same at the end of a cell.
const IN_CELL = new RegExp(`[ \\t]+\\{:?[ \\t]*${ATTRIBUTE}(?:[ \\t]+${ATTRIBUTE})*[ \\t]*\\}(?=[ \\t]*\\|)`);
// markdown-it: behind any text at the end of its line.
const AT_END = /(?<=\S)\{[.#][\w-]+(?:[ \t]+[.#][\w-]+)*\}[ \t]*$/;
const OWN_LINE = new RegExp(`^[ \\t]*\\{:?[ \\t]*${ATTRIBUTE}(?:[ \\t]+${ATTRIBUTE})*[ \\t]*\\}[ \\t]*$`);

/** A list item, a bold line that stands alone, or a row of a table: what its attributes are behind a space may be an item's of a checklist. */
const MAY_BE_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s|^\s*(?:\*\*|__).*(?:\*\*|__):?\s*\{|^\s*\|/;

/** Attribute lists: `[a](b){ .md-button }`, `{: .note }`. Those of a checklist stay. */
export const dropAttributes: Translate = (lines) =>
  mapProse(lines, ({ text }) => {
    if (!text.includes('{') || /^#{1,6}\s/.test(text)) return undefined;
    if (OWN_LINE.test(text)) return isForItem(text.trim(), hasItemKey) ? undefined : [];
    const isKept = MAY_BE_ITEM.test(text) ? isForChecklist : hasItemKey;
    const inside = replaceOutsideCode(text, ATTRIBUTES, ([written]) =>
      isForItem(written.trim(), /^\s/.test(written) ? isKept : hasItemKey) ? written : '',
    );
    const cells = /^\s*\|/.test(inside)
      ? replaceOutsideCode(inside, IN_CELL, ([written]) => (isForItem(written.trim(), isKept) ? written : ''))
      : inside;
    return replaceOutsideCode(cells, AT_END, ([written]) => (isForItem(written.trim(), isKept) ? written : ''));
  });

function isForItem(written: string, isKept: (attributes: Attributes) => boolean): boolean {
  const attributes = parseAttributes(written);
  return attributes !== undefined && isKept(attributes);
}

const SNIPPET = /^[ \t]*-+8<-+[ \t]+["']?([^"'\s]+)["']?[ \t]*$/;
/** The same in VitePress and GitLab. */
const OTHER_SNIPPET = /^[ \t]*(?:<!-- *@include: *([^\s>{]+)[^>]*-->|::include\{ *file=([^\s}]+)[^}]*\})[ \t]*$/;
/** The same in GitBook and Jekyll. What is no Markdown file is a tag like others. */
const TAG_SNIPPET = /^[ \t]*\{%-?[ \t]*include(?:_relative)?[ \t]+["']?([\w./-]+\.md)["']?[^%{}]*%\}[ \t]*$/;
/** Code from a file, in VitePress. */
const CODE_FILE = /^[ \t]*<<< +(\S+).*$/;
const SNIPPET_BLOCK = /^[ \t]*-+8<-+[ \t]*$/;
// FastAPI's own, and that of markdown-include.
const INCLUDED_CODE = /^[ \t]*\{([*!]).*\1\}[ \t]*$/;
const MAX_INCLUDED = 256 * 1024;
const MAX_INCLUDES = 3;

/** `--8<-- "file.md"`: the text of another Markdown file in the guide's folder. Other files are left out by name. */
export const includeSnippets: Translate = (lines, { fragment, leaveOut }) => {
  if (!lines.some(({ text }) => /8<-|^[ \t]*(?:\{[*!]|\{%-? *include|<!-- *@include|::include|<<< )/.test(text)))
    return [...lines];
  let left = MAX_INCLUDED;
  const read = (given: readonly Line[], depth: number): Line[] => {
    let inBlock = false;
    return given.flatMap(({ text, line }): Line[] => {
      if (text.length > MAX_LINE) return [{ text, line }];
      if (SNIPPET_BLOCK.test(text)) inBlock = !inBlock;
      const other = OTHER_SNIPPET.exec(text);
      const path =
        inBlock && !SNIPPET_BLOCK.test(text) ? text.trim() : (SNIPPET.exec(text)?.[1] ?? other?.[1] ?? other?.[2]);
      const included = INCLUDED_CODE.exec(text)?.[1];
      const codeFile = CODE_FILE.exec(text)?.[1];
      if (included !== undefined) leaveOut(`{${included} … ${included}}`);
      if (codeFile !== undefined) leaveOut(`<<< ${codeFile}`);
      if (SNIPPET_BLOCK.test(text) || path === '' || included !== undefined || codeFile !== undefined) return [];
      const tagged = TAG_SNIPPET.exec(text)?.[1];
      const inTag = tagged === undefined || depth >= MAX_INCLUDES ? undefined : fragment(tagged);
      if (inTag !== undefined && left >= inTag.length) {
        left -= inTag.length;
        return read(linesAt(inTag, text, line), depth + 1);
      }
      if (path === undefined) return [{ text, line }];
      const content = depth < MAX_INCLUDES && left > 0 ? fragment(path) : undefined;
      left -= content?.length ?? 0;
      if (content === undefined || left < 0) {
        leaveOut(other === null ? `--8<-- ${path}` : `include ${path}`);
        return [];
      }
      return read(linesAt(content, text, line), depth + 1);
    });
  };
  return read(lines, 0);
};

/** The lines of an included text stand where it is included, and as far to the right: it may be part of a tab. */
function linesAt(content: string, including: string, line: number): Line[] {
  const indent = /^[ \t]*/.exec(including)?.[0] ?? '';
  return content.split('\n').map((text) => ({ text: text === '' ? '' : indent + text, line }));
}
