import type { NothingFoundAnswer, PageGoneAnswer } from '../../answer/answer.js';
import { correctionLines } from './correction-lines.js';
import { pageList } from './page-list.js';
import { printableLine } from './printable.js';
import type { Screen } from './style.js';
import { wrap } from './wrap.js';

const MOST_UNKNOWN = 5;

/** No page answers: which words were not understood, what comes closest, and how to browse. */
export function nothingFoundText(answer: NothingFoundAnswer, screen: Screen): string[] {
  const unknown = answer.unknownWords.slice(0, MOST_UNKNOWN).map((word) => `“${printableLine(word)}”`);
  return [
    'The guide has no page that answers that.',
    ...(unknown.length === 0 ? [] : wrap(`Not in the guide: ${unknown.join(', ')}`, screen.width)),
    '',
    ...correctionLines(answer.corrections, screen),
    answer.related ? 'Did you mean one of these?' : 'The guide begins here:',
    ...pageList(answer.closest, screen),
    '',
    'Try other words, or the name of the tool. To browse: guidepost ask topics',
  ];
}

export function pageGoneText({ slug, closest }: PageGoneAnswer, screen: Screen): string[] {
  return [
    `The guide has no page ${printableLine(slug)} any more.`,
    ...(closest.length === 0 ? [] : ['', 'These come closest:', ...pageList(closest, screen)]),
  ];
}
