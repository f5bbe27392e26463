import { argument, codeLines, dedent, indentOf, type Line, MAX_LINE, mapProse, type Translate } from './lines.js';

/*
 * MDX of Docusaurus, Starlight, Nextra and Mintlify: Markdown with imports and components. Imports and exports go. Callouts, tabs and
 * steps become containers, titles stay, and of other components the content stays. Nothing is run.
 */

const CALLOUTS: Readonly<Record<string, string>> = {
  Note: 'note',
  Tip: 'tip',
  Info: 'info',
  Warning: 'warning',
  Caution: 'caution',
  Danger: 'danger',
  Check: 'success',
  Aside: 'note',
  Admonition: 'note',
  Callout: 'note',
  Alert: 'note',
};
const TABS = new Set(['TabItem', 'Tab', 'Tabs.Tab', 'CodeTab']);
const TITLED = new Set([
  'Step',
  'Card',
  'LinkCard',
  'Accordion',
  'AccordionItem',
  'Expandable',
  'Details',
  'Cards.Card',
  'CodeGroup',
  'ParamField',
  'ResponseField',
]);

const MAX_EXPRESSION_LINES = 200;

/** Pages with imports are MDX whatever their ending: Docusaurus reads all its pages so. */
export function isMdx(file: string, lines: readonly Line[]): boolean {
  return (
    /\.mdx$/i.test(file) || lines.some(({ text }) => IMPORT.test(text) && /\bfrom\s+['"][^'"]+['"];?\s*$/.test(text))
  );
}

