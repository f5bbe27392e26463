import {
  closeGaps,
  codeLines,
  type Line,
  MAX_LINE,
  replaceOutsideCode,
  type Translate,
  type Translation,
} from './lines.js';

/*
 * What templates put into a text: `{{ site.baseurl }}` of Jekyll, `{{ icon(name="x") }}` of Zola, `{{ count }}` of Vue in VitePress,
 * `{{#include x.md}}` of mdBook. Whether braces mean that depends on the tool: in a folder for none, they are what the author writes about.
 */

/** With spaces in it, or with none: longer ones are code. */
const OUTPUT = /(?<!\\|\{)\{\{(?![<%])([^{}\n]{1,300})\}\}/;
/** Or a part of the line in which braces are what the author means, of Jekyll or VitePress. */
const OUTPUT_OR_RAW = new RegExp(
  `${OUTPUT.source}|\\{% *raw *%\\}.{0,1000}?\\{% *endraw *%\\}|<\\w+[^<>]{0,200}\\bv-pre\\b[^<>]{0,200}>[^<]{0,1000}</\\w+>`,
);
/** As a page with variables writes them. */
const VARIABLE = /^\s*[A-Za-z][\w-]*\s*$/;
const ESCAPED = /\{\{([<%]?)\s*\/\*\s*([^{}]{0,300}?)\s*\*\/\s*([>%]?)\}\}/;
const INCLUDE = /^[ \t]*\{\{ *#(?:include|rustdoc_include|playground) +([^\s{}]+)[^{}]*\}\}[ \t]*$/;

export const readOutputs: Translate = (lines, translation) => {
  if (!lines.some(({ text }) => text.includes('{{'))) return [...lines];
  const { dialect, hasVariables, leaveOut, values } = translation;
  const isCode = codeLines(lines);
  let isRaw = false;
  return lines.flatMap((line, index): Line[] => {
    const { text } = line;
    if (isCode[index] || text.length > MAX_LINE) return [line];
    const wasRaw = isRaw;
    isRaw = staysRaw(text, isRaw);
    if (!text.includes('{{')) return [line];
    const included = INCLUDE.exec(text)?.[1];
    if (included !== undefined) return includedLines(included, line, translation);
    let read = replaceOutsideCode(text, ESCAPED, ([, open = '', inner = '', close = '']) =>
      open === '' ? `\`{{ ${inner} }}\`` : `\`{{${open} ${inner} ${close}}}\``,
    );
    // What an author writes about, as with "{% raw %}".
    if (wasRaw || isRaw) return [{ ...line, text: read }];
    let hasGaps = false;
    read = replaceOutsideCode(read, OUTPUT_OR_RAW, ([whole, inner]) => {
      if (inner === undefined || (hasVariables && VARIABLE.test(inner))) return whole;
      const address = liquidAddress(inner.trim());
      const shown = address ?? values?.get(inner.trim()) ?? shownOf(inner.trim(), dialect, values !== undefined);
      if (shown === undefined) return whole;
      if (shown === '' && address === undefined) {
        hasGaps = true;
        if (!inner.trim().startsWith('#')) leaveOut(`{{ ${nameOf(inner)} }}`);
      }
      return shown;
    });
    return read === text ? [line] : [{ ...line, text: hasGaps ? closeGaps(read) : read }];
  });
};

/** Between `{% raw %}` and `{% endraw %}`, and in a container of VitePress that is not to be read, braces are what the author means. */
function staysRaw(text: string, isRaw: boolean): boolean {
  if (/\{% *(?:end)?raw *%\}/.test(text)) return /\{% *raw *%\}(?!.*\{% *endraw)/.test(text);
  if (/^:::+ *v-pre\b/.test(text)) return true;
  return isRaw && !/^:::+\s*$/.test(text);
}

/**
 * What stands in the place of an output; empty if it is left out, undefined if it is what the author writes about.
 * @param isFilledIn a plugin fills in every name
 */
function shownOf(inner: string, dialect: string | undefined, isFilledIn: boolean): string | undefined {
  if (isFilledIn && /^[a-z_][\w.]*(?:\s*\|.*)?$/i.test(inner)) return '';
  // The settings of a page in mdBook.
  if (/^#(?:title|template|include|playground|rustdoc_include)\b/.test(inner)) return '';
  switch (dialect) {
    case 'jekyll':
      return literalOf(inner) ?? '';
    case 'vitepress':
      return literalOf(inner) ?? '';
    case 'zola':
      return /^[\w:.]+\([\s\S]*\)$/.test(inner) ? '' : undefined;
    case 'mkdocs':
      return /^(?:config|page|extra|environment|git)\.[\w.]+|^\w+\([\s\S]*\)$/.test(inner) ? '' : undefined;
    case 'obsidian':
      return /^(?:title|date|time)(?::[\s\S]*)?$/.test(inner) ? '' : undefined;
    default:
      return undefined;
  }
}

/** `site.baseurl`, and `"/guides/x/" | relative_url`. */
function liquidAddress(inner: string): string | undefined {
  if (/^site\.(?:baseurl|url)(?:\s*\|\s*\w+)*$/.test(inner)) return '';
  return /^["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|prepend:.{0,80})$/.exec(inner)?.[1];
}

function literalOf(inner: string): string | undefined {
  const [, single, double] = /^(?:'([^']*)'|"([^"]*)")$/.exec(inner) ?? [];
  return single ?? double;
}

function nameOf(inner: string): string {
  const name = /^\s*([A-Za-z_$][\w.$:-]*)/.exec(inner)?.[1] ?? '…';
  return `${name}${/^\s*[\w.:]+\(/.test(inner) ? '()' : ''}`;
}

function includedLines(path: string, { line }: Line, { fragment, leaveOut }: Translation): Line[] {
  const text = /\.(?:md|markdown)$/i.test(path) ? fragment(path) : undefined;
  if (text === undefined) {
    leaveOut(`{{#include ${path.split('/').at(-1)?.replace(/:.*$/, '')}}}`);
    return [];
  }
  return text.split('\n').map((each) => ({ text: each, line }));
}
