import type { Actor } from '../act.js';
import { avatar } from '../avatar.js';
import { drawBlocks } from '../blocks/draw-blocks.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { drawMrkdwn } from '../mrkdwn/draw-mrkdwn.js';
import type { Desk, Message } from '../protocol.js';
import { surfaceContext } from '../surface-context-for.js';
import type { WindowState } from '../window-state.js';
import { drawThread } from './draw-thread.js';
import { clockTime, fullTime, isoTime } from './message-time.js';

export interface MessageParts {
  readonly desk: Desk;
  readonly message: Message;
  readonly replies: readonly Message[];
  /** Follows another one by the same author, so that name and picture need not be said again. */
  readonly isContinued: boolean;
  readonly state: WindowState;
  readonly act: Actor;
  redraw(): void;
}

export function drawMessage(parts: MessageParts): HTMLElement {
  const { desk, message, isContinued, state } = parts;
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
      drawThread(parts),
    ),
  );
  article.dataset.part = key;
  return article;
}

export function authorName({ people, app }: Desk, { author }: Pick<Message, 'author'>): string {
  if (author.kind === 'app') return app.name;
  return people.find(({ id }) => id === author.id)?.realName ?? author.name;
}

export function drawContent({
  desk,
  message,
  state,
  act,
}: Omit<MessageParts, 'replies' | 'isContinued' | 'redraw'>): HTMLElement {
  const surface = { kind: 'message', channel: message.channel, ts: message.ts } as const;
  const context = surfaceContext({ desk, surface, state, act });
  if (message.blocks.length > 0) return drawBlocks(message.blocks, context);
  return element(
    'div',
    { class: 'text message-text' },
    drawMrkdwn(message.text, context.names),
    message.editedTs !== undefined && element('span', { class: 'edited' }, ' (edited)'),
  );
}

const time = (ts: string, className: string) =>
  element('time', { class: className, datetime: isoTime(ts), title: fullTime(ts) }, clockTime(ts));
