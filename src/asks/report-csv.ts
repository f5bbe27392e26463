import { type Cell, toCsv } from '../checklist/csv.js';
import type { AskReport } from './report.js';

const COLUMNS = ['part', 'id', 'times', 'question', 'page', 'other pages', 'comment'] as const;

/** A report as comma-separated values, a line for each entry and for each comment, after the line of the columns' names. */
export function reportCsv({ unanswered, votedDown, chosenOther, left, mostRead }: AskReport): string {
  const rows: Cell[][] = [
    ...unanswered.flatMap(({ id, times, question, alike, closest, comments }) => [
      ['unanswered', id, times, question, null, closest.join(' '), null],
      ...alike.map((other) => ['asked alike', id, null, other, null, null, null]),
      ...comments.map((comment) => ['comment', id, null, question, null, null, comment]),
    ]),
    ...votedDown.flatMap(({ page, unhelpful, helpful, comments }) => [
      ['not helpful', null, unhelpful, null, page, null, null],
      ...(helpful > 0 ? [['helpful', null, helpful, null, page, null, null]] : []),
      ...comments.map(({ text, question }) => ['comment', null, null, question ?? null, page, null, text]),
    ]),
    ...chosenOther.map(({ id, times, question, first, chosen }) => [
      'chosen',
      id,
      times,
      question,
      chosen,
      first,
      null,
    ]),
    ...left.map(({ pages, times }) => ['left', null, times, null, pages.at(-1) ?? null, pages.join(' '), null]),
    ...mostRead.map(({ page, times }) => ['read', null, times, null, page, null, null]),
  ];
  return toCsv([COLUMNS, ...rows]);
}
