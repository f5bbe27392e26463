import { setImmediate } from 'node:timers/promises';
import GithubSlugger from 'github-slugger';
import type { Root } from 'mdast';
import { type Replacements, withoutAttributes } from '../checklists/attributes.js';
import { readChecklists } from '../checklists/read.js';
import { codeLines } from '../dialects/lines.js';
import { translate } from '../dialects/translate.js';
import { readFrontMatter, type SplitFile, splitFrontMatter } from '../front-matter/front-matter.js';
import { resolveKeywords } from '../front-matter/keywords.js';
import { readPageFields } from '../front-matter/page-fields.js';
import type { Section } from '../page.js';
import { findAnchors, mayHaveOtherParts } from '../page-anchors.js';
import { PageError, type Problem, problemAt } from '../problem.js';
import type { Rule } from '../rules.js';
import { readableName } from '../slugs.js';
import type { SourceFile } from '../source-file.js';
import { plainText, shorten } from '../text.js';
import { checkFrontMatterLimit } from './limits.js';
import { parseMarkdown } from './markdown.js';
import type { PageFields, ParsedPage } from './page-draft.js';
import { type CutSection, cutSections } from './sections.js';
import { deriveSummary, MAX_SUMMARY } from './summary.js';
import { tidyBlocks } from './tree.js';

// Characters that a card, a button or a line of a checklist can show everywhere.
const MAX_TITLE = 150;
const MAX_BUTTON = 75;

/** Kinds of markup that a page names. */
const MAX_LEFT_OUT = 20;

/**
 * Parses every file. A page that cannot be parsed becomes an error that names it; the others are not affected.
 * Runs in the calling thread: the limits on pages bound its time and memory, and a reload has a thread of its own anyway.
 */
export async function parsePages(
  files: readonly SourceFile[],
  context?: PageContext,
  onParsed?: (done: number, total: number) => void,
): Promise<ParsedPage[]> {
  const pages: ParsedPage[] = [];
  for (const file of files) {
    pages.push(parseOrExplain(file, context));
    onParsed?.(pages.length, files.length);
    // Lets signals and other work in between two pages.
    await setImmediate();
  }
  return pages;
}

function parseOrExplain(source: SourceFile, context: PageContext | undefined): ParsedPage {
  try {
    return parsePage(source, context);
  } catch (error) {
    const text =
      error instanceof PageError
        ? error.message
        : `cannot be parsed (${error instanceof Error ? error.message : String(error)}). Simplify the page or split it.`;
    const line = error instanceof PageError ? error.line : undefined;
    return { problems: [problemAt('unreadable-page', source.file, line, text)] };
  }
}

