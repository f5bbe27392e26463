import { posix } from 'node:path';
import { assembleGuide } from './assemble.js';
import type { Day, Period } from './dates.js';
import { type FolderContext, readFolderContext } from './dialects/context.js';
import { fillFacts, readFacts } from './facts.js';
import { isFolderPage, withoutExtension } from './file-kinds.js';
import type { Guide } from './page.js';
import type { PageDraft, ParsedPage } from './parse/page-draft.js';
import { parsePages } from './parse/parse-page.js';
import { walkTree } from './parse/tree.js';
import { GuideError, isError, type Problem, problemAt, sortProblems } from './problem.js';
import { scanQuestions } from './questions.js';
import { type FolderContent, readFolder, revisionOf } from './read-folder.js';
import type { ReviewedFacts, StaleQuestion } from './review/dates.js';
import type { ReviewedPage } from './review/review.js';
import { leavesOut } from './rules.js';
import { NO_SETTINGS, type RuleSeverities } from './settings.js';

/** Loads a guide of the pages that can be read, with everything that is wrong. @throws GuideError if no page can be read */
export async function loadGuide(source: GuideSource): Promise<ReadGuide & { guide: Guide }> {
  const { guide, ...rest } = await readGuide(source);
  if (guide === undefined) throw new GuideError(source.folder, rest.problems);
  return { guide, ...rest };
}

export interface GuideSource {
  /** The folder of Markdown files. */
  readonly folder: string;
  /** Where pages are published, such as `https://example.com/{slug}.html`: links with that address lead to pages of the guide. */
  readonly guideUrl?: string | undefined;
  /** If it is there, what only matters to authors is told, too, such as pages that nothing leads to. */
  readonly review?: { readonly today: Day; readonly stale?: StaleQuestion };
  /** What is in the folder, if it has been read already. */
  readonly content?: FolderContent;
  /** Called after each page that is parsed. */
  readonly onParsed?: (done: number, total: number) => void;
}

export interface ReadGuide {
  /** None if no page can be read. */
  readonly guide?: Guide;
  /** By file and line. An error is what leaves a file out. Rules that the team has turned off are not here. */
  readonly problems: Problem[];
  /** What an author should know though nothing is wrong with it. */
  readonly notes: string[];
  /** How serious the team finds the rules, for `check`. */
  readonly rules: RuleSeverities;
}

/**
 * Reads a guide and lists everything that is wrong with it, by file and line. A page with an error is left out: one author's mistake must
 * not take the other pages away. No guide if no page can be read.
 */
export async function readGuide({
  folder,
  guideUrl,
  review,
  content: alreadyRead,
  onParsed,
}: GuideSource): Promise<ReadGuide> {
  const content = alreadyRead ?? (await readFolder(folder));
  const { settings, problems: settingsProblems = [] } = content.readSettings ?? {};
  const filled = withFacts(content);
  const context = await readFolderContext(filled.folder, settings?.dialect);
  const parsed = await parsePages(filled.folder.files, context.page, onParsed);
  const hidden = new Set(content.files.flatMap(({ file }, index) => (parsed[index]?.isHidden ? file : [])));
  const factFaults = filled.problems.filter(({ file }) => !hidden.has(file));
  const withoutFact = new Set(factFaults.map(({ file }) => file));
  const readable = parsed.flatMap(({ draft, problems }) =>
    draft === undefined || problems.some(isError) || withoutFact.has(draft.file) ? [] : draft,
  );
  const drafts = withoutParts(readable, context);
  // Hidden pages are none: a link to one is a broken link.
  const known = new Set([...hidden, ...readable.map(({ file }) => file)]);
  const {
    guide,
    problems,
    reviewed: pages,
  } = assembleGuide({
    drafts,
    unreadable: [...content.unreadable, ...content.files.map(({ file }) => file).filter((file) => !known.has(file))],
    menus: context.menus,
    files: content.names,
    revision: revisionOf(content),
    questions: content.questions === undefined ? [] : scanQuestions(content.questions.text),
    guideUrl,
    ...(settings && { settings }),
  });
  const { rules } = settings ?? NO_SETTINGS;
  const told = review && (await reviewed({ pages, facts: filled, reviewIn: settings?.reviewIn }, context, review));
  const found = sortProblems([
    ...content.problems,
    ...parsed.flatMap((page) => page.problems),
    ...settingsProblems,
    ...factFaults,
    ...problems,
    ...(told?.problems ?? []),
  ]);
  const notes = [...(context.note ? [context.note] : []), ...notesOn(content, parsed), ...(told?.notes ?? [])];
  const all = found.filter(({ rule }) => rules.get(rule) !== 'off');
  if (drafts.length === 0) return { problems: withoutPages(all, folder), notes, rules };
  const leftOut = [...new Set(all.filter(({ rule }) => leavesOut(rule)).map(({ file }) => file))];
  return { guide: { ...guide, leftOut }, problems: all, notes, rules };
}

