import { interval } from './bootstrap.js';
import { measure } from './measure.js';

/** Rows of texts, in columns: the first to the left, the others to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join('  '),
    )
    .join('\n');
}

export function percent(part) {
  return (100 * part).toFixed(1);
}

/** Hit@1, Hit@3, and MRR with its interval. */
export function figures(outcomes) {
  const { hit1, hit3, mrr } = measure(outcomes.map(({ rank }) => rank));
  const [low, high] = interval(outcomes.map(({ page, rank }) => ({ page, value: rank === 0 ? 0 : 1 / rank })));
  return [percent(hit1), percent(hit3), mrr.toFixed(3), `${low.toFixed(3)}–${high.toFixed(3)}`];
}
