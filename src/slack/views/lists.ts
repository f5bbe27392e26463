import type { HelpAnswer } from '../../answer/answer.js';
import { actions, button, header, type Message, section } from '../block-kit/blocks.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { messageOf } from './message-text.js';
import { browseTopicsButton } from './pages.js';

/** The commands, under the name that this workspace gave the command. */
export function helpMessage({ commands, examples }: HelpAnswer, { command }: RenderContext): Message {
  const lines = commands.map(
    ({ usage, description }) => `• \`${escapeEntities(`${command} ${usage}`)}\` – ${escapeEntities(description)}`,
  );
  const exampleButtons = examples.map((question) => button(question, { do: 'question:ask', question }));
  return messageOf([
    header('Ask the guide'),
    section('Type a question in your own words. Only you see the answer until you share it.'),
    ...(examples.length > 0 ? [section('*Try one of these:*'), actions(exampleButtons)] : []),
    section(`*What you can type:*\n${lines.join('\n')}`),
    actions([button('Search as you type', { do: 'search:open' }), browseTopicsButton]),
  ]);
}
