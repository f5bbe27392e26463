import { avatar } from '../avatar.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { authorName, drawContent, type MessageParts } from './draw-message.js';
import { clockTime } from './message-time.js';

/** The replies to a message, compactly below it; the line above them folds them away. */
export function drawThread({ desk, message, replies, state, act, redraw }: MessageParts): HTMLElement | undefined {
  if (replies.length === 0) return undefined;
  const key = `${message.channel}/${message.ts}`;
  const isOpen = !state.foldedThreads.has(key);
  const toggle = element(
    'button',
    {
      type: 'button',
      class: 'thread-toggle',
      'data-action': 'playground-thread',
      'aria-expanded': String(isOpen),
      on: {
        click: () => {
          if (isOpen) state.foldedThreads.add(key);
          else state.foldedThreads.delete(key);
          redraw();
        },
      },
    },
    icon('down'),
    replies.length === 1 ? '1 reply' : `${replies.length} replies`,
  );
  const drawn = replies.map((reply) =>
    element(
      'li',
      { class: 'reply' },
      avatar({ ...reply.author, name: authorName(desk, reply) }),
      element(
        'div',
        { class: 'reply-main' },
        element(
          'div',
          { class: 'message-head' },
          element('span', { class: 'message-author' }, authorName(desk, reply)),
          reply.author.kind === 'app' && element('span', { class: 'badge' }, 'APP'),
          element('time', { class: 'message-time' }, clockTime(reply.ts)),
        ),
        drawContent({ desk, message: reply, state, act }),
      ),
    ),
  );
  return element(
    'div',
    { class: 'thread' },
    toggle,
    isOpen && element('ul', { class: 'replies', 'aria-label': 'Replies' }, ...drawn),
  );
}
