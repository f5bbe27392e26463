import { PageError } from '../problem.js';

/*
 * The parser's time and memory grow with the length of a page and with what is in it. These limits keep any page below some two seconds and
 * 300 MiB (`npm run bench -- hostile-pages`). They count and never look at a clock, so a page is accepted or refused alike on every machine.
 * A page of 2 MB with 20,000 lines of lists, tables and links is within all of them.
 */
export const MAX_PAGE_BYTES = 2 * 1024 * 1024;
export const MAX_LINES = 200_000;
/** Paragraphs, headings, list items, rows and cells. */
export const MAX_BLOCKS = 100_000;
/** Lists in lists. What is around a block counts as one level, and a list with its item as two. */
export const MAX_NESTING = 32;
/** Characters that may format text or part cells, such as "*", and those that begin tags of HTML. */
export const MAX_MARKS = 200_000;
/** Web and e-mail addresses in the text: each becomes a link, whether it is marked as one or not. */
export const MAX_ADDRESSES = 60_000;
/** Characters between brackets; those in brackets in brackets count once for each, because the parser reads them as often. */
export const MAX_BRACKETED = 8_000_000;
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

/** Counts what a page has while it is parsed. Lines are given as the parser counts them, from 0. Each method throws a PageError. */
export interface PageCounter {
  /** @param level how many blocks are around this one */
  readonly block: (level: number, line: number) => void;
  /** The text of a paragraph, heading or cell, or of a block of HTML. */
  readonly text: (text: string, line: number) => void;
}

/** @param numberOf the number in the file of a line counted from 0 @throws PageError */
export function countPage(lines: number, numberOf: (line: number) => number): PageCounter {
  if (lines > MAX_LINES)
    throw new PageError(`has ${lines} lines of text, and a page may have ${MAX_LINES}. Split it into pages.`);
  let blocks = 0;
  let marks = 0;
  let addresses = 0;
  let bracketed = 0;
  const refuse = (text: string, line: number): never => {
    throw new PageError(text, numberOf(line));
  };
  const beyond = (limit: number, what: string): string =>
    `the page has more than ${limit} ${what}, and here it goes beyond that limit. Split it into pages.`;
  return {
    block(level, line) {
      if (level > 2 * MAX_NESTING)
        refuse(`nests lists or quotes too deep. The limit is ${MAX_NESTING} lists. Use fewer levels.`, line);
      if (++blocks > MAX_BLOCKS) refuse(beyond(MAX_BLOCKS, 'paragraphs, list items and cells of tables'), line);
    },
    text(text, line) {
      const open: number[] = [];
      for (const { 0: mark, index } of text.matchAll(MARK)) {
        if (mark.length > 1) addresses += 1;
        else marks += 1;
        if (mark === '[') open.push(index);
        else if (mark === ']') bracketed += index - (open.pop() ?? index);
      }
      if (marks > MAX_MARKS) refuse(beyond(MAX_MARKS, 'formatting characters (such as * _ [ ` |)'), line);
      if (addresses > MAX_ADDRESSES) refuse(beyond(MAX_ADDRESSES, 'addresses'), line);
      if (bracketed > MAX_BRACKETED)
        refuse('has too many brackets in brackets. Write "\\" before those that are meant as text.', line);
    },
  };
}

const MARK = /[*_~[\]!`<&\\|]|:\/\/|www\.|[\w.-]@\w/g;
