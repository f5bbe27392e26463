import { avatar } from '../avatar.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { formatDate } from '../mrkdwn/format-date.js';
import { authorName, type MessageParts } from './draw-message.js';
import { secondsOf } from './message-time.js';

/** Below a message with replies: who wrote them, how many there are, and the way to them. */
export function drawThreadLine({ desk, message, replies, openThread }: MessageParts): HTMLElement | undefined {
  const last = replies.at(-1);
  if (!last) return undefined;
  const authors = [...new Map(replies.map(({ author }) => [author.id, author])).values()].slice(0, 3);
  return element(
    'button',
    {
      type: 'button',
      class: 'thread-line',
      'data-action': 'playground-thread',
      on: { click: () => openThread(message) },
    },
    element(
      'span',
      { class: 'thread-authors' },
      ...authors.map((author) => avatar({ ...author, name: authorName(desk, { author }) })),
    ),
    element('span', { class: 'thread-count' }, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
    element(
      'span',
      { class: 'thread-last' },
      `Last reply ${formatDate(secondsOf(last.ts), 'on {date_short_pretty} at {time}').replace(/^on (today|yesterday)/, '$1')}`,
    ),
    icon('right'),
  );
}
