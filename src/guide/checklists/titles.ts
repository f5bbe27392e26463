import type { ChecklistDraft, PageDraft } from '../parse/page-draft.js';

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
  if (wordsOf(heading).length > 0) return tells(heading, page) ? heading : withPage(heading, page);
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
  const known = [...names.flatMap(wordsOf), ...(initials.length > 1 ? [initials] : [])];
  return wordsOf(heading).some((word) => known.some((other) => isSameWord(word, other)));
}

function wordsOf(text: string): string[] {
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
