import type { Answer } from '../../answer/answer.js';
import { WrittenMessage } from '../written-message.js';
import { createWriteParts } from './create-write-parts.js';
import { cardParts, cardText } from './page-card.js';
import { renderAnswer } from './render-answer.js';
import type { RenderContext } from './render-context.js';
import { resultsParts, resultsText } from './results.js';

/** Writes what `renderAnswer` renders. */
export type WriteAnswer = (answer: Answer, look: RenderContext) => WrittenMessage;

/**
 * Most of a card is the same for every question: to make and write it anew takes longer than to find the page. For one app, whose
 * looks differ in nothing that a card shows.
 */
export const createWriteAnswer = (): WriteAnswer => {
  const writeParts = createWriteParts();
  return (answer, look) => {
    if (answer.kind === 'results') {
      const blocks = writeParts(resultsParts(answer), answer.question);
      return new WrittenMessage(`"text":${JSON.stringify(resultsText(answer))},"blocks":${blocks}`);
    }
    if (answer.kind === 'page' && answer.trail.question !== undefined && answer.trail.slugs.length === 0) {
      const blocks = writeParts(cardParts(answer, look), answer.trail.question);
      return new WrittenMessage(`"text":${JSON.stringify(cardText(answer))},"blocks":${blocks}`);
    }
    return new WrittenMessage(JSON.stringify(renderAnswer(answer, look)).slice(1, -1));
  };
};
