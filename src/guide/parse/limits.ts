import type { gfm } from 'micromark-extension-gfm';
import { PageError } from '../problem.js';

/*
 * The Markdown parser needs time that grows with the square of some things: unpaired emphasis, nesting, quotations.
 * 100 kB of "*a" takes it a minute, and a long list half a gigabyte. These limits keep any page below a few seconds
 * and 300 MB. They count and never look at a clock, so a page is accepted or refused alike on every machine.
 */
export const MAX_PAGE_BYTES = 256 * 1024;
export const MAX_LINES = 10_000;
export const MAX_NESTING = 32;
/** List items and quoted lines together. */
export const MAX_CONTAINERS = 5_000;
export const MAX_QUOTED_LINES = 1_000;
/** Lines of "=" or "-", which make headings of the text above them. */
export const MAX_UNDERLINES = 500;
/** Formatting characters, such as "*". The first limit bounds time, the second memory. */
export const MAX_MARKS_IN_PARAGRAPH = 1_000;
export const MAX_MARKS_IN_PAGE = 25_000;
/** Characters in the front matter of one page. */
export const MAX_FRONT_MATTER = 32 * 1024;
/*
 * Of guidepost.yml. The YAML parser calls itself for each level of nesting, and a line can nest as deep as it is long: a line of
 * 60,000 characters ends the process.
 */
export const MAX_SETTINGS_BYTES = 128 * 1024;
export const MAX_SETTINGS_LINES = 5_000;
export const MAX_SETTINGS_LINE = 10_000;
export const MAX_OPEN_BRACKETS = 200;

// What starts quotations, footnotes and list items at the beginning of a line.
const CONTAINER_MARKS = /^(?:[ \t]*(?:>|\[\^(?:[^\]\\]|\\.)+\]:|(?:[*+-]|\d{1,9}[.)])(?![^ \t])))+/;
const CONTAINER_MARK = />|\[\^(?:[^\]\\]|\\.)+\]:|[*+-]|\d{1,9}[.)]/g;
// A rule such as "- - -" is not a list.
const RULE = /^[ \t>]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,})$/;
const QUOTE_MARKS = /^[ \t>]*>/;
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/;

/** @throws PageError */
export function checkFrontMatterLimit(text: string): void {
  if (text.length <= MAX_FRONT_MATTER) return;
  throw new PageError(
    `has ${text.length} characters of front matter, and ${MAX_FRONT_MATTER} is the limit. Move what is not a field into the text.`,
    1,
  );
}

/** Checks guidepost.yml before the YAML parser sees it. @throws PageError */
export function checkSettingsLimits(text: string): void {
  const lines = text.split(/\r\n?|\n/);
  if (lines.length > MAX_SETTINGS_LINES)
    throw new PageError(
      `has ${lines.length} lines, and the limit is ${MAX_SETTINGS_LINES}. Write several words on a line.`,
    );
  let open = 0;
  for (const [index, line] of lines.entries()) {
    if (line.length > MAX_SETTINGS_LINE)
      throw new PageError(
        `has a line of ${line.length} characters, and the limit is ${MAX_SETTINGS_LINE}. Break it into several.`,
        index + 1,
      );
    for (const [bracket] of line.matchAll(/[[\]{}]/g)) open = Math.max(0, open + ('[{'.includes(bracket) ? 1 : -1));
    if (open > MAX_OPEN_BRACKETS)
      throw new PageError(`has more than ${MAX_OPEN_BRACKETS} brackets that are not closed. Close them.`, index + 1);
  }
}

/** Checks what can be counted line by line, before the parser sees the text. @param lineAt the number in the file of a line counted from 0. @throws PageError */
export function checkLineLimits(text: string, lineAt: (index: number) => number): void {
  const lines = text.split('\n');
  if (lines.length > MAX_LINES) {
    throw new PageError(`has ${lines.length} lines of text, and a page may have ${MAX_LINES}. Split it into pages.`);
  }
  const counted = { containers: 0, quotedLines: 0, underlines: 0 };
  lines.forEach((line, index) => {
    const { marks, quotes, depth } = readContainerMarks(line);
    counted.containers += marks;
    counted.quotedLines += quotes > 0 ? 1 : 0;
    counted.underlines += UNDERLINE.test(line) ? 1 : 0;
    const excess = describeExcess(depth, counted);
    if (excess !== undefined) throw new PageError(excess, lineAt(index));
  });
}

