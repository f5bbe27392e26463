import { isMarkdown } from '../file-kinds.js';
import {
  argument,
  codeLines,
  codeStarts,
  indentOf,
  type Line,
  MAX_LINE,
  mapProse,
  replaceOutsideCode,
  type Translate,
} from './lines.js';

/* Blocks of lines that Markdown does not have, each turned into what comes closest. */

const FORMULA = /^(\s*)\$\$(.*?)(\$\$)?\s*$/;

const INLINE_FORMULA = /\$\$(?=[^\s$])([^$`]{1,300}?)(?<=[^\s$])\$\$/;

/** `$$` around a formula: it is code, as nothing here sets formulas. */
export const readFormulas: Translate = (lines) => {
  if (!lines.some(({ text }) => text.includes('$$'))) return [...lines];
  const isCode = codeLines(lines);
  const marks = lines.flatMap(({ text }, index) => (!isCode[index] && text.trim() === '$$' ? [index] : []));
  const paired = new Set(marks.slice(0, marks.length - (marks.length % 2)));
  let isOpen = false;
  const read = lines.flatMap((line, index): Line[] => {
    const [, indent = '', formula = '', end] = isCode[index] || isOpen ? [] : (FORMULA.exec(line.text) ?? []);
    const at = (text: string): Line => ({ text, line: line.line });
    if (end !== undefined && formula.trim() !== '')
      return [at(`${indent}\`\`\`math`), at(indent + formula.trim()), at(`${indent}\`\`\``)];
    if (!paired.has(index)) return [line];
    isOpen = !isOpen;
    return [at(`${' '.repeat(indentOf(line.text))}\`\`\`${isOpen ? 'math' : ''}`)];
  });
  return mapProse(read, ({ text }) =>
    text.includes('$$') ? replaceOutsideCode(text, INLINE_FORMULA, ([, formula = '']) => `\`${formula}\``) : undefined,
  );
};

