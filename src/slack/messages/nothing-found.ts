import type { Button } from '@slack/types';
import type { NothingFoundAnswer } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { button, context, type Message, numbered, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeMrkdwn } from '../mrkdwn/escape.js';
import { correctionNote } from './correction-note.js';
import { openButton } from './open-button.js';
import { ANY_PAGE, type MessageParts, type Part, type Rendered, renderParts } from './part.js';
import type { RenderContext } from './render-context.js';

const QUESTION = 150;
const WORDS = 5;

/** No page answers: what was not understood, what comes closest, and how to browse. */
export function nothingFoundMessage(answer: NothingFoundAnswer, look: RenderContext): Message {
  return renderParts(nothingFoundParts(answer, look), { slugs: [] });
}

export function nothingFoundParts(answer: NothingFoundAnswer, { command }: RenderContext): MessageParts {
  const question = cutPlain(answer.question, QUESTION);
  const unknown = answer.unknownWords.slice(0, WORDS).map((word) => `“${cutPlain(word, 40)}”`);
  const notes = unknown.length > 0 ? [`Not in the guide: ${escapeMrkdwn(unknown.join(', '))}`] : [];
  const lead = answer.related ? 'Did you mean one of these?' : 'The guide begins here:';
  return {
    text: [{ render: () => escapeEntities(`The guide has no page that answers “${question}”.`) }],
    blocks: [
      { render: () => [section(`*The guide has no page that answers that.*\n${escapeMrkdwn(question)}`)] },
      ...[...notes, ...correctionNote(answer.corrections)].map((note): Part => ({ render: () => [context(note)] })),
      { of: { page: ANY_PAGE, as: lead }, render: () => [section(lead)] },
      { row: [...answer.closest.map(closest), browse(answer.closest.length)] },
      {
        render: () => [
          context(`Try other words, or the name of the tool. \`${command} help\` shows what else you can ask.`),
        ],
      },
    ],
  };
}

function closest(page: Page, place: number): Rendered<Button[]> {
  return {
    of: { page, as: `closest ${place}` },
    render: () => [numbered(openButton(page), place)],
  };
}

function browse(place: number): Rendered<Button[]> {
  return {
    of: { page: ANY_PAGE, as: `browse ${place}` },
    render: () => [numbered(button('Browse all topics', { do: 'list', what: 'topics', part: 0 }), place)],
  };
}