const IMPORT = /^import\s+(?:['"{*]|[A-Za-z_$])/;
const EXPORT = /^export\s+(?:const|let|var|function|default|async|class|\{|\*)/;

export const readMdx: Translate = (lines) => readComponents(withoutStatements(withoutCodeBlocks(lines)));

/** Docusaurus lets other tools see components as code: "```mdx-code-block". */
function withoutCodeBlocks(lines: readonly Line[]): Line[] {
  let fence: string | undefined;
  return lines.filter(({ text }) => {
    const opening = /^\s*(`{3,})mdx-code-block\s*$/.exec(text)?.[1];
    if (fence === undefined && opening !== undefined) fence = opening;
    else if (fence === undefined || text.trim() !== fence) return true;
    else fence = undefined;
    return false;
  });
}

/** Without imports, exports and comments, which may have several lines. */
function withoutStatements(lines: readonly Line[]): Line[] {
  const isCode = codeLines(lines);
  const kept: Line[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const isStatement = IMPORT.test(line.text) || EXPORT.test(line.text);
    if (isCode[index] || !isStatement) {
      kept.push(line);
      continue;
    }
    // A statement ends where its brackets are closed.
    let open = 0;
    for (const last = Math.min(lines.length, index + MAX_EXPRESSION_LINES); index < last; index++) {
      const text = (lines[index]?.text ?? '').slice(0, MAX_LINE);
      open += text.match(/[[({]/g)?.length ?? 0;
      open -= text.match(/[\])}]/g)?.length ?? 0;
      if (open <= 0) break;
    }
  }
  return kept;
}

interface OpenComponent {
  readonly name: string;
  readonly isContainer: boolean;
}

function readComponents(lines: readonly Line[]): Line[] {
  const isCode = codeLines(lines);
  const read: Line[] = [];
  const open: OpenComponent[] = [];
  // Of a tag or comment that goes on in the next line.
  let rest = '';
  let restLines = 0;
  let fenceIndent = 0;
  let inList = false;
  lines.forEach(({ text, line }, index) => {
    if (isCode[index] && rest === '') {
      // In MDX, code is never indented to be code: the indentation is that of a component.
      if (!isCode[index - 1]) fenceIndent = inList ? 0 : indentOf(text);
      read.push({ text: fenceIndent === 0 ? text : dedent(text, fenceIndent), line });
      return;
    }
    const whole = rest === '' ? text : `${rest} ${text.trim()}`;
    if (whole.length > MAX_LINE || !/[<{]/.test(whole)) {
      rest = '';
      inList = /^\s*(?:[-*+]|\d+[.)])\s/.test(text) || (inList && (text.trim() === '' || indentOf(text) > 0));
      read.push({ text: open.length > 0 && !inList ? whole.trimStart() : whole, line });
      return;
    }
    const { pieces, unfinished } = readLine(whole, open);
    restLines = unfinished === '' ? 0 : restLines + 1;
    rest = restLines > MAX_EXPRESSION_LINES ? '' : unfinished;
    for (const piece of pieces) {
      inList = /^\s*(?:[-*+]|\d+[.)])\s/.test(piece) || (inList && indentOf(piece) > 0);
      read.push({ text: inList ? piece : piece.trimStart(), line });
    }
  });
  return read;
}

// A component, a fragment, or an expression. Searching on from each "<" would take time that grows with the square, so a tag has a limit.
const START = /<\/?(?:[A-Z][\w.]*|(?=>))|\{/g;
const MAX_TAG = 4_000;
const MAX_EXPRESSION = 300;

function readLine(text: string, open: OpenComponent[]): { pieces: string[]; unfinished: string } {
  const pieces: string[] = [];
  let current = '';
  let end = 0;
  const part = (mark: string): void => {
    if (current.trim() !== '') pieces.push(current);
    current = '';
    pieces.push(mark);
  };
  const isCodeAt = inlineCodeAt(text);
  for (const { 0: start, index } of text.matchAll(START)) {
    if (index < end || isCodeAt(index)) continue;
    const close = endOf(text, index, start === '{' ? '}' : '>', start === '{' ? MAX_EXPRESSION : MAX_TAG);
    if (close === undefined) {
      if (start === '{' && !text.startsWith('{/*', index)) continue;
      // The tag goes on in the next line.
      const before = current + text.slice(end, index);
      if (before.trim() !== '') pieces.push(before);
      return { pieces, unfinished: text.slice(index) };
    }
    const tag = text.slice(index, close);
    if (start === '{') {
      const kept = expressionText(tag);
      if (kept === undefined) continue;
      current += text.slice(end, index);
      // "{' '}" keeps words apart, where no space does.
      if (kept.trim() !== '' || !/\s$/.test(current)) current += kept;
      end = close;
      continue;
    }
    current += text.slice(end, index);
    end = close;
    const name = start.replace(/^<\/?/, '');
    if (start.startsWith('</')) {
      const at = open.findLastIndex((each) => each.name === name);
      const closed = at === -1 ? [] : open.splice(at);
      for (const each of closed.reverse()) if (each.isContainer) part(':::');
      continue;
    }
    const container = containerOf(name, tag);
    const isClosed = tag.endsWith('/>');
    if (container !== undefined && !isClosed) part(`:::${container}`);
    else current += titleOf(name, tag, current.trim() === '');
    if (!isClosed) open.push({ name, isContainer: container !== undefined });
  }
  current += text.slice(end);
  if (current.trim() !== '' || pieces.length === 0) pieces.push(current);
  return { pieces, unfinished: '' };
}

function containerOf(name: string, tag: string): string | undefined {
  const title = argument(tag, 'title', 'label', 'name', 'value') ?? '';
  if (TABS.has(name)) return `tab ${title}`;
  if (name === 'Step' || name === 'Accordion' || name === 'Details' || name === 'Expandable')
    return `step ${title}`.trimEnd();
  const kind = CALLOUTS[name];
  return kind === undefined
    ? undefined
    : `${argument(tag, 'type')?.replace(/\W/g, '') || kind} ${argument(tag, 'title') ?? ''}`.trimEnd();
}

/** What a component without content says by itself. */
function titleOf(name: string, tag: string, isBlock: boolean): string {
  const title = TITLED.has(name) ? argument(tag, 'title', 'name', 'path') : undefined;
  if (title === undefined) return /^(?:Image|Img|Kbd|Badge)$/.test(name) ? (argument(tag, 'alt', 'text') ?? '') : '';
  const href = argument(tag, 'href', 'to');
  const label = href === undefined ? title : `[${title}](${href})`;
  return isBlock ? `**${label}**\n` : label;
}

/** `{' '}` and `{"text"}` are text, a comment is none; other expressions are not run, so they stay as they are. */
function expressionText(expression: string): string | undefined {
  if (/^\{\/\*[\s\S]*\*\/\}$/.test(expression)) return '';
  return /^\{\s*(?:'([^']*)'|"([^"]*)"|`([^`]*)`)\s*\}$/
    .exec(expression)
    ?.slice(1)
    .find((text) => text !== undefined);
}

function inlineCodeAt(text: string): (index: number) => boolean {
  const ticks: number[] = [];
  for (const { index } of text.matchAll(/`+/g)) ticks.push(index);
  return (index) => {
    let before = 0;
    for (const tick of ticks) {
      if (tick > index) break;
      before += 1;
    }
    return before % 2 === 1 && before < ticks.length;
  };
}

/** The place after the end of a tag or expression; quotations and braces inside it are skipped. */
function endOf(text: string, start: number, last: string, most: number): number | undefined {
  let braces = 0;
  let quote = '';
  const limit = Math.min(text.length, start + most);
  for (let index = start; index < limit; index++) {
    const character = text.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if ((character === '"' || character === "'") && last === '>') quote = character;
    else if (character === '{') braces += 1;
    else if (character === '}') braces -= 1;
    if (quote === '' && braces <= 0 && character === last) return index + 1;
  }
  return undefined;
}

/** Blocks of lower-case elements hold Markdown in MDX, so their tags stand alone. */
export const partElements: Translate = (lines) =>
  mapProse(lines, ({ text }) =>
    /^\s*<\/?(?:div|section|span|center|figure)(?:\s[^<>]*)?>\s*$/.test(text) ? [] : undefined,
  );