/** Turns one file into one page, with everything that is wrong with it. @throws PageError if it is beyond the limits of a page */
export function parsePage(source: SourceFile, context: PageContext = NO_CONTEXT): ParsedPage {
  const { file } = source;
  const split = splitFrontMatter(source);
  checkFrontMatterLimit(split.matter);
  const raw = readFrontMatter(split, file);
  const { fields, problems } = readPageFields(raw.fields, file);
  if (fields.isHidden) return { isHidden: true, problems: [] };
  const conflict = conflictLine(split);
  if (conflict !== undefined) {
    const text =
      'a merge with conflicts is not finished here. Keep what is right, and remove the lines with the marks.';
    return { problems: [problemAt('merge-conflict', file, conflict, text)] };
  }

  const leftOut: Problem[] = [];
  const markups = new Set<string>();
  const warn = (line: number, text: string, rule: Rule): void => void leftOut.push(problemAt(rule, file, line, text));
  const menuTitle = context.titleOf(file);
  let hasIncludes = false;
  const fragment: PageContext['fragment'] = (path, from) => {
    hasIncludes = true;
    return context.fragment(path, from);
  };
  const body = parseBody(
    split,
    file,
    { ...context, fragment },
    {
      hasVariables: fields.checklist.variables.length > 0,
      warn,
      leaveOut: (markup) => markups.add(markup),
    },
  );
  const cut = cutSections(body, fields.title?.text, menuTitle !== undefined);
  const title = fields.title ?? cut.title ?? { text: menuTitle ?? readableName(file), line: 1 };
  // A file's name may say that it is a checklist, too.
  const cutWithTitle = cut.sections.map((section, place) =>
    place === 0 && section.heading === '' ? { ...section, heading: title.text } : section,
  );
  const anchors = anchorsOf(cut.sections);
  const found = readChecklists({ file, sections: cutWithTitle, anchors, fields: fields.checklist });
  const sections = finishSections(cut.sections, anchors, found.replaced);
  const keywords = resolveKeywords(fields.keywords, sections, file);
  const otherAnchors = findAnchors(split.body, body, [title.text, cut.title?.text ?? ''], sections);
  const hasOtherParts = hasIncludes || markups.size > 0 || mayHaveOtherParts(split.body);

  return {
    draft: {
      file,
      title: title.text,
      ...(fields.title === undefined && { hasDerivedTitle: true as const }),
      summary: fields.summary?.text ?? deriveSummary(sections),
      aliases: fields.aliases,
      addresses: fields.addresses,
      keywords: keywords.found,
      sections,
      choices: fields.choices,
      checklists: found.checklists,
      sources: fields.sources,
      ...(fields.slug && { slug: fields.slug }),
      ...(fields.order === undefined ? {} : { order: fields.order }),
      ...(fields.parent && { parent: fields.parent }),
      ...(fields.updated && { updated: fields.updated }),
      ...(fields.reviewIn && { reviewIn: fields.reviewIn }),
      ...(fields.owner && { owner: fields.owner }),
      ...(otherAnchors.length > 0 && { anchors: otherAnchors }),
      ...(hasOtherParts && { hasOtherParts: true as const }),
      lines: {
        sections: cut.sections.map(({ line }) => line),
        ...(fields.summary && { summary: fields.summary.line }),
      },
    },
    problems: [
      ...split.problems,
      ...raw.problems,
      ...problems,
      ...leftOut,
      ...keywords.problems,
      ...checkLengths(file, title, fields),
      ...denseParagraphs(file, cut.sections),
      ...found.problems,
    ],
    ...(markups.size > 0 && { leftOut: [...markups].slice(0, MAX_LEFT_OUT) }),
  };
}

/** The line where both sides of a merge begin that git could not decide; undefined if there is none. In code they may be an example. */
function conflictLine({ body, bodyLine }: SplitFile): number | undefined {
  if (!/^<{7} /m.test(body)) return undefined;
  const lines = body.split('\n').map((text, index) => ({ text, line: bodyLine + index }));
  const isCode = codeLines(lines);
  const marks = lines.filter(({ text }, index) => !isCode[index] && /^(?:<{7} |={7}$|>{7} )/.test(text));
  const start = marks.findIndex(
    ({ text }, place) =>
      text.startsWith('<') && marks[place + 1]?.text === '=======' && marks[place + 2]?.text[0] === '>',
  );
  return marks[start]?.line;
}

/** The anchor of each section; the introduction has none. */
function anchorsOf(sections: readonly CutSection[]): string[] {
  const slugger = new GithubSlugger();
  return sections.map(({ heading, anchor: written }, place) => {
    if (place === 0) return '';
    return (written && slugger.slug(written)) || slugger.slug(heading) || slugger.slug('section');
  });
}

function finishSections(
  sections: readonly CutSection[],
  anchors: readonly string[],
  replaced: Replacements,
): Section[] {
  return sections.map(({ heading, depth, blocks }, place): Section => {
    const content = tidyBlocks(withoutAttributes(blocks, replaced));
    const text = plainText(content);
    return place === 0
      ? { anchor: '', depth: 0, content, text }
      : { anchor: anchors[place] ?? '', heading, depth, content, text };
  });
}

/** A card shows the paragraph that answers, about 1,200 characters of it. */
const MAX_PARAGRAPH = 5_000;

function denseParagraphs(file: string, sections: readonly CutSection[]): Problem[] {
  return sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block): Problem[] => {
      const { length } = block.type === 'paragraph' ? plainText([block]) : '';
      if (length <= MAX_PARAGRAPH) return [];
      const text = `is a paragraph of ${length} characters, too dense to find an answer in. Split it into several, with headings where the topic changes.`;
      return [problemAt('dense-paragraph', file, block.position?.start.line, text)];
    });
}

