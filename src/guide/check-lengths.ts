import type { FoundChecklist } from './find-checklist.js';
import type { PageFields } from './page-fields.js';
import type { Problem } from './problem.js';
import { shorten } from './shorten.js';

const MAX_TITLE = 150;
const MAX_SUMMARY = 300;
const MAX_BUTTON = 75;

/** Warns of what a card or a button would cut, with a shorter text that the author could take. */
export const checkLengths = (
  file: string,
  title: { readonly text: string; readonly line: number },
  fields: PageFields,
  checklist: FoundChecklist | undefined,
): Problem[] => {
  const problems: Problem[] = [];
  const check = (name: string, text: string, line: number | undefined, limit: number): void => {
    if (text.length <= limit) return;
    const advice = `has ${text.length} characters, more than the ${limit} that fit everywhere; shorten it, for example to "${shorten(text, limit)}"`;
    problems.push({ severity: 'warning', file, text: `${name}: ${advice}`, ...(line === undefined ? {} : { line }) });
  };
  check('title', title.text, title.line, MAX_TITLE);
  if (fields.summary) check(fields.summary.name, fields.summary.text, fields.summary.line, MAX_SUMMARY);
  for (const { text, to } of fields.choices) {
    if (text !== undefined) check(to.name.replace(/(?:to|url)$/, 'text'), text, to.line, MAX_BUTTON);
  }
  checklist?.items.forEach(({ item, line }, index) => {
    check(`"${checklist.heading}", item ${index + 1}`, item.title, line ?? checklist.line, MAX_BUTTON);
  });
  return problems;
};