/** A term, and below it lines that begin with a colon: the term in bold, then what it means. */
export const readDefinitions: Translate = (lines) => {
  if (!lines.some(({ text }) => DEFINITION.test(text))) return [...lines];
  const isCode = codeLines(lines);
  const isTerm = (index: number): boolean => {
    const text = lines[index]?.text ?? '';
    const isText = text.trim() !== '' && !isCode[index] && !/^(?:\s{4}|\s*(?:[#>|:]|[-*+]\s|\d+[.)]\s))/.test(text);
    const below = lines[index + 1]?.text.trim() === '' ? index + 2 : index + 1;
    return isText && !isCode[below] && DEFINITION.test(lines[below]?.text ?? '');
  };
  let isOpen = false;
  return lines.flatMap((line, index): Line[] => {
    const { text, line: number } = line;
    const at = (...texts: string[]): Line[] => texts.map((each) => ({ text: each, line: number }));
    if (text.length > MAX_LINE) return [line];
    if (isTerm(index)) {
      isOpen = true;
      return at('', `**${text.trim().replace(/^\*\*(.*)\*\*$/, '$1')}**`, '');
    }
    const definition = isOpen && !isCode[index] ? DEFINITION.exec(text)?.[1] : undefined;
    if (definition !== undefined) return at('', definition);
    if (isOpen && text.trim() !== '' && indentOf(text) < 2) isOpen = false;
    // What belongs to a definition is indented.
    return isOpen ? at(text.replace(/^(?: {1,4}|\t)/, '')) : [line];
  });
};

const DEFINITION = /^ {0,3}:[ \t]+(\S.*)$/;

/** `>>>` around a quotation, as GitLab has it. */
export const readQuotations: Translate = (lines, { dialect }) => {
  const isMark = ({ text }: Line): boolean => text.trim() === '>>>';
  return dialect === 'wiki' && lines.some(isMark) ? quoteBetween(lines, isMark, isMark) : [...lines];
};

/** A callout that Notion exports: Markdown between the tags of an aside, with an emoji in front. */
export const readAsides: Translate = (lines) => {
  const starts = ({ text }: Line): boolean => /^\s*<aside>\s*$/.test(text);
  const ends = ({ text }: Line): boolean => /^\s*<\/aside>\s*$/.test(text);
  return lines.some(starts) ? quoteBetween(lines, starts, ends) : [...lines];
};

function quoteBetween(lines: readonly Line[], starts: (line: Line) => boolean, ends: (line: Line) => boolean): Line[] {
  const isCode = codeLines(lines);
  const endOf = new Map<number, number>();
  let start: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (isCode[index]) continue;
    if (start === undefined && starts(line)) start = index;
    else if (start !== undefined && ends(line)) {
      endOf.set(start, index);
      start = undefined;
    }
  }
  let end = -1;
  return lines.map((line, index): Line => {
    const found = endOf.get(index);
    if (found !== undefined) end = found;
    if (found !== undefined || index === end) return { ...line, text: '' };
    return index < end ? { ...line, text: `> ${line.text}`.trimEnd() } : line;
  });
}

const WITH_MARKDOWN = /^\s*<(\w+)(?:\s[^<>]*)?\smarkdown(?:=["']?\w*["']?)?(?:\s[^<>]*)?>\s*$/;

/** `<div markdown>` of MkDocs: what is between the tags is Markdown, so the tags go. */
export const readMarkdownInHtml: Translate = (lines) => {
  if (!lines.some(({ text }) => WITH_MARKDOWN.test(text))) return [...lines];
  const open: string[] = [];
  // A comment ends a list where an empty line would not.
  const tag = (text: string): string[] => ['', `${/^\s*/.exec(text)?.[0] ?? ''}<!-- -->`, ''];
  return mapProse(lines, ({ text }) => {
    const name = WITH_MARKDOWN.exec(text)?.[1];
    if (name !== undefined) {
      open.push(name);
      return tag(text);
    }
    const end = /^\s*<\/(\w+)>\s*$/.exec(text)?.[1];
    if (end === undefined || open.at(-1) !== end) return undefined;
    open.pop();
    return tag(text);
  });
};

const KRAMDOWN = /^\{:\s*\.(note|tip|important|warning|caution|danger|highlight|new)(-title)?\s*\}\s*$/;

/** `{: .warning }` above a paragraph or a quotation, in themes of Jekyll. With `-title`, the first line is the title. */
export const readKramdownCallouts: Translate = (lines) => {
  if (!lines.some(({ text }) => KRAMDOWN.test(text))) return [...lines];
  const isCode = codeLines(lines);
  const read: Line[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const [, kind = '', hasTitle] = isCode[index] ? [] : (KRAMDOWN.exec(line.text) ?? []);
    const content: Line[] = [];
    const isQuoted = lines[index + 1]?.text.startsWith('>') ?? false;
    for (let next = index + 1; kind !== '' && next < lines.length; next++) {
      const each = lines[next];
      if (each === undefined || each.text.trim() === '' || isCode[next] || /^\s*(?:#{1,6}\s|\{:)/.test(each.text))
        break;
      if (isQuoted && !each.text.startsWith('>')) break;
      content.push({ ...each, text: isQuoted ? each.text.replace(/^> ?/, '') : each.text });
    }
    if (content.length === 0) {
      read.push(line);
      continue;
    }
    index += content.length;
    const title = hasTitle === undefined ? '' : (content.shift()?.text ?? '');
    const name = kind === 'highlight' || kind === 'new' ? 'note' : kind;
    read.push({ ...line, text: `> [!${name}] ${title}`.trimEnd() });
    for (const each of content) read.push({ ...each, text: `> ${each.text}`.trimEnd() });
  }
  return read;
};

/** "Owner: Ada" and more of these in lines of their own, as Notion exports the properties of a page: the lines stay. */
export const readProperties: Translate = (given, { dialect }) => {
  // "Owner:: Ada" of Obsidian.
  const lines = dialect === 'obsidian' ? mapProse(given, ({ text }) => text.replace(FIELD, '$1: ')) : given;
  const isCode = codeLines(lines);
  const isProperty = (index: number): boolean => !isCode[index] && PROPERTY.test(lines[index]?.text ?? '');
  return lines.map((line, index) => {
    if (!isProperty(index)) return line;
    const text = line.text.replace(RELATION, '[$1]($2)');
    return isProperty(index + 1) && !/(?:\\| {2})$/.test(text)
      ? { ...line, text: `${text.trimEnd()}\\` }
      : { ...line, text };
  });
};

/** Notion writes pages that a property names as "Failover (Failover%203f2a….md)". */
const RELATION = /(?<=[:,] )([^:,()[\]]{1,150}) \(([^()\s]{1,400}%20[0-9a-f]{32}\.md)\)/g;

const FIELD = /^([A-Za-z][\w /-]{0,30}):: +(?=\S)/;
const PROPERTY = /^[A-Z][\w /-]{0,30}: \S/;

/** States of a task that only Obsidian and GitLab have: cancelled ones are struck out, others are open. */
export const readTaskStates: Translate = (lines) =>
  lines.some(({ text }) => TASK.test(text))
    ? mapProse(lines, ({ text }) => {
        const [, mark = '', state = '', rest = ''] = TASK.exec(text) ?? [];
        if (mark === '') return undefined;
        return `${mark} [ ] ${/[-~]/.test(state) ? `~~${rest.trim()}~~` : rest.trim()}`;
      })
    : [...lines];

const TASK = /^(\s*(?:[-*+]|\d+[.)]))[ \t]+\[([-~/><!?*"])\][ \t]+(\S.*)$/;

/** The name of a block of code, such as its file: `sh [npm]` of VitePress, `title="deploy.sh"` of others. */
export const labelCode: Translate = (lines) => {
  if (!lines.some(({ text }) => /^\s*(?:`{3}|~{3}).*[[=]/.test(text))) return [...lines];
  const starts = codeStarts(lines);
  return lines.flatMap((line, index): Line[] => {
    const [, indent = '', info = ''] = starts[index] ? (/^(\s*)(?:`{3,}|~{3,})(.*)$/.exec(line.text) ?? []) : [];
    const label =
      /^\s*[\w+#.-]*\s*(?:\{[^}]*\})?\s*\[([^\]]{1,100})\]/.exec(info)?.[1] ?? argument(info, 'title', 'filename');
    if (label === undefined || label.trim() === '') return [line];
    const at = (text: string): Line => ({ text, line: line.line });
    return [at(`${indent}**${label.trim()}**`), at(''), line];
  });
};

/** In mdBook, lines of Rust that begin with "# " are there for the compiler only. */
export const dropHiddenCode: Translate = (lines, { dialect }) => {
  if (dialect !== 'mdbook') return [...lines];
  const isCode = codeLines(lines);
  const starts = codeStarts(lines);
  let isRust = false;
  return lines.filter(({ text }, index) => {
    if (starts[index]) isRust = /^\s*(?:`{3,}|~{3,})\s*rust\b/.test(text);
    return !(isCode[index] && isRust && /^\s*#(?:\s|$)/.test(text));
  });
};

const INCLUDE_IN_CODE =
  /^\s*(?:\{\{ *(#(?:include|rustdoc_include|playground)) +([^\s{}]+)[^{}]*\}\}|(-+8<-+) +["']?([^"'\s]+)["']?)\s*$/;

/** Code that only includes a file which is no Markdown, in mdBook and MkDocs: the file is not read, and nothing is left to show. */
export const dropIncludedCode: Translate = (lines, { leaveOut }) => {
  if (!lines.some(({ text }) => INCLUDE_IN_CODE.test(text))) return [...lines];
  const isCode = codeLines(lines);
  const starts = codeStarts(lines);
  const kept: Line[] = [];
  for (let index = 0; index < lines.length; index++) {
    let end = index;
    while (starts[index] && isCode[end + 1] && !starts[end + 1]) end += 1;
    const block = lines.slice(index, end + 1);
    const names = block.slice(1, -1).map(({ text }) => includedFile(text));
    if (names.length > 0 && names.every((name) => name !== undefined)) for (const name of names) leaveOut(name);
    else kept.push(...block);
    index = end;
  }
  return kept;
};

/** The name of what a line includes, if it is no Markdown. */
function includedFile(text: string): string | undefined {
  const [, include, path = '', snippet, file = ''] = INCLUDE_IN_CODE.exec(text) ?? [];
  if (isMarkdown(path || file)) return undefined;
  if (include !== undefined) return `{{${include} ${path.split('/').at(-1)}}}`;
  return snippet === undefined ? undefined : `--8<-- ${file}`;
}

/** Callouts that are written as code: "```admonish warning" of mdBook, "```{note} Title" of MyST. They become containers. */
export const readFencedCallouts: Translate = (lines) => {
  if (!lines.some(({ text }) => FENCED_CALLOUT.test(text))) return [...lines];
  const starts = codeStarts(lines);
  const isCode = codeLines(lines);
  let isOpen = false;
  return lines.map((line, index): Line => {
    const [, indent = '', info = '', braced, title = ''] = starts[index] ? (FENCED_CALLOUT.exec(line.text) ?? []) : [];
    const isLast = isOpen && (!isCode[index + 1] || starts[index + 1] === true);
    if (indent + info + (braced ?? '') === '' && !isLast) return line;
    isOpen = !isLast;
    if (isLast) return { ...line, text: `${' '.repeat(indentOf(line.text))}:::` };
    const kind = braced ?? (/^\s*([a-z]+)(?!\w*\s*=)/.exec(info.replace(/^admonish/, ''))?.[1] || 'note');
    return {
      ...line,
      text: `${indent}:::${kind} ${braced === undefined ? (argument(info, 'title') ?? '') : title}`.trimEnd(),
    };
  });
};

const FENCED_CALLOUT =
  /^(\s*)(?:`{3,}|~{3,})\s*(?:(admonish\b[^`]*)|\{(note|tip|hint|important|warning|caution|danger|attention|error|seealso|admonition)\}[ \t]*([^`]*))$/;

/** Diagrams of PlantUML in TechDocs, `::uml::` up to `::end-uml::`, are code. */
export const readDiagrams: Translate = (lines) =>
  lines.some(({ text }) => /^\s*::end-uml::/.test(text))
    ? mapProse(lines, ({ text }) =>
        text.replace(
          /^(\s*)::(?:(uml)::.*|end-uml::\s*)$/,
          (_line, indent, start) => `${indent}\`\`\`${start ? 'plantuml' : ''}`,
        ),
      )
    : [...lines];

const SUMMARY_START = /^\s*(?:<details[^<>]*>\s*)?<summary[^<>]*>\s*$/;
const MAX_SUMMARY_LINES = 5;

/** Text right below `</summary>` or `</details>` is meant as Markdown, so an empty line parts them. A summary is one line. */
export const partDetails: Translate = (lines) => {
  if (!lines.some(({ text }) => /<\/(?:summary|details)>/.test(text))) return [...lines];
  const isCode = codeLines(lines);
  const read: Line[] = [];
  let inTable = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    if (/<\/?(?:table|pre)\b/.test(line.text)) inTable = !/<\/(?:table|pre)>/.test(line.text);
    let { text } = line;
    const end = SUMMARY_START.test(text) && !isCode[index] ? summaryEnd(lines, index) : undefined;
    if (end !== undefined) {
      text = lines
        .slice(index, end + 1)
        .map((each) => each.text.trim())
        .join(' ');
      index = end;
    }
    read.push({ ...line, text });
    const below = lines[index + 1]?.text ?? '';
    const isApart = below.trim() === '' || isCode[index + 1] || /^(?:\s*<| {4}|\t)/.test(below);
    if (!inTable && !isCode[index] && !isApart && /<\/(?:summary|details)>\s*$/.test(text))
      read.push({ ...line, text: '' });
  }
  return read;
};

function summaryEnd(lines: readonly Line[], start: number): number | undefined {
  const after = lines.slice(start, start + MAX_SUMMARY_LINES).findIndex(({ text }) => /<\/summary>\s*$/.test(text));
  return after === -1 ? undefined : start + after;
}

/** The script of a page in VitePress is no part of its text. */
export const dropScripts: Translate = (lines, { dialect }) => {
  const starts = ({ text }: Line): boolean =>
    /^<script\b/.test(text) && (dialect === 'vitepress' || /^<script\s+(?:setup|lang=)/.test(text));
  if (!lines.some(starts)) return [...lines];
  const isCode = codeLines(lines);
  const lastEnd = lines.findLastIndex(({ text }) => text.includes('</script>'));
  let isOpen = false;
  return lines.filter((line, index) => {
    if (!isOpen && !isCode[index] && index <= lastEnd && starts(line)) isOpen = true;
    if (!isOpen) return true;
    isOpen = !line.text.includes('</script>');
    return false;
  });
};
