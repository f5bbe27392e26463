import type { Answer } from '../../answer/answer.js';
import { type Aside, choicesOf, type NoPlaceAnswer } from '../../answer/conversation.js';
import { actions, button, contextLine, type Message, messageOf, section } from '../block-kit/blocks.js';
import { cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { onlyInChannelsNotice } from './channel-settings.js';
import type { RenderContext } from './context.js';
import { plainNotice } from './notices.js';
import { browseTopicsButton } from './pages.js';
import { renderAnswer } from './render-answer.js';
import { withLines } from './welcome.js';

const WORDS = 'You can also write *next*, *back*, *checklist*, *topics* or *help*.';

/** An answer in a direct message: the same as anywhere else, with the numbers that choose from it. */
export function directAnswer(answer: Answer | Aside, context: RenderContext, part = 0): Message {
  if (answer.kind === 'thanks') return plainNotice('You’re welcome. Ask again at any time.');
  if (answer.kind === 'no-place') return plainNotice(noPlaceText(answer));
  if (answer.kind === 'settings') return onlyInChannelsNotice(context);
  const message = renderAnswer(answer, context, part);
  // On a second part of a list, the numbers would not be about what is shown.
  const numbers = part === 0 ? numbersLine(answer) : undefined;
  const lines = [...(numbers === undefined ? [] : [numbers]), ...(answer.kind === 'help' ? [WORDS] : [])];
  // The list itself comes before its numbers, which still count in its order.
  return withLines(message, lines);
}

/** The first message, when somebody opens an empty conversation: what to ask. @param examples questions of this guide */
export function welcomeMessage(examples: readonly string[]): Message {
  return messageOf([
    section(`Ask me about the guide in your own words.${examples.length === 0 ? '' : ' For example:'}`),
    actions([...examples.map((question) => button(question, { do: 'question:ask', question })), browseTopicsButton]),
    contextLine(WORDS),
  ]);
}

const CHOICE = 40;

/** "Write a number: *1* Servers · *2* Logs". */
function numbersLine(answer: Answer): string | undefined {
  const choices = choicesOf(answer).map(({ text }, index) => `*${index + 1}* ${escapeMrkdwn(cutPlain(text, CHOICE))}`);
  return choices.length === 0 ? undefined : `Write a number: ${choices.join(' · ')}`;
}

function noPlaceText({ wanted, choices }: NoPlaceAnswer): string {
  switch (wanted) {
    case 'next':
      return choices > 0
        ? `Write ${choices === 1 ? '1' : `a number from 1 to ${choices}`} to choose from the list above, or ask a question.`
        : 'There is no next step from here. Ask a question, or write topics to see all pages.';
    case 'back':
      return 'There is no page to go back to. Ask a question, or write topics to see all pages.';
    case 'number':
      return choices > 0
        ? `The last list has ${choices === 1 ? 'only the number 1' : `the numbers 1 to ${choices}`}.`
        : 'There is no list to choose from. Ask a question, or write topics to see all pages.';
  }
}
