import type { ResultsAnswer } from '../../answer/answer.js';
import { correctionLines } from './correction-lines.js';
import { printableLine } from './printable.js';
import type { Screen } from './style.js';
import { hang, wrap } from './wrap.js';

/** Several pages could be meant: each with the section that matched. */
export function resultsText({ results, corrections }: ResultsAnswer, screen: Screen): string[] {
  const { style, width } = screen;
  return [
    ...correctionLines(corrections, screen),
    'Several pages could be meant:',
    ...results.flatMap(({ page, section }, index) => {
      const mark = `  ${index + 1}. `;
      const under = section.heading === undefined ? '' : ` › ${printableLine(section.heading)}`;
      return [
        `${mark}${style.bold(printableLine(page.title))}${under}`,
        ...(page.summary === '' ? [] : hang('     ', wrap(printableLine(page.summary), width - 5))),
      ];
    }),
  ];
}
