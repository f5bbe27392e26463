import type { ResultsAnswer } from '../../answer/answer.js';
import { actions, button, context, header, type Message } from '../blocks.js';
import { correctionNote } from './correction-note.js';
import { pageRow } from './page-row.js';
import { ANY_PAGE, type MessageParts, type Part, renderParts } from './part.js';

/** Several pages could be meant: the asker chooses. */
export function resultsMessage(answer: ResultsAnswer): Message {
  return renderParts(resultsParts(answer), { slugs: [], question: answer.question });
}

export function resultsParts({ results, corrections }: ResultsAnswer): MessageParts {
  return {
    text: [
      { render: () => `${results.length} pages could answer that: ` },
      ...results.map(({ page }, index) =>
        index === 0
          ? { of: { page, as: 'name' }, render: () => pageRow.name(page) }
          : { of: { page, as: 'next name' }, render: () => `, ${pageRow.name(page)}` },
      ),
    ],
    blocks: [
      { of: { page: ANY_PAGE, as: 'choice' }, render: () => [header('Did you mean one of these?')] },
      ...correctionNote(corrections).map((note): Part => ({ render: () => [context(note)] })),
      ...results.map(
        ({ page }): Part => ({ of: { page, as: 'row' }, render: (trail) => [pageRow.render(page, trail)] }),
      ),
      {
        of: { page: ANY_PAGE, as: 'browse' },
        render: () => [actions([button('Browse all topics', { do: 'list', what: 'topics', part: 0 })])],
      },
    ],
  };
}
