import type { NothingFoundAnswer } from '../../answer/answer.js';
import { actions, button, context, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeMrkdwn } from '../mrkdwn/escape.js';
import { correctionNote } from './correction-note.js';
import { openButton } from './open-button.js';
import type { RenderContext } from './render-context.js';

const QUESTION = 150;
const WORDS = 5;

/** No page answers: what was not understood, what comes closest, and how to browse. */
export function nothingFoundMessage(answer: NothingFoundAnswer, { command }: RenderContext): Message {
  const question = cutPlain(answer.question, QUESTION);
  const unknown = answer.unknownWords.slice(0, WORDS).map((word) => `“${cutPlain(word, 40)}”`);
  const notes = unknown.length > 0 ? [`Not in the guide: ${escapeMrkdwn(unknown.join(', '))}`] : [];
  return {
    text: escapeEntities(`The guide has no page that answers “${question}”.`),
    blocks: [
      section(`*The guide has no page that answers that.*\n${escapeMrkdwn(question)}`),
      ...[...notes, ...correctionNote(answer.corrections)].map((note) => context(note)),
      section(answer.related ? 'Did you mean one of these?' : 'The guide begins here:'),
      actions([
        ...answer.closest.map((page) => openButton(page)),
        button('Browse all topics', { do: 'list', what: 'topics', part: 0 }),
      ]),
      context(`Try other words, or the name of the tool. \`${command} help\` shows what else you can ask.`),
    ],
  };
}