/** A file that pages include, that no menu names and no page links to, is a part of them, and no page of its own. */
function withoutParts(drafts: readonly PageDraft[], { included, menus }: FolderContext): readonly PageDraft[] {
  if (included.size === 0) return drafts;
  const named = new Set(menus.nav.map(({ file }) => file));
  const linked = linkedNames(drafts);
  const isPart = (file: string): boolean => {
    // Pages that include each other would all be parts.
    const isShown = [...(included.get(file) ?? [])].some((page) => !included.has(page));
    const name = withoutExtension(posix.basename(file));
    return isShown && !named.has(file) && !linked.has(name.toLowerCase()) && !isFolderPage(name);
  };
  return drafts.filter(({ file }) => !isPart(file));
}

/** The last parts of all addresses that pages link to. */
function linkedNames(drafts: readonly PageDraft[]): Set<string> {
  const links = drafts.flatMap(({ sections }) =>
    sections.flatMap(({ content }) =>
      content.flatMap((node) => [...walkTree(node)].flatMap((each) => (each.type === 'link' ? each.url : []))),
    ),
  );
  return new Set(links.map((url) => withoutExtension(posix.basename(url.replace(/[?#].*$/, ''))).toLowerCase()));
}

/** What a review looks at. */
interface Reviewed {
  readonly pages: readonly ReviewedPage[];
  readonly facts: ReviewedFacts;
  readonly reviewIn: Period | undefined;
}

// Loaded only on demand: a start needs no review.
async function reviewed(
  guide: Reviewed,
  { menus }: FolderContext,
  { today, stale }: NonNullable<GuideSource['review']>,
): Promise<{ problems: Problem[]; notes: string[] }> {
  const { reviewGuide } = await import('./review/review.js');
  const problems = reviewGuide(guide, new Set(menus?.nav.map(({ file }) => file)), today);
  if (stale === undefined) return { problems, notes: [] };
  const { staleProblems } = await import('./review/dates.js');
  const old = await staleProblems(guide, today, stale);
  return { problems: [...problems, ...old.problems], notes: old.notes };
}

/** How many files one note names. */
const MAX_NAMED = 10;

/** What an author should know though nothing is wrong with it. */
function notesOn({ otherFormats, codeMenus }: FolderContent, parsed: readonly ParsedPage[]): string[] {
  const counts = new Map<string, number>();
  for (const { leftOut = [] } of parsed) for (const each of leftOut) counts.set(each, (counts.get(each) ?? 0) + 1);
  const markup = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([each, pages]) => `${each} (${pages === 1 ? '1 page' : `${pages} pages`})`);
  return [
    ...(otherFormats.length > 0 ? [`not read: ${firstOf(otherFormats)} (only Markdown is)`] : []),
    ...(codeMenus.length > 0 ? [`menu not read: ${firstOf(codeMenus)} (code is never run)`] : []),
    ...(markup.length > 0 ? [`markup left out: ${firstOf(markup)}`] : []),
  ];
}

function firstOf(list: readonly string[]): string {
  return list.slice(0, MAX_NAMED).join(', ') + (list.length > MAX_NAMED ? ` and ${list.length - MAX_NAMED} more` : '');
}

function withoutPages(problems: readonly Problem[], folder: string): Problem[] {
  if (problems.some(isError)) return [...problems];
  const text = 'has no page to show: each is a draft. Publish one, or set GUIDE_DIR to another folder.';
  return [problemAt('unreadable-folder', folder, undefined, text), ...problems];
}

/** A folder whose texts have the values of facts in the place of their names. */
interface FilledFolder extends ReviewedFacts {
  readonly folder: FolderContent;
  /** Of facts.yml, and of files that name a fact that there is not. */
  readonly problems: readonly Problem[];
}

function withFacts(content: FolderContent): FilledFolder {
  const read = content.facts && readFacts(content.facts);
  const { files, uses, problems } = fillFacts([...content.files, ...content.fragments], read);
  const pages = content.files.length;
  return {
    folder: { ...content, files: files.slice(0, pages), fragments: files.slice(pages) },
    facts: read?.facts ?? [],
    uses,
    problems: [...(read?.problems ?? []), ...problems],
  };
}
