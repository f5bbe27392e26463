import { avatar } from '../avatar.js';
import { drawBlocks } from '../blocks/draw-blocks.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import type { Row } from '../dom/keyed-list.js';
import { drawMrkdwn } from '../mrkdwn/draw-mrkdwn.js';
import type { Desk, Message } from '../protocol.js';
import { surfaceContext } from '../surface-context-for.js';
import { surfaceSignature } from '../window-state.js';
import { drawMessageActions } from './draw-message-actions.js';
import { drawThreadLine } from './draw-thread-line.js';
import type { MessageHandlers } from './message-handlers.js';
import { clockTime, fullTime, isoTime } from './message-time.js';

export interface MessageParts extends MessageHandlers {
  readonly desk: Desk;
  readonly message: Message;
  /** In the channel: shown as a line below it. None in the thread itself. */
  readonly replies: readonly Message[];
  /** Follows another one by the same author, so that name and picture need not be said again. */
  readonly isContinued: boolean;
  /** A message that begins a thread can stand in the channel and in the thread's panel at once. */
  readonly scope: 'channel' | 'thread';
}

/** A message as a row of a list, drawn anew when anything that shows of it changes. */
export function messageRow(parts: MessageParts): Row {
  const { desk, message, replies, isContinued, state } = parts;
  const key = `${message.channel}/${message.ts}`;
  const lastReply = replies.at(-1)?.ts;
  return {
    key,
    signature: JSON.stringify([
      message,
      replies.length,
      lastReply,
      isContinued,
      desk.shortcuts,
      ...surfaceSignature(desk, state, key),
    ]),
    make: () => drawMessage(parts),
  };
}

function drawMessage(parts: MessageParts): HTMLElement {
  const { desk, message, isContinued, state, scope } = parts;
  const { author, channel, ts } = message;
  const key = `${channel}/${ts}`;
  const name = authorName(desk, message);
  const failure = state.failures.get(key);
  const classes = [
    'message',
    isContinued && 'is-continued',
    message.visibleTo !== undefined && 'is-private',
    author.kind === 'slack' && 'is-system',
  ];
  const article = element(
    'article',
    { class: classes.filter(Boolean).join(' '), tabindex: -1, 'aria-label': `${name}, ${clockTime(ts)}` },
    message.visibleTo !== undefined && element('p', { class: 'only-you' }, icon('eye'), 'Only visible to you'),
    isContinued ? time(ts, 'message-gutter-time') : avatar({ ...author, name }),
    element(
      'div',
      { class: 'message-main' },
      !isContinued &&
        element(
          'header',
          { class: 'message-head' },
          element('span', { class: 'message-author' }, name),
          author.kind === 'app' && element('span', { class: 'badge' }, 'APP'),
          time(ts, 'message-time'),
        ),
      drawContent(parts),
      failure !== undefined && element('p', { class: 'failure', role: 'alert' }, icon('warning'), failure),
      drawThreadLine(parts),
    ),
    drawMessageActions(parts),
  );
  article.dataset.part = `${scope} ${key}`;
  article.dataset.ts = ts;
  return article;
}

export function authorName({ people, app }: Desk, { author }: Pick<Message, 'author'>): string {
  if (author.kind === 'app') return app.name;
  return people.find(({ id }) => id === author.id)?.realName ?? author.name;
}

function drawContent({ desk, message, state, act, scope }: MessageParts): HTMLElement {
  const surface = { kind: 'message', channel: message.channel, ts: message.ts } as const;
  const context = surfaceContext({ desk, surface, state, act, scope: scope === 'thread' ? 'thread-' : '' });
  if (message.blocks.length > 0) return drawBlocks(message.blocks, context);
  return element(
    'div',
    { class: 'text message-text' },
    drawMrkdwn(message.text, context.names),
    message.editedTs !== undefined && element('span', { class: 'edited' }, ' (edited)'),
  );
}

function time(ts: string, className: string) {
  return element('time', { class: className, datetime: isoTime(ts), title: fullTime(ts) }, clockTime(ts));
}
