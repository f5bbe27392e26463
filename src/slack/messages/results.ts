import type { ResultsAnswer } from '../../answer/answer.js';
import { actions, button, context, header, type Message } from '../blocks.js';
import { correctionNote } from './correction-note.js';
import { pageRow } from './page-row.js';
import { type MessageParts, type Part, renderParts } from './part.js';

/** Several pages could be meant: the asker chooses. */
export const resultsMessage = (answer: ResultsAnswer): Message =>
  renderParts(resultsParts(answer), { slugs: [], question: answer.question });

export const resultsParts = ({ results, corrections }: ResultsAnswer): MessageParts => ({
  text: {
    render: () => [
      `${results.length} pages could answer that: ${results.map(({ page }) => pageRow.name(page)).join(', ')}`,
    ],
  },
  blocks: [
    { render: () => [header('Did you mean one of these?'), ...correctionNote(corrections).map(context)] },
    ...results.map(({ page }): Part => ({ of: { page, as: 'row' }, render: (trail) => [pageRow.render(page, trail)] })),
    { render: () => [actions([button('Browse all topics', { do: 'list', what: 'topics', part: 0 })])] },
  ],
});
