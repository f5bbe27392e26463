import { setImmediate } from 'node:timers/promises';
import GithubSlugger from 'github-slugger';
import { type FoundChecklist, type FoundChecklists, findChecklists, type LocatedItem } from '../checklists.js';
import { resolveKeywords } from '../front-matter/keywords.js';
import { readPageFields } from '../front-matter/page-fields.js';
import { readFrontMatter } from '../front-matter/read.js';
import { splitFrontMatter } from '../front-matter/split.js';
import type { Checklist, ChecklistItem, Section } from '../page.js';
import { PageError, type Problem } from '../problem.js';
import { readableName } from '../slugs.js';
import type { SourceFile } from '../source-file.js';
import { plainText, shorten } from '../text.js';
import { checkFrontMatterLimit } from './limits.js';
import { NO_CONTEXT, type PageContext, parseBody } from './page-body.js';
import type { PageFields, ParsedPage } from './page-draft.js';
import { type CutSection, cutSections } from './sections.js';
import { deriveSummary, MAX_SUMMARY } from './summary.js';
import { tidyBlocks } from './tree.js';

// Characters that a card, a button or a line of a checklist can show everywhere.
const MAX_TITLE = 150;
const MAX_BUTTON = 75;
const MAX_ITEM_TITLE = 75;

/** Kinds of markup that a page names. */
const MAX_LEFT_OUT = 20;

/**
 * Parses every file. A page that cannot be parsed becomes an error that names it; the others are not affected.
 * Runs in the calling thread: the limits on pages bound its time and memory, and a reload has a thread of its own anyway.
 */
export async function parsePages(files: readonly SourceFile[], context?: PageContext): Promise<ParsedPage[]> {
  const pages: ParsedPage[] = [];
  for (const file of files) {
    pages.push(parseOrExplain(file, context));
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
    return { problems: [{ severity: 'error', file: source.file, text, ...(line === undefined ? {} : { line }) }] };
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

  const leftOut: Problem[] = [];
  const markups = new Set<string>();
  const warn = (line: number, text: string): void => void leftOut.push({ severity: 'warning', file, line, text });
  const menuTitle = context.titleOf(file);
  const body = parseBody(split, file, context, { warn, leaveOut: (markup) => markups.add(markup) });
  const cut = cutSections(body, fields.title?.text, menuTitle !== undefined);
  const title = fields.title ?? cut.title ?? { text: menuTitle ?? readableName(file), line: 1 };
  const sections = finishSections(cut.sections);
  const found = findChecklists(cut.sections);
  const [checklist] = found.checklists;
  const keywords = resolveKeywords(fields.keywords, sections, file);

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
      checklists: toChecklists(found, sections, title.text),
      sources: fields.sources,
      ...(fields.slug && { slug: fields.slug }),
      ...(fields.order === undefined ? {} : { order: fields.order }),
      ...(fields.updated === undefined ? {} : { updated: fields.updated }),
    },
    problems: [
      ...split.problems,
      ...raw.problems,
      ...problems,
      ...leftOut,
      ...keywords.problems,
      ...checkLengths(file, title, fields, checklist),
      ...denseParagraphs(file, cut.sections),
      ...checklistProblems(file, found),
    ],
    ...(markups.size > 0 && { leftOut: [...markups].slice(0, MAX_LEFT_OUT) }),
  };
}

function checklistProblems(file: string, { checklists, empty, leftOut }: FoundChecklists): Problem[] {
  const [checklist, ...others] = checklists;
  const warn = (line: number, text: string): Problem => ({ severity: 'warning', file, line, text });
  return [
    ...others.map(({ heading, line }) =>
      warn(
        line,
        `"${heading}" is a second checklist. A page can have one, and this page has "${checklist?.heading}" on line ${checklist?.line}. Move this one to its own page.`,
      ),
    ),
    ...leftOut.map(({ count, reason, under, line }) => {
      const [items, them, are] = count === 1 ? ['a list item', 'it', 'is'] : [`${count} list items`, 'them', 'are'];
      const remedy = {
        unreadable: `Give ${them} a text and move ${them} out of quotations.`,
        apart: `Move ${them} above every other heading that says "checklist", or out of the checklist.`,
      }[reason];
      return warn(
        line,
        `"${under}" has ${items} that ${are} not part of the checklist "${checklist?.heading}". ${remedy}`,
      );
    }),
    ...empty.map(({ heading, line }) =>
      warn(line, `"${heading}" has no items. Write them as a list under this heading.`),
    ),
  ];
}

/** The id of a checklist is the anchor of its section. */
function toChecklists({ checklists }: FoundChecklists, sections: readonly Section[], pageTitle: string): Checklist[] {
  return checklists.map(({ heading, items }) => ({
    id: sections.find((section) => section.heading === heading)?.anchor || 'checklist',
    title: /^checklist$/i.test(heading.trim()) ? `${pageTitle}: checklist` : heading,
    phases: [],
    items: withIds(items),
    struck: [],
    variables: [],
    roles: [],
    managedByAnyone: false,
  }));
}

function withIds(items: readonly LocatedItem[]): ChecklistItem[] {
  const slugger = new GithubSlugger();
  return items.map(({ item }) => ({ ...item, id: slugger.slug(item.title) || slugger.slug('item'), rules: {} }));
}

function finishSections([introduction, ...others]: readonly CutSection[]): Section[] {
  const slugger = new GithubSlugger();
  const content = tidyBlocks(introduction?.blocks ?? []);
  return [
    { anchor: '', depth: 0, content, text: plainText(content) },
    ...others.map(({ heading, depth, blocks, anchor: written }): Section => {
      const sectionContent = tidyBlocks(blocks);
      const anchor = (written && slugger.slug(written)) || slugger.slug(heading) || slugger.slug('section');
      return { anchor, heading, depth, content: sectionContent, text: plainText(sectionContent) };
    }),
  ];
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
      return [{ severity: 'warning', file, text, ...(block.position && { line: block.position.start.line }) }];
    });
}

/** Warns about text that cards or buttons would cut off, with a shorter suggestion, and about long checklist items. */
function checkLengths(
  file: string,
  title: { readonly text: string; readonly line: number },
  fields: PageFields,
  checklist: FoundChecklist | undefined,
): Problem[] {
  const problems: Problem[] = [];
  const warn = (name: string, line: number, advice: string): void => {
    problems.push({ severity: 'warning', file, line, text: `${name}: ${advice}` });
  };
  const check = (name: string, text: string, line: number, limit: number): void => {
    if (text.length <= limit) return;
    const advice = `and only ${limit} fit everywhere. Shorten it, for example to "${shorten(text, limit)}".`;
    warn(name, line, `has ${text.length} characters, ${advice}`);
  };
  check('title', title.text, title.line, MAX_TITLE);
  if (fields.summary) check(fields.summary.name, fields.summary.text, fields.summary.line, MAX_SUMMARY);
  for (const { text, to } of fields.choices) {
    if (text !== undefined) check(to.name.replace(/(?:to|url)$/, 'text'), text, to.line, MAX_BUTTON);
  }
  checklist?.items.forEach(({ item, line }, index) => {
    if (item.title.length <= MAX_ITEM_TITLE) return;
    const advice = `${MAX_ITEM_TITLE} can be read at a glance. Move the rest to a paragraph below it.`;
    warn(
      `"${checklist.heading}", item ${index + 1}`,
      line ?? checklist.line,
      `has ${item.title.length} characters, and ${advice}`,
    );
  });
  return problems;
}
