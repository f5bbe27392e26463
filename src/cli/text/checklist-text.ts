import type { ChecklistAnswer, ChecklistsAnswer, NoChecklistAnswer } from '../../answer/answer.js';
import type { Checklist } from '../../guide/page.js';
import { blockLines } from './block-lines.js';
import { counted } from './counted.js';
import { inlineText } from './inline-text.js';
import { pageList } from './page-list.js';
import { printableLine } from './printable.js';
import type { Screen } from './style.js';
import { hang, wrap } from './wrap.js';

const MARK = '  [ ] ';

/** The items of a checklist, without their details. */
export function checklistLines({ items }: Checklist, { style, width }: Screen): string[] {
  return items.flatMap(({ titleContent }) => hang(MARK, wrap(inlineText(titleContent, style), width - MARK.length)));
}

/** One checklist, whole. */
export function checklistText({ page, checklist }: ChecklistAnswer, { style, width }: Screen): string[] {
  return [
    style.bold(`${printableLine(page.title)}: ${printableLine(checklist.heading)}`),
    counted(checklist.items.length, 'item'),
    ...checklist.items.flatMap(({ titleContent, detail }) => [
      '',
      ...hang(MARK, wrap(inlineText(titleContent, style), width - MARK.length)),
      ...hang(' '.repeat(MARK.length), blockLines(detail, { style, width: width - MARK.length })),
    ]),
  ];
}

export function noChecklistText({ page, alternatives }: NoChecklistAnswer, screen: Screen): string[] {
  return [
    `${printableLine(page.title)} has no checklist.`,
    ...(alternatives.length === 0 ? [] : ['', 'These pages have one:', ...pageList(alternatives, screen)]),
  ];
}

export function checklistsText({ pages }: ChecklistsAnswer, screen: Screen): string[] {
  return pages.length === 0
    ? ['No page of this guide has a checklist.']
    : pages.map(
        ({ title, slug, checklist }) =>
          `- ${screen.style.bold(printableLine(title))} (${counted(checklist?.items.length ?? 0, 'item')}): guidepost ask checklist ${printableLine(slug)}`,
      );
}
