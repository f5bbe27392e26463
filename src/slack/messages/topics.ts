import type { TopicsAnswer } from '../../answer/answer.js';
import { context, header, type Message, section } from '../blocks.js';
import { count } from './count.js';
import { pageRow } from './page-row.js';
import { turnButtons } from './turn-buttons.js';

/** Rows of one message: more do not fit its budget, and nobody reads them at once. */
const ROWS = 10;

/** All pages of the guide; `part` counts from 0. */
export function topicsMessage({ pages }: TopicsAnswer, part = 0): Message {
  const parts = Math.max(1, Math.ceil(pages.length / ROWS));
  const shown = Math.min(part, parts - 1);
  const total = count(pages.length, 'page');
  return {
    text: `Topics: ${total}`,
    blocks: [
      header('Topics'),
      context(parts > 1 ? `${total} · part ${shown + 1} of ${parts}` : total),
      ...(pages.length === 0 ? [section('There is nothing here yet.')] : []),
      ...pages.slice(shown * ROWS, (shown + 1) * ROWS).map((page) => pageRow(page)),
      ...turnButtons('topics', shown, parts),
    ],
  };
}
