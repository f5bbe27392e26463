import type { NoChecklistAnswer } from '../../answer/answer.js';
import { actions, button, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeMrkdwn } from '../mrkdwn/escape.js';
import { openButton } from './open-button.js';

/** The page that was meant has no checklist: pages nearby that have one. */
export function noChecklistMessage({ page, alternatives }: NoChecklistAnswer): Message {
  const title = cutPlain(page.title, 150);
  return {
    text: escapeEntities(`The page “${title}” has no checklist.`),
    blocks: [
      section(
        `The page “${escapeMrkdwn(title)}” has no checklist.${alternatives.length > 0 ? ' These related pages have one:' : ''}`,
      ),
      actions([
        ...alternatives.map((other) => button(other.title, { do: 'preview', slug: other.slug, part: 0 })),
        openButton(page, { text: 'Open the page' }),
        button('All checklists', { do: 'list', what: 'checklists', part: 0 }),
      ]),
    ],
  };
}
