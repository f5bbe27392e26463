import type { ResultsAnswer } from '../../answer/answer.js';
import { actions, button, context, header, type Message } from '../blocks.js';
import { correctionNote } from './correction-note.js';
import { pageRow } from './page-row.js';

/** Several pages could be meant: the asker chooses. */
export const resultsMessage = ({ question, results, corrections }: ResultsAnswer): Message => ({
  text: `${results.length} pages could answer that: ${results.map(({ page }) => pageRow.name(page)).join(', ')}`,
  blocks: [
    header('Did you mean one of these?'),
    ...correctionNote(corrections).map(context),
    ...results.map(({ page }) => pageRow.render(page, { slugs: [], question })),
    actions([button('Browse all topics', { do: 'list', what: 'topics', part: 0 })]),
  ],
});
