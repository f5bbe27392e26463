import type { Evaluation } from '../../search/evaluate.js';
import { printableLine } from './printable.js';

/** The figures in three lines, then every miss with what came instead. */
export function evaluationText({ questions, hitAt1, hitAt3, mrrAt10, misses }: Evaluation): string {
  return [
    `Questions  ${questions}`,
    `Hit@1      ${percent(hitAt1)}`,
    `Hit@3      ${percent(hitAt3)}`,
    `MRR@10     ${mrrAt10.toFixed(3)}`,
    ...(misses.length === 0 ? [] : ['', 'Misses:']),
    ...misses.flatMap(({ question, page, got, rank }) => [
      `  ${printableLine(question)}`,
      `    wanted ${page}${rank === undefined ? '' : ` (came as number ${rank})`}, got ${got.length === 0 ? 'nothing found' : got.join(', ')}`,
    ]),
    '',
  ].join('\n');
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
