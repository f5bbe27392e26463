import { posix } from 'node:path';
import { isFolderPage, withoutExtension } from '../file-kinds.js';
import type { Page } from '../page.js';
import { type Problem, problemAt } from '../problem.js';
import type { ReviewedPage } from './review.js';

/** Characters. Less says nothing that the title does not say. */
const MIN_LENGTH = 20;
/** So many words at least, in a summary of fewer characters than this. */
const MIN_WORDS = 3;
const FEW_WORDS = 40;

const PLACEHOLDER =
  /^\W*(?:todo|tbd|tba|fixme|placeholder|untitled|(?:description|summary)(?: goes)?(?: here)?)\W*$|^TODO\b|^lorem ipsum\b/i;
const CONTENTS =
  /^\W*(?:toc|index|(?:table of )?contents?|on this page|in this (?:page|article|document|guide))\W*$|^table of contents\b/i;
/** Names with marks between them, and no sentence: "Home | Guides | About". */
const MENU = /^[^.!?|•·»]{1,60}(?:\s[|•·»]\s[^.!?|•·»]{1,60}){2,}$/;
/** Words of Chinese, Japanese and Thai have no spaces between them, and say more with fewer characters. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** What people read first of a page must say something. */
export function summaryProblems({ page, draft }: ReviewedPage): Problem[] {
  const { summary, title, file, sections } = page;
  const line = draft.lines?.summary;
  if (isEmpty(page)) {
    // In Hugo and Zola it only says what its folder is called; VitePress makes a start page of its fields.
    if (isFolderPage(withoutExtension(posix.basename(file))) && draft.hasDerivedTitle === undefined) return [];
    const text = 'has no text, so it answers nothing. Write it, or remove the file.';
    return [problemAt('empty-page', file, undefined, text)];
  }
  if (summary === '') {
    const text = 'has no summary, and nothing in its text can stand for one. Write a "summary:".';
    return [problemAt('no-summary', file, undefined, text)];
  }
  const headings = sections.flatMap(({ heading }) => heading ?? []).join(', ');
  if (line === undefined && headings.startsWith(summary.replace(/…$/, ''))) {
    const text = 'has no sentence that can stand for a summary, so its headings are shown. Write a "summary:".';
    return [problemAt('no-summary', file, undefined, text)];
  }
  const fault = faultOf(summary, title);
  if (fault === undefined) return [];
  const text =
    line === undefined
      ? `the summary, which is taken from the text, ${fault}. Write a "summary:".`
      : `the summary ${fault}. Say what the page answers, in a sentence or two.`;
  return [problemAt('weak-summary', file, line, text)];
}

/** Neither text nor headings. */
export function isEmpty({ sections }: Page): boolean {
  return sections.every(({ heading, text }) => heading === undefined && text === '');
}

/** What is told of many pages in the same words can be counted, so they quote no summary. */
function faultOf(summary: string, title: string): string | undefined {
  if (/[:：]\s*$/.test(summary)) return 'ends in a colon, and what follows it is not shown';
  if (CONTENTS.test(summary)) return 'is a list of contents';
  if (PLACEHOLDER.test(summary)) return 'is a placeholder';
  if (MENU.test(summary)) return 'only lists links';
  if (lettersOf(summary) === lettersOf(title)) return 'only repeats the title';
  const isShort =
    summary.length < MIN_LENGTH || (summary.length < FEW_WORDS && summary.split(/\s+/).length < MIN_WORDS);
  if (isShort && !WITHOUT_SPACES.test(summary)) return `says too little: "${summary}"`;
  return undefined;
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}
