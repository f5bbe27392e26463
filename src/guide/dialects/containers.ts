import { codeLines, type Line, MAX_LINE, type Translate } from './lines.js';

/*
 * Containers of VitePress, Docusaurus, Starlight, markdown-it and MyST: `::: warning Title`, `:::note[Title]`, `:::{tip}`, up to `:::`. The
 * adapters of other tools write their callouts and tabs in this form, too.
 */

const OPENING = /^([ \t]*):{3,}[ \t]*(?:\{\.?([\w-]+)[^}]*\}|([A-Za-z][\w-]*))[ \t]*(.*)$/;
const CLOSING = /^[ \t]*:{3,}[ \t]*$/;
const CALLOUT =
  /^(?:note|tip|info|warning|danger|caution|important|attention|success|check|question|help|faq|hint|example|abstract|summary|tldr|todo|failure|fail|error|bug|quote|cite|seealso|details|collapse|expand|admonition|callout|alert|aside|secondary|primary|tab|step)$/i;
const MAX_DEPTH = 6;

export const readContainers: Translate = (lines) => {
  if (!lines.some(({ text }) => /^[ \t]*:{3}/.test(text))) return [...lines];
  const isCode = codeLines(lines);
  const marks = lines.map(({ text }, index) => (isCode[index] || text.length > MAX_LINE ? undefined : markOf(text)));
  const ends = pairMarks(marks);
  const endsSection = findSectionEnds(lines, marks, ends);
  const read: Line[] = [];
  // Of the callouts that are open.
  const prefixes: string[] = [];
  const afterEnd = new Map<number, string[]>();
  let depth = 1;
  const replacementOf = (mark: Mark, index: number): string[] => {
    if (mark.kind === 'close') return [''];
    const { indent, name, title } = mark;
    const end = ends.get(index);
    const bold = (label: string): string => (label === '' ? '' : `${indent}**${label}**`);
    if (isTab(name)) {
      const isHeading = title !== '' && prefixes.length === 0 && indent === '' && endsSection(end);
      return ['', isHeading ? `${'#'.repeat(Math.min(6, depth + 1))} ${title}` : bold(title), ''];
    }
    if (!CALLOUT.test(name)) return [bold(title)];
    if (end === undefined || prefixes.length >= MAX_DEPTH) return [bold(title || name)];
    afterEnd.set(end, [...prefixes]);
    const opening = withPrefixes(`${indent}> [!${name}] ${title}`, prefixes);
    prefixes.push(`${indent}> `);
    // Otherwise a list or a table would go on the line of the title.
    const isText = /^[ \t]*[\p{L}\p{N}]/u.test(lines[index + 1]?.text ?? '');
    return isText ? [opening] : [opening, withPrefixes('', prefixes)];
  };
  for (const [index, { text, line }] of lines.entries()) {
    const before = afterEnd.get(index);
    if (before !== undefined) prefixes.splice(0, prefixes.length, ...before);
    if (!isCode[index]) depth = /^(#{1,6})\s/.exec(text)?.[1]?.length ?? depth;
    const mark = marks[index];
    const outer = [...prefixes];
    const texts = mark === undefined ? [withPrefixes(text, outer)] : replacementOf(mark, index);
    const isQuoted = mark === undefined || prefixes.length > outer.length;
    read.push(...texts.map((each) => ({ text: isQuoted ? each : withPrefixes(each, outer), line })));
  }
  return read;
};

type Mark =
  | { readonly kind: 'open'; readonly indent: string; readonly name: string; readonly title: string }
  | { readonly kind: 'close' };

function markOf(text: string): Mark | undefined {
  if (CLOSING.test(text)) return { kind: 'close' };
  const match = OPENING.exec(text);
  if (match === null) return undefined;
  const [, indent = '', braced, plain, rest = ''] = match;
  const title = rest
    .replace(/\{[^}]*\}\s*$/, '')
    .replace(/:{3,}\s*$/, '')
    .trim();
  return { kind: 'open', indent, name: braced ?? plain ?? '', title: /^\[(.*)\]$/.exec(title)?.[1] ?? title };
}

/** The line of the end of each container that has one. */
function pairMarks(marks: readonly (Mark | undefined)[]): Map<number, number> {
  const open: number[] = [];
  const ends = new Map<number, number>();
  for (const [index, mark] of marks.entries()) {
    if (mark?.kind === 'open') open.push(index);
    const start = mark?.kind === 'close' ? open.pop() : undefined;
    if (start !== undefined) ends.set(start, index);
  }
  return ends;
}

function withPrefixes(text: string, prefixes: readonly string[]): string {
  let rest = text;
  let quoted = '';
  // The columns of indentation that outer callouts have taken.
  let taken = 0;
  for (const prefix of prefixes) {
    const indent = ' '.repeat(Math.max(0, prefix.length - '> '.length - taken));
    quoted += `${indent}> `;
    if (rest.startsWith(indent)) rest = rest.slice(indent.length);
    taken += indent.length;
  }
  return (quoted + rest).trimEnd();
}

/**
 * Tabs are headings if nothing but other tabs follows them in their section. Otherwise the text below would seem to belong to the last tab, so
 * their names are bold. Each line is looked at once: a page may have thousands of tabs.
 */
function findSectionEnds(
  lines: readonly Line[],
  marks: readonly (Mark | undefined)[],
  ends: ReadonlyMap<number, number>,
): (end: number | undefined) => boolean {
  const known = new Map<number, boolean>();
  return (end) => {
    if (end === undefined) return false;
    const passed = [end];
    let found = known.get(end);
    for (let index = end + 1; found === undefined && index < lines.length; index++) {
      const { text } = lines[index] ?? { text: '' };
      const mark = marks[index];
      if (mark?.kind === 'close' || text.trim() === '') continue;
      const next = mark?.kind === 'open' && isTab(mark.name) ? ends.get(index) : undefined;
      if (next === undefined) found = /^#{1,6}\s/.test(text);
      else {
        found = known.get(next);
        passed.push(next);
        index = next;
      }
    }
    for (const each of passed) known.set(each, found ?? true);
    return found ?? true;
  };
}

function isTab(name: string): boolean {
  return name === 'tab' || name === 'step';
}
