import type { Answer } from '../../answer/answer.js';
import { insideJson } from '../ascii-json.js';
import { WrittenMessage } from '../written-message.js';
import { createWriteParts } from './create-write-parts.js';
import { nothingFoundParts } from './nothing-found.js';
import { cardParts } from './page-card.js';
import { renderAnswer } from './render-answer.js';
import type { RenderContext } from './render-context.js';
import { resultsParts } from './results.js';

/** Writes what `renderAnswer` renders. */
export type WriteAnswer = (answer: Answer, look: RenderContext) => WrittenMessage;

/**
 * Most of a card is the same for every question: to make and write it anew takes longer than to find the page. For one app, whose
 * looks differ in nothing that a card shows.
 */
export function createWriteAnswer(): WriteAnswer {
  const writeParts = createWriteParts();
  return (answer, look) => {
    if (answer.kind === 'results') return writeParts(resultsParts(answer), answer.question);
    if (answer.kind === 'nothing-found') return writeParts(nothingFoundParts(answer, look), answer.question);
    if (answer.kind === 'page' && answer.trail.question !== undefined && answer.trail.slugs.length === 0) {
      return writeParts(cardParts(answer, look), answer.trail.question);
    }
    return new WrittenMessage(insideJson(renderAnswer(answer, look)));
  };
}
