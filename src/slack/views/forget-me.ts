import { actions, button, type Message, messageOf, section } from '../block-kit/blocks.js';
import { count } from './format.js';

/** What stays, and why. True of everything that the app stores: see docs/privacy.md. */
const REMAINS =
  'What you did in checklists stays, with your name: others rely on that history. So do messages that stand in Slack, such as cards that you have shared.';

/** Asks first: it cannot be undone. */
export function forgetMeMessage(): Message {
  return messageOf([
    section(
      '*Delete what I remember of you?*\nThis deletes what you asked, opened and said about answers, the pages that Home shows as recently read, your questions to owners of pages with their answers, and your place in our direct messages. Your name is taken off answers that you gave.',
    ),
    section(REMAINS),
    actions([
      button(
        'Delete it',
        { do: 'person:forget' },
        {
          style: 'danger',
          confirm: { title: 'Delete it?', text: 'This cannot be undone.', yes: 'Delete it' },
        },
      ),
    ]),
  ]);
}

/** What was deleted. */
export function forgottenMessage({ events, questions }: { events: number; questions: number }): Message {
  const what =
    events + questions === 0
      ? 'There was nothing of you to delete'
      : `Deleted: ${count(events, 'record')} about what you asked and read, and ${count(questions, 'question')} to or from you`;
  return messageOf([
    section(`✅ ${what}. I no longer know which pages you read recently, or where you were in our direct messages.`),
    section(REMAINS),
  ]);
}
