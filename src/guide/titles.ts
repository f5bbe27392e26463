import { isFolderPage, withoutExtension } from './file-kinds.js';
import type { ChecklistDraft, PageDraft } from './parse/page-draft.js';
import { type Problem, problemAt } from './problem.js';

// Headings that say what is below them, and not what the page is about.
const SAYS_LITTLE =
  /^(?:symptoms?|summary|steps?|steps to \w+|overview|introduction|intro|description|details|background|notes?|purpose|context|general|procedure)$/i;

/** Whether a title would do for any page: "Overview". */
export function saysLittle(title: string): boolean {
  return SAYS_LITTLE.test(title) || /^(?:home|index|readme|welcome|about|contents|table of contents)$/i.test(title);
}

/** How many files a warning names. */
const MAX_NAMED = 3;

/**
 * The title of each page. Titles that several pages have, and headings that say nothing by themselves, are told apart by the names of the files:
 * "Symptoms – queue error rate high".
 */
export function distinctTitles(drafts: readonly PageDraft[]): {
  titles: ReadonlyMap<PageDraft, string>;
  problems: Problem[];
} {
  const groups = new Map<string, PageDraft[]>();
  for (const draft of drafts) {
    const key = draft.title.trim().toLowerCase();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [draft]);
    else group.push(draft);
  }
  const titles = new Map(drafts.map((draft) => [draft, draft.title]));
  const problems: Problem[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const saysLittle = first.hasDerivedTitle === true && SAYS_LITTLE.test(first.title) && !isStart(first.file);
    if (group.length === 1 && !saysLittle) continue;
    for (const [draft, label] of labelsOf(group)) {
      if (label.toLowerCase() !== draft.title.toLowerCase()) titles.set(draft, `${draft.title} – ${label}`);
    }
    if (group.length > 1 || titles.get(first) !== first.title)
      problems.push(warningFor(first, group, titles.get(first) ?? first.title));
  }
  return { titles, problems };
}

/** The first page of a guide may be its "Introduction". */
function isStart(file: string): boolean {
  return /^(?:(?:docs?|src|content|documentation|guide|book|wiki|pages)\/)*(?:_?index|readme)$/i.test(
    withoutExtension(file),
  );
}

/** The part of the pages that must have the name of a space for it to be one. */
const MOST = 0.8;

/** Confluence exports each title with the name of its space: "Ops : Restart the queue". It says nothing if (nearly) all pages have it. */
export function withoutSpaceName(drafts: readonly PageDraft[]): readonly PageDraft[] {
  const counts = new Map<string, number>();
  for (const { title } of drafts) {
    const space = SPACE.exec(title)?.[1];
    if (space !== undefined) counts.set(space, (counts.get(space) ?? 0) + 1);
  }
  const [found] = [...counts].find(([, count]) => count > 1 && count >= MOST * drafts.length) ?? [];
  if (found === undefined) return drafts;
  return drafts.map((draft) => {
    const [, space, title] = SPACE.exec(draft.title) ?? [];
    return space === found && title !== undefined ? { ...draft, title } : draft;
  });
}

const SPACE = /^(.{1,60}?) : (\S.*)$/;

function warningFor({ file, title }: PageDraft, group: readonly PageDraft[], shown: string): Problem {
  if (group.length === 1) {
    const advice = `title: "${title}" does not say what the page is about, so it is shown as "${shown}". Write a "title:".`;
    return problemAt('vague-title', file, undefined, advice);
  }
  const others = group.slice(1, 1 + MAX_NAMED).map((draft) => draft.file);
  const more = group.length - 1 > MAX_NAMED ? ` and ${group.length - 1 - MAX_NAMED} more` : '';
  const text = `title: "${title}" is also the title of ${others.join(', ')}${more}, so they are shown with the names of their files. Give each page a title of its own.`;
  return problemAt('equal-title', file, undefined, text);
}

/** For each page the shortest end of its path that no other page of the group has. */
function labelsOf(group: readonly PageDraft[]): Map<PageDraft, string> {
  const paths = group.map(({ file }) => wordsOf(file));
  const longest = Math.max(...paths.map(({ length }) => length));
  for (let length = 1; length <= longest; length++) {
    const labels = paths.map((path) => path.slice(-length).join(' / '));
    if (new Set(labels.map((label) => label.toLowerCase())).size === group.length || length === longest) {
      return new Map(group.map((draft, index) => [draft, labels[index] ?? '']));
    }
  }
  return new Map();
}

/** `how-to/blue_green.md` → `how to`, `blue green`. An index is its folder. */
function wordsOf(file: string): string[] {
  const segments = withoutExtension(file).split('/');
  if (isFolderPage(segments.at(-1) ?? '') && segments.length > 1) segments.pop();
  return segments.map((segment) => segment.replace(/[-_\s]+/g, ' ').trim() || segment);
}

/** Words that fit any checklist. */
const GENERIC = new Set(
  'a after all an and at before book check checklist for from in is item list my of on or our run runbook step the thi to up with your'.split(
    ' ',
  ),
);

/**
 * The name of each checklist: its heading where that tells what it is for, otherwise with the title of its page: "Preflight checklist – Linux
 * runners", "Linux runners: checklist". The whole page has the page's title.
 */
export function checklistTitles(drafts: readonly PageDraft[]): ReadonlyMap<ChecklistDraft, string> {
  const named = drafts.flatMap((page) => page.checklists.map((list) => ({ list, page, title: titleOf(list, page) })));
  const counts = new Map<string, number>();
  for (const { title } of named) counts.set(title.toLowerCase(), (counts.get(title.toLowerCase()) ?? 0) + 1);
  return new Map(
    named.map(({ list, page, title }) => {
      if ((counts.get(title.toLowerCase()) ?? 0) < 2 || list.heading === undefined) return [list, title];
      const longer = withPage(title, page);
      // "Before checklist" and "After checklist" of one page: only their headings tell them apart.
      return [list, longer === title ? `${list.heading} – ${page.title}` : longer];
    }),
  );
}

function titleOf({ heading, under }: ChecklistDraft, page: PageDraft): string {
  if (heading === undefined) return page.title;
  if (tellingWords(heading).length > 0) return tells(heading, page) ? heading : withPage(heading, page);
  const kind = /run[ -]?book|check[ -]?list/i.exec(heading)?.[0].toLowerCase();
  if (kind === undefined) return withPage(heading, page);
  if (under === undefined) return `${page.title}: ${kind}`;
  const title = `${under}: ${kind}`;
  return tells(under, page) ? title : withPage(title, page);
}

function withPage(title: string, page: PageDraft): string {
  return title.toLowerCase().includes(page.title.toLowerCase()) ? title : `${title} – ${page.title}`;
}

/** Whether a heading has a word of the names of its page. */
function tells(heading: string, { title, aliases, slug }: PageDraft): boolean {
  const names = [title, slug?.text ?? '', ...aliases.map(({ text }) => text)];
  const initials = wordsIn(title)
    .map((word) => word.charAt(0))
    .join('');
  const known = [...names.flatMap(tellingWords), ...(initials.length > 1 ? [initials] : [])];
  return tellingWords(heading).some((word) => known.some((other) => isSameWord(word, other)));
}

function tellingWords(text: string): string[] {
  return wordsIn(text).filter((word) => !GENERIC.has(word));
}

function wordsIn(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(/(?<=[^s])s$/, ''));
}

/** "Release" and "releasing", "migration" and "migrate". */
function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = Math.min(one.length, other.length);
  if (shorter < 4) return false;
  let same = 0;
  while (same < shorter && one[same] === other[same]) same += 1;
  return same >= Math.max(4, shorter - 1);
}
