import type { AskReport } from '../../asks/report.js';
import { counted, hang, printableLine, wrap } from './terminal.js';

/** The report for a terminal. */
export function reportText(report: AskReport, width: number): string {
  const { from, to, totals, unanswered, votedDown, chosenOther, left, mostRead } = report;
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  const line = (mark: string, text: string): string[] => hang(mark, wrap(printableLine(text), width - mark.length));
  const part = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines]);
  const number = (count: number): string => `${String(count).padStart(5)}  `;
  return [
    `${day(from)} to ${day(to)}: ${counted(totals.asked, 'question')}, ${totals.answered} with a page, ${totals.lists} with a list, ${totals.nothing} without an answer; ${totals.helpful} helpful, ${totals.unhelpful} not`,
    ...part(
      'Questions without an answer',
      unanswered.flatMap(({ id, question, times, alike, closest, comments }) => [
        ...line(`${number(times)}${id}  `, question),
        ...alike.flatMap((other) => line('                 also: ', other)),
        ...(closest.length > 0 ? line('                 closest: ', closest.join(', ')) : []),
        ...comments.flatMap((comment) => line('                 said: ', comment)),
      ]),
    ),
    ...part(
      'Pages that did not help',
      votedDown.flatMap(({ page, unhelpful, helpful, comments }) => [
        ...line(number(unhelpful), `${page}${helpful > 0 ? ` (and helped ${counted(helpful, 'time')})` : ''}`),
        ...comments.flatMap(({ text, question }) =>
          line('       said: ', question === undefined ? text : `${text} (asked: ${question})`),
        ),
      ]),
    ),
    ...part(
      'Lists where another page was chosen',
      chosenOther.flatMap(({ id, question, first, chosen, times }) => [
        ...line(`${number(times)}${id}  `, question),
        ...line('                 chosen: ', `${chosen}, not ${first}`),
      ]),
    ),
    ...part(
      'Next steps that people left',
      left.flatMap(({ pages, times }) => line(number(times), pages.join(' > '))),
    ),
    ...part(
      'Most read',
      mostRead.flatMap(({ page, times }) => line(number(times), page)),
    ),
    '',
  ].join('\n');
}
