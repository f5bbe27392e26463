import type { Services } from '../services.js';
import { sharedCard } from '../views/card.js';
import { cannotShareNotice } from '../views/notices.js';
import { renderAnswer } from '../views/render-answer.js';
import type { PressListener } from './listener.js';

/** Posts the card to the channel, in the sharer's name, through the press's `response_url`: it needs no membership. */
export function share({ answers, logger }: Services): PressListener<'page:share'> {
  return async ({ acknowledge, action, announce, body, look, replace, request, whisper }) => {
    await acknowledge();
    const answer = request.answered(answers.openPage(action.slug, action.trail));
    if (answer.kind !== 'page') return replace(renderAnswer(answer, look));
    try {
      await announce(sharedCard(answer, body.user.id, look));
    } catch (error) {
      logger.warn('A card could not be shared', { error });
      await whisper(cannotShareNotice());
    }
  };
}
