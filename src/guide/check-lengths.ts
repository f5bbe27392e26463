import type { FoundChecklist } from './find-checklist.js';
import type { PageFields } from './page-fields.js';
import type { Problem } from './problem.js';
import { shorten } from './shorten.js';

const MAX_TITLE = 150;
const MAX_SUMMARY = 300;
const MAX_BUTTON = 75;
const MAX_ITEM_TITLE = 75;

/** Warns of what a card or a button would cut, with a shorter text that the author could take, and of items that are long to read. */
export function checkLengths(
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
    const advice = `more than the ${limit} that fit everywhere; shorten it, for example to "${shorten(text, limit)}"`;
    warn(name, line, `has ${text.length} characters, ${advice}`);
  };
  check('title', title.text, title.line, MAX_TITLE);
  if (fields.summary) check(fields.summary.name, fields.summary.text, fields.summary.line, MAX_SUMMARY);
  for (const { text, to } of fields.choices) {
    if (text !== undefined) check(to.name.replace(/(?:to|url)$/, 'text'), text, to.line, MAX_BUTTON);
  }
  checklist?.items.forEach(({ item, line }, index) => {
    if (item.title.length <= MAX_ITEM_TITLE) return;
    const advice = `a title of up to ${MAX_ITEM_TITLE} is taken in at a glance; put what goes beyond it into a paragraph below`;
    warn(
      `"${checklist.heading}", item ${index + 1}`,
      line ?? checklist.line,
      `has ${item.title.length} characters, and ${advice}`,
    );
  });
  return problems;
}
