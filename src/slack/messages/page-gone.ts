import type { PageGoneAnswer } from '../../answer/answer.js';
import { actions, button, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeMrkdwn } from '../mrkdwn/escape.js';
import { openButton } from './open-button.js';

/** A button of an old card led to a page that was renamed or removed. */
export function pageGoneMessage({ slug, closest }: PageGoneAnswer): Message {
  const name = cutPlain(slug, 100);
  return {
    text: escapeEntities(`The page “${name}” is no longer in the guide.`),
    blocks: [
      section(`The page “${escapeMrkdwn(name)}” is no longer in the guide. These come closest:`),
      actions([
        ...closest.map((page) => openButton(page)),
        button('Browse all topics', { do: 'list', what: 'topics', part: 0 }),
      ]),
    ],
  };
}
