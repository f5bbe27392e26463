import type { ResultsAnswer } from '../../answer/answer.js';
import { actions, button, context, header, type Message } from '../blocks.js';
import { correctionNote } from './correction-note.js';
import { pageName, pageRow } from './page-row.js';

/** Several pages could be meant: the asker chooses. */
export function resultsMessage({ question, results, corrections }: ResultsAnswer): Message {
  return {
    text: `${results.length} pages could answer that: ${results.map(({ page }) => pageName(page)).join(', ')}`,
    blocks: [
      header('Did you mean one of these?'),
      ...correctionNote(corrections).map((note) => context(note)),
      ...results.map(({ page }) => pageRow(page, { slugs: [], question })),
      actions([button('Browse all topics', { do: 'list', what: 'topics', part: 0 })]),
    ],
  };
}
