import { button, contextLine, type Message, messageOf, section } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { browseTopicsButton } from './pages.js';

/** A message with more lines at its end, if there is room for them. */
export function withLines(message: Message, lines: readonly string[]): Message {
  if (lines.length === 0) return message;
  const blocks = [...message.blocks, contextLine(lines.join('\n'))];
  const isFull = blocks.length > limits.messageBlocks || JSON.stringify(blocks).length > limits.messageCharacters;
  return isFull ? message : messageOf(blocks);
}

/** The first card that a person gets, with a line about it. */
export function withFirstLine(message: Message, { command }: RenderContext): Message {
  return withLines(message, [
    `This is your first answer, and only you see it. \`${escapeEntities(command)} help\` shows what else you can ask.`,
  ]);
}

/** Three things to try, for who installed the app. @param example a question that the guide answers */
export function installedMessage(example: string | undefined, { command }: RenderContext): Message {
  const name = escapeEntities(command);
  return messageOf([
    section('*Guidepost is installed.* Three things to try:'),
    section(
      `1. *Ask.* Type \`${name}\` and a question in any conversation. Only you see the answer until you share it.`,
      example === undefined ? undefined : button(example, { do: 'question:ask', question: example }),
    ),
    section(
      `2. *Post a checklist.* Type \`${name} checklists\` in a channel, choose one, and work through it together. In a private channel, invite me first.`,
      button('Show the checklists', { do: 'list:open', what: 'checklists', part: 0 }),
    ),
    section(
      '3. *Look around.* My Home has the topics of the guide, and everything that is assigned to you.',
      browseTopicsButton,
    ),
    contextLine('I post in no channel until somebody asks me to.'),
  ]);
}
