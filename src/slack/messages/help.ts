import type { HelpAnswer } from '../../answer/answer.js';
import { actions, button, header, type Message, section } from '../blocks.js';
import { escapeEntities } from '../mrkdwn/escape.js';
import type { RenderContext } from './render-context.js';

/** What can be typed, from the one table of commands, under the name that this workspace gave the command. */
export function helpMessage({ commands, examples }: HelpAnswer, { command }: RenderContext): Message {
  const lines = commands.map(
    ({ usage, description }) => `• \`${escapeEntities(`${command} ${usage}`)}\` – ${escapeEntities(description)}`,
  );
  return {
    text: escapeEntities(`Ask the deployment guide: ${command} <question>`),
    blocks: [
      header('Ask the guide'),
      section(`Type a question in your own words; only you see the answer until you share it.\n${lines.join('\n')}`),
      ...(examples.length > 0
        ? [section('For example:'), actions(examples.map((question) => button(question, { do: 'ask', question })))]
        : []),
      actions([
        button('Search as you type', { do: 'open-search' }),
        button('Browse all topics', { do: 'list', what: 'topics', part: 0 }),
      ]),
    ],
  };
}
