import { parseAttributes } from '../checklists/attributes.js';
import {
  argument,
  codeLines,
  codeStarts,
  dedent,
  indentOf,
  type Line,
  MAX_LINE,
  mapProse,
  replaceOutsideCode,
  type Translate,
  type Translation,
} from './lines.js';
import {
  closingBraces,
  countLeftOut,
  endsBelow,
  expressionText,
  isExpression,
  type LeftOutExpressions,
  readConstants,
} from './mdx-expressions.js';

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
/** Components in each other whose indentation counts. */
const MAX_NESTED = 16;

/** Pages with imports are MDX whatever their ending. Docusaurus and Nextra read all their pages so, and some have components without imports. */
export function isMdx({ file, dialect }: Pick<Translation, 'file' | 'dialect'>, lines: readonly Line[]): boolean {
  if (/\.mdx$/i.test(file)) return true;
  if ((dialect === 'docusaurus' || dialect === 'mdx') && lines.some(({ text }) => COMPONENT.test(text))) return true;
  // In VitePress, imports stand in a script.
  const isScript = lines.some(({ text }) => text.startsWith('<script'));
  return !isScript && lines.some(({ text }) => IMPORT.test(text) && /\bfrom\s+['"][^'"]+['"];?\s*$/.test(text));
}

/** On a line of its own, so that a placeholder in prose is none. */
const COMPONENT = /^\s*<[A-Z][a-z]\w*(?:\.\w+)?(?:\s[^<>]*)?\/?>\s*$/;
const IMPORT = /^import\s+(?:['"{*]|[A-Za-z_$])/;
const EXPORT = /^export\s+(?:const|let|var|function|default|async|class|\{|\*)/;

export const readMdx: Translate = (lines, { fragment, leaveOut, warn }) => {
  const expressions = countLeftOut();
  const written = readLinks(withoutStatements(withoutCodeBlocks(includePartials(lines, fragment))));
  const read = readComponents(written, { constants: readConstants(lines), expressions, leaveOut });
  expressions.report(warn);
  return read;
};

/** What cannot be shown. */
interface LeftOut {
  /** But these can. */
  readonly constants: ReadonlyMap<string, string>;
  readonly expressions: LeftOutExpressions;
  readonly leaveOut: (markup: string) => void;
}

/** Nobody misses their content: decoration, and lists of pages that the menu has too. */
const SILENT =
  /^(?:Icon|Badge|Image|Img|Video|Spacer|Divider|Separator|DocCardList|TOCInline|Bleed|Head|Fragment|br|hr)$/;

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

const PARTIAL = /^import\s+([A-Z]\w*)(?:\s*,\s*\{[^{}]*\})?\s+from\s+['"](?:@site\/)?([^'"]+\.mdx?)['"];?\s*$/;
const USED = /^([ \t]*)<([A-Z]\w*)(?:\s[^<>]*)?\/>\s*$/;
const MAX_INCLUDED = 256 * 1024;
const MAX_INCLUDES = 3;

/** `import Contact from './_contact.mdx'`: the text of that file stands where `<Contact />` does. */
function includePartials(lines: readonly Line[], fragment: Translation['fragment']): Line[] {
  let left = MAX_INCLUDED;
  const include = (given: readonly Line[], depth: number): Line[] => {
    const paths = new Map(
      given.flatMap(({ text }) => {
        const [, name = '', path = ''] = PARTIAL.exec(text) ?? [];
        return name === '' ? [] : [[name, path] as const];
      }),
    );
    if (paths.size === 0 || depth === MAX_INCLUDES) return [...given];
    const isCode = codeLines(given);
    return given.flatMap((line, index): Line[] => {
      const [, indent = '', name = ''] = isCode[index] ? [] : (USED.exec(line.text) ?? []);
      const path = paths.get(name);
      const content = path === undefined || left <= 0 ? undefined : fragment(path);
      if (content === undefined) return [line];
      left -= content.length;
      const inner = content.split('\n').map((text) => ({
        text: text === '' || IMPORT.test(text) ? text : indent + text,
        line: line.line,
      }));
      return include(inner, depth + 1);
    });
  };
  return include(lines, 0);
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

const LINK = /<([A-Z][\w.]*)\s(?:[^<>]{0,300}\s)?(?:to|href)="([^"{}<>\s]+)"[^<>]{0,300}>([^<>]{1,300})<\/\1>/;
/** An element of HTML with an attribute that is an expression: `<span style={{color: 'red'}}>`. */
const WITH_EXPRESSION = /<[a-z][\w-]*(?:\s[^<>{}]{0,300})?\s[\w-]+=\{[^<>]{0,500}?>/;
const EXPRESSION_ATTRIBUTE = /\s[\w-]+=\{(?:[^{}]|\{[^{}]*\})*\}/g;

/** Components that lead somewhere are links, whatever they are called: `<Button href="/start">Start</Button>`. */
const readLinks = (lines: readonly Line[]): Line[] =>
  mapProse(lines, ({ text }) => {
    if (!/<[A-Za-z]/.test(text)) return undefined;
    const linked = replaceOutsideCode(text, LINK, ([whole, , address = '', label = '']) =>
      /\stitle=/.test(whole) ? whole : `[${label.trim()}](${address})`,
    );
    return replaceOutsideCode(linked, WITH_EXPRESSION, ([tag]) => tag.replace(EXPRESSION_ATTRIBUTE, ''));
  });

interface OpenComponent {
  readonly name: string;
  /** The column of its tag, and the indentation of its content, once there is some. */
  readonly column: number;
  inner?: number;
  readonly isContainer: boolean;
  /** The names of its tabs: `<Tabs items={['npm', 'pnpm']}>`. */
  readonly tabs: string[];
}

function readComponents(lines: readonly Line[], leftOut: LeftOut): Line[] {
  const isCode = codeLines(lines);
  const starts = codeStarts(lines);
  const read: Line[] = [];
  const open: OpenComponent[] = [];
  // Of a tag or expression that goes on in the next line.
  let rest = '';
  let restLines = 0;
  let fenceIndent = 0;
  // The indentation of the list that a line belongs to. In MDX, text is never indented to be code: the indentation is that of a component.
  let list: number | undefined;
  const place = (text: string): string => {
    if (!/^\s*(?:[-*+]|\d+[.)])\s/.test(text)) {
      if (list !== undefined && text.trim() !== '' && indentOf(text) <= list) list = undefined;
    } else list = Math.min(list ?? indentOf(text), indentOf(text));
    return list === undefined ? text.trimStart() : dedent(text, list);
  };
  // How much of a line's indentation is that of the components around it, and not of a list.
  const shiftOf = (text: string): number => {
    if (text.trim() === '') return 0;
    const indent = indentOf(text);
    // A page may have thousands that are never closed.
    return open.slice(-MAX_NESTED).reduce((sum, component) => {
      component.inner ??= indent;
      return sum + Math.max(0, Math.min(indent, component.inner) - component.column);
    }, 0);
  };
  lines.forEach(({ text, line }, index) => {
    if (isCode[index] && rest === '') {
      if (starts[index])
        fenceIndent = list !== undefined && indentOf(text) > list ? list + shiftOf(text) : indentOf(text);
      // Mintlify: what stands behind the language is the name of the block.
      const isNamed = starts[index] && open.at(-1)?.name === 'CodeGroup';
      const code = isNamed ? text.replace(/^(\s*`{3,}[\w+#-]+)[ \t]+([^={}[\]`]+)$/, '$1 [$2]') : text;
      read.push({ text: fenceIndent === 0 ? code : dedent(code, fenceIndent), line });
      return;
    }
    const whole = rest === '' ? text : `${rest} ${text.trim()}`;
    const shift = shiftOf(whole);
    if (whole.length > MAX_LINE || !/[<{]/.test(whole)) {
      rest = '';
      read.push({ text: place(dedent(whole, shift)), line });
      return;
    }
    const { pieces, unfinished } = readLine({ text: whole, line }, open, leftOut, (start) =>
      endsBelow(start, lines, index + 1),
    );
    restLines = unfinished === '' ? 0 : restLines + 1;
    rest = restLines > MAX_EXPRESSION_LINES ? '' : unfinished;
    // A container begins and ends where its tag does: it may be part of a list.
    const indent = ' '.repeat(indentOf(whole));
    for (const piece of pieces)
      read.push({ text: place(dedent(piece.startsWith(':::') ? indent + piece : piece, shift)), line });
  });
  return read;
}

// A component, a fragment, or an expression. Searching on from each "<" would take time that grows with the square, so a tag has a limit.
const START = /<\/?(?:[A-Z][\w.]*|(?=>))|\{/g;
const MAX_TAG = 4_000;

function readLine(
  { text, line }: Line,
  open: OpenComponent[],
  { constants, expressions, leaveOut }: LeftOut,
  endsInNextLines: (start: string) => boolean,
): { pieces: string[]; unfinished: string } {
  const pieces: string[] = [];
  let current = '';
  let end = 0;
  const part = (...marks: readonly string[]): void => {
    if (current.trim() !== '') pieces.push(current);
    current = '';
    pieces.push(...marks);
  };
  const goOn = (index: number): { pieces: string[]; unfinished: string } => {
    const before = current + text.slice(end, index);
    if (before.trim() !== '') pieces.push(before);
    return { pieces, unfinished: text.slice(index) };
  };
  // What is left out leaves no gap.
  const closeGap = (): void => {
    if (!/(?:^|\s)$/.test(current)) return;
    if (text.charAt(end) === ' ') end += 1;
    else if (/^[.,;:!?)]/.test(text.slice(end))) {
      current = current.trimEnd();
      if (current.endsWith(text.charAt(end))) end += 1;
    }
  };
  const isCodeAt = inlineCodeAt(text);
  const braces = closingBraces(text);
  let isOpenEnded = false;
  for (const { 0: start, index } of text.matchAll(START)) {
    if (index < end || isCodeAt(index) || text.charAt(index - 1) === '\\') continue;
    if (start === '{') {
      if (!isExpression(text, index)) continue;
      const close = braces.get(index);
      if (close === undefined) {
        if (isOpenEnded || !endsInNextLines(text.slice(index))) isOpenEnded = true;
        else return goOn(index);
        continue;
      }
      const expression = text.slice(index, close);
      // Those of an item of a checklist.
      if (parseAttributes(expression) !== undefined) continue;
      const shown = expressionText(expression, constants);
      if (shown === undefined) expressions.add(expression, line);
      current += text.slice(end, index);
      end = close;
      if (shown !== undefined && shown.trim() !== '') current += shown;
      else if (shown === ' ') current += /\s$/.test(current) ? '' : ' ';
      else closeGap();
      continue;
    }
    const close = endOf(text, index);
    // The tag goes on in the next line.
    if (close === undefined) return goOn(index);
    const tag = text.slice(index, close);
    current += text.slice(end, index);
    end = close;
    const name = start.replace(/^<\/?/, '');
    if (start.startsWith('</')) {
      const at = open.findLastIndex((each) => each.name === name);
      const closed = at === -1 ? [] : open.splice(at);
      for (const each of closed.reverse()) if (each.isContainer) part(':::');
      continue;
    }
    const container = containerOf(name, tag, open);
    const isClosed = tag.endsWith('/>');
    if (container !== undefined && !isClosed) part(`:::${container}`);
    else {
      const title = titleOf(name, tag);
      if (title !== '' && current.trim() === '') part(`${current}${title}`, '');
      else current += title;
      if (title === '' && isClosed && name !== '' && !SILENT.test(name)) leaveOut(`<${name} />`);
      if (title === '' && isClosed && current.trim() !== '') closeGap();
    }
    if (!isClosed) open.push({ name, column: index, isContainer: container !== undefined, tabs: tabsOf(name, tag) });
  }
  current += text.slice(end);
  if (current.trim() !== '' || pieces.length === 0) pieces.push(current);
  return { pieces, unfinished: '' };
}

/** The names of tabs in the tag around them, as Nextra and Fumadocs write them. */
function tabsOf(name: string, tag: string): string[] {
  if (name !== 'Tabs') return [];
  const list = /\sitems=\{\s*\[([^\]]{0,1000})\]/.exec(tag)?.[1] ?? '';
  return Array.from(list.matchAll(/'([^']*)'|"([^"]*)"/g), ([, single, double]) => single ?? double ?? '');
}

function containerOf(name: string, tag: string, open: readonly OpenComponent[]): string | undefined {
  const title = argument(tag, 'title', 'label', 'name', 'value') ?? '';
  if (TABS.has(name)) return `tab ${title || (open.findLast(({ tabs }) => tabs.length > 0)?.tabs.shift() ?? '')}`;
  if (name === 'Step' || name === 'Accordion' || name === 'Details' || name === 'Expandable')
    return `step ${title}`.trimEnd();
  const kind = CALLOUTS[name];
  return kind === undefined
    ? undefined
    : `${argument(tag, 'type')?.replace(/\W/g, '') || kind} ${argument(tag, 'title') ?? ''}`.trimEnd();
}

/** What a component without content says by itself. */
function titleOf(name: string, tag: string): string {
  const title = TITLED.has(name) ? argument(tag, 'title', 'name', 'path') : undefined;
  if (title === undefined) return /^(?:Image|Img|Kbd|Badge)$/.test(name) ? (argument(tag, 'alt', 'text') ?? '') : '';
  const href = argument(tag, 'href', 'to');
  const label = href === undefined ? title : `[${title}](${href})`;
  const description = argument(tag, 'description');
  return `**${label}**${description === undefined ? '' : ` – ${description}`}`;
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

/** The place after the end of a tag; quotations and braces inside it are skipped. */
function endOf(text: string, start: number): number | undefined {
  let braces = 0;
  let quote = '';
  const limit = Math.min(text.length, start + MAX_TAG);
  for (let index = start; index < limit; index++) {
    const character = text.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '{') braces += 1;
    else if (character === '}') braces -= 1;
    if (quote === '' && braces <= 0 && character === '>') return index + 1;
  }
  return undefined;
}

/** Lower-case elements hold Markdown in MDX, so their tags stand alone. A summary is the name of what is folded. */
export const partElements: Translate = (lines) =>
  mapProse(lines, ({ text }) => {
    const summary = /^\s*(?:<details[^<>]*>)?\s*<summary>(.*)<\/summary>\s*$/.exec(text)?.[1];
    if (summary !== undefined) return ['', `**${summary.trim()}**`, ''];
    // What is in them is Markdown, too.
    const [, name, inner] = /^\s*<(li|p)(?:\s[^<>]*)?>(.*)<\/\1>\s*$/.exec(text) ?? [];
    if (inner !== undefined) return name === 'li' ? [`- ${inner.trim()}`] : ['', inner.trim(), ''];
    if (/^#{1,6}\s.*\[!?toc\]\s*$/.test(text)) return text.replace(/\s*\[!?toc\]\s*$/, '');
    return /^\s*<\/?(?:div|section|span|center|figure|details|ul|ol)(?:\s[^<>]*)?>\s*$/.test(text) ? [''] : undefined;
  });