function describeExcess(
  depth: number,
  counted: { readonly containers: number; readonly quotedLines: number; readonly underlines: number },
): string | undefined {
  if (depth > MAX_NESTING)
    return `nests lists or quotes ${depth} deep, and the limit is ${MAX_NESTING}. Use fewer levels.`;
  const tooMany = (limit: number, what: string, remedy: string): string =>
    `the page has more than ${limit} ${what}, and this line is beyond that limit. ${remedy}`;
  if (counted.containers > MAX_CONTAINERS)
    return tooMany(MAX_CONTAINERS, 'list items and quoted lines', 'Split the page.');
  if (counted.quotedLines > MAX_QUOTED_LINES) return tooMany(MAX_QUOTED_LINES, 'quoted lines', 'Split the page.');
  if (counted.underlines > MAX_UNDERLINES) {
    return tooMany(MAX_UNDERLINES, 'lines of "=" or "-"', 'Write headings with "#", or split the page.');
  }
  return undefined;
}

/** `depth` may be more than the parser will find, never less: each level takes a mark or two columns of indentation. */
function readContainerMarks(line: string): { marks: number; quotes: number; depth: number } {
  const prefix = (RULE.test(line) ? QUOTE_MARKS : CONTAINER_MARKS).exec(line)?.[0] ?? '';
  const found = prefix.match(CONTAINER_MARK) ?? [];
  const quotes = found.filter((mark) => mark === '>').length;
  const columns = [...prefix].reduce((sum, each) => sum + (each === '\t' ? 4 : each === ' ' ? 1 : 0), 0);
  // One space follows each list mark but the last; the others continue lists of earlier lines.
  const indentation = columns - Math.max(0, found.length - quotes - 1);
  return { marks: found.length, quotes, depth: found.length + Math.floor(indentation / 2) };
}

type Extension = ReturnType<typeof gfm>;
type Construct = Exclude<NonNullable<Extension['text']>[string], undefined | unknown[]>;

/**
 * A micromark extension that counts formatting characters per paragraph. Only the parser knows where a paragraph ends, and its
 * slow step comes after the last character of one. It must be the last extension, because the last one is tried first.
 * @throws PageError from the parser
 */
export function limitMarks(lineAt: (index: number) => number): Extension {
  const counts = new WeakMap<object, { marks: number; upTo: number }>();
  let inPage = 0;
  const countRun: Construct = {
    tokenize(effects, _, nok) {
      const count = (): void => {
        const { offset } = this.now();
        const { marks: before, upTo } = counts.get(this) ?? { marks: 0, upTo: -1 };
        // The parser reads a run such as "[[[" once from each of its characters.
        if (offset <= upTo) return;
        const marks = before + 1;
        counts.set(this, { marks, upTo: offset });
        inPage += 1;
        if (inPage > MAX_MARKS_IN_PAGE) {
          throw new PageError(
            `has more than ${MAX_MARKS_IN_PAGE} formatting characters (such as * _ [ \`). Split it into pages.`,
          );
        }
        if (marks > MAX_MARKS_IN_PARAGRAPH) {
          throw new PageError(
            `has more than ${MAX_MARKS_IN_PARAGRAPH} formatting characters (such as * _ [ \`) in one paragraph. Put a blank line into it, or write "\\" before those that are meant as text.`,
            lineAt(this.now().line - 1),
          );
        }
      };
      // Counts a run such as "****" character by character, then lets the parser read it again.
      return (mark) => {
        const run = (code: typeof mark): ReturnType<typeof nok> => {
          if (code !== mark) return nok(code);
          count();
          effects.consume(code);
          return run;
        };
        effects.enter('data');
        return run(mark);
      };
    },
  };
  return { text: Object.fromEntries([...'*_~[]!`<&@\\'].map((mark) => [mark.charCodeAt(0), countRun])) };
}