/** Warns about text that cards or buttons would cut off, with a shorter suggestion. */
function checkLengths(
  file: string,
  title: { readonly text: string; readonly line: number },
  fields: PageFields,
): Problem[] {
  const problems: Problem[] = [];
  const warn = (rule: Rule, name: string, line: number, advice: string): void => {
    problems.push(problemAt(rule, file, line, `${name}: ${advice}`));
  };
  const check = (rule: Rule, name: string, text: string, line: number, limit: number): void => {
    if (text.length <= limit) return;
    const advice = `and only ${limit} fit everywhere. Shorten it, for example to "${shorten(text, limit)}".`;
    warn(rule, name, line, `has ${text.length} characters, ${advice}`);
  };
  check('long-title', 'title', title.text, title.line, MAX_TITLE);
  if (fields.summary) check('long-summary', fields.summary.name, fields.summary.text, fields.summary.line, MAX_SUMMARY);
  for (const { text, to } of fields.choices) {
    if (text !== undefined) check('long-button', to.name.replace(/(?:to|url)$/, 'text'), text, to.line, MAX_BUTTON);
  }
  return problems;
}

/** What an author wrote into a page and where, for tools that say what is missing. Lines count from 1. */
export interface PageOutline {
  /** Absent if the summary is taken from the text. */
  readonly summaryLine?: number;
  readonly keywordsLine?: number;
  /** Those that start a section, in their order: not the page's title. */
  readonly headings: readonly { readonly text: string; readonly line: number }[];
}

/** @throws PageError if the page is beyond the limits of a page */
export function readOutline(source: SourceFile): PageOutline {
  const split = splitFrontMatter(source);
  const raw = readFrontMatter(split, source.file).fields;
  const { summary, title } = readPageFields(raw, source.file).fields;
  const { sections } = cutSections(parseBody(split, source.file), title?.text);
  const keywords = raw.get('keywords');
  return {
    ...(summary && { summaryLine: summary.line }),
    ...(keywords && { keywordsLine: keywords.line }),
    headings: sections.slice(1).map(({ heading, line }) => ({ text: heading, line })),
  };
}

/** What a page's text depends on besides itself. */
export interface PageContext {
  /** The text of another Markdown file of the folder, by its path; undefined if there is none. */
  readonly fragment: (path: string, from: string) => string | undefined;
  /** The path of the page that a wiki link names. */
  readonly pageNamed: (name: string) => string | undefined;
  /** What the menu of the folder calls a page, by its file. In a wiki, that is the file's name. */
  readonly titleOf: (file: string) => string | undefined;
  /** The tool that the folder is written for, if it is known. For `plain`, the markup of other tools is not read. */
  readonly dialect: string | undefined;
  /** What `{{ name }}` stands for, if the tool fills it in. */
  readonly values?: ReadonlyMap<string, string>;
}

/** A page by itself. */
export const NO_CONTEXT: PageContext = {
  fragment: () => undefined,
  pageNamed: () => undefined,
  titleOf: () => undefined,
  dialect: undefined,
};

export interface BodyReader {
  /** The page declares variables, so that `{{name}}` is one. */
  readonly hasVariables?: boolean;
  readonly warn: (line: number, text: string, rule: Rule) => void;
  readonly leaveOut: (markup: string) => void;
}

/** The tree of a page's text. @throws PageError if it is beyond the limits of a page */
export function parseBody(
  { body, bodyLine }: SplitFile,
  file: string,
  context: PageContext = NO_CONTEXT,
  { hasVariables = false, warn, leaveOut }: BodyReader = { warn: () => {}, leaveOut: () => {} },
): Root {
  const lines =
    context.dialect === 'plain'
      ? body.split('\n').map((text, index) => ({ text, line: bodyLine + index }))
      : translate(body, bodyLine, {
          file,
          dialect: context.dialect,
          ...(context.values && { values: context.values }),
          hasVariables,
          warn,
          leaveOut,
          fragment: (path) => context.fragment(path, file),
          pageNamed: context.pageNamed,
        });
  return parseMarkdown(lines, warn);
}
