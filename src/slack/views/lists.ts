import type { KnownBlock } from '@slack/types';
import type { HelpAnswer, TopicsAnswer } from '../../answer/answer.js';
import type { ButtonAction } from '../block-kit/action-value.js';
import { actions, button, contextLine, header, type Message, section } from '../block-kit/blocks.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { count } from './format.js';
import { messageOf } from './message-text.js';
import { browseTopicsButton, pageRow } from './pages.js';
import { turnButtons } from './paging.js';

/** Rows of one message: more do not fit its budget. */
const TOPICS = 10;

/** All pages of the guide. `part` counts from 0. */
export function topicsMessage({ pages }: TopicsAnswer, part = 0): Message {
  const parts = Math.max(1, Math.ceil(pages.length / TOPICS));
  const shown = Math.min(part, parts - 1);
  const total = count(pages.length, 'page');
  return messageOf([
    header('Topics'),
    contextLine(parts > 1 ? `${total} · part ${shown + 1} of ${parts}` : total),
    ...(pages.length === 0 ? [section('There is nothing here yet.')] : []),
    ...pages.slice(shown * TOPICS, (shown + 1) * TOPICS).map((page) => pageRow(page)),
    ...turns(shown, parts),
  ]);
}

function turns(part: number, parts: number): KnownBlock[] {
  const turn = (to: number): ButtonAction => ({ do: 'list:open', what: 'topics', part: to });
  const buttons = turnButtons(part, parts, turn, ['Previous', 'Next']);
  return buttons.length === 0 ? [] : [actions(buttons)];
}

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
