import { element } from '../dom/element.js';
import { keyedList, type Row } from '../dom/keyed-list.js';
import type { Channel, Desk, Message } from '../protocol.js';
import { messageRow } from './draw-message.js';
import { drawWelcome } from './draw-welcome.js';
import type { MessageHandlers } from './message-handlers.js';
import { dayOf, secondsOf } from './message-time.js';
import { walkMessages } from './walk-messages.js';

export interface MessageList {
  readonly node: HTMLElement;
  /** @param newSince the message above which the line "New" stands */
  draw(desk: Desk, channel: Channel, newSince: string | undefined): void;
  /** The person wrote something: what comes next is shown, wherever the list was scrolled to. */
  followEnd(): void;
  /** Brings a message into sight and gives it the focus. @returns whether it is there */
  show(ts: string): boolean;
}

interface Setting extends MessageHandlers {
  /** Tries one of the suggested lines. */
  tryLine(line: string): void;
}

// Slack joins what one person writes within five minutes.
const togetherSeconds = 300;

/** The messages of a channel. */
export function messageList({ tryLine, ...handlers }: Setting): MessageList {
  const list = element('div', { class: 'messages' });
  // The announcer says in a line what is new; reading out whole redrawn cards would drown it.
  const node = element(
    'div',
    { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': 'Messages', tabindex: 0 },
    list,
  );
  const rows = keyedList(list);
  let channelId = '';
  let isFollowing = false;
  let isAtEnd = true;
  let size = '';
  walkMessages(node);
  const sizeNow = () => `${node.clientWidth}x${node.clientHeight}`;
  node.addEventListener('scroll', () => {
    // The browser scrolls by itself when the size changes, before the observer below hears of it.
    if (size === sizeNow()) isAtEnd = distanceToEnd(node) < 80;
  });
  // Whoever reads the end goes on reading it when the window becomes narrower or the composer higher.
  new ResizeObserver(() => {
    size = sizeNow();
    if (isAtEnd) node.scrollTop = node.scrollHeight;
  }).observe(node);

  return {
    node,
    followEnd() {
      isFollowing = true;
    },
    show(ts) {
      const message = [...list.querySelectorAll<HTMLElement>('article')].find((one) => one.dataset.ts === ts);
      message?.scrollIntoView({ block: 'center' });
      message?.focus({ preventScroll: true });
      return message !== undefined;
    },
    draw(desk, channel, newSince) {
      const isSwitch = channel.id !== channelId;
      const wasAtEnd = isSwitch || distanceToEnd(node) < 80;
      if (isSwitch) {
        rows.clear();
        channelId = channel.id;
        node.setAttribute(
          'aria-label',
          `Messages in ${channel.kind === 'direct' ? desk.app.name : `#${channel.name}`}`,
        );
      }
      const lastBefore = rows.lastKey;
      rows.draw(rowsOf({ desk, channel, newSince, tryLine, handlers }));
      const isNewAtEnd = rows.lastKey !== lastBefore;
      if (wasAtEnd || (isFollowing && isNewAtEnd)) {
        showEnd(node, isSwitch ? undefined : rows.last);
        isAtEnd = distanceToEnd(node) < 80;
      }
      if (isNewAtEnd) isFollowing = false;
    },
  };
}

interface Parts {
  readonly desk: Desk;
  readonly channel: Channel;
  readonly newSince: string | undefined;
  readonly handlers: MessageHandlers;
  tryLine(line: string): void;
}

function rowsOf({ desk, channel, newSince, handlers, tryLine }: Parts): Row[] {
  const here = desk.messages.filter((message) => message.channel === channel.id);
  const top = here.filter(({ ts, threadTs }) => threadTs === undefined || threadTs === ts);
  const isEmpty = top.length === 0;
  const rows: Row[] = [
    {
      key: 'welcome',
      signature: JSON.stringify([channel.members, desk.app.name, isEmpty, desk.suggestions]),
      make: () => drawWelcome(desk, channel, isEmpty, tryLine),
    },
  ];
  let last: Message | undefined;
  for (const message of top) {
    const day = dayOf(message.ts);
    if (last === undefined || dayOf(last.ts) !== day) {
      rows.push({ key: `day ${day}`, signature: day, make: () => line('day', day) });
      last = undefined;
    }
    if (message.ts === newSince) {
      rows.push({ key: 'new', signature: 'new', make: () => line('day is-new', 'New') });
      last = undefined;
    }
    const replies = here.filter((reply) => reply.threadTs === message.ts && reply.ts !== message.ts);
    const isContinued = last !== undefined && continues(last, message);
    rows.push(messageRow({ ...handlers, desk, message, replies, isContinued, scope: 'channel' }));
    last = message;
  }
  return rows;
}

function line(className: string, words: string) {
  return element('div', { class: className, role: 'separator', 'aria-label': words }, element('span', {}, words));
}

function distanceToEnd(log: HTMLElement) {
  return log.scrollHeight - log.scrollTop - log.clientHeight;
}

/** Scrolls to the end, but never so far that the beginning of a long new message is out of sight. */
function showEnd(log: HTMLElement, newest: HTMLElement | undefined): void {
  log.scrollTop = log.scrollHeight;
  if (newest && newest.offsetHeight > log.clientHeight) log.scrollTop = newest.offsetTop - 12;
}

function continues(before: Message, message: Message): boolean {
  return (
    message.author.kind === 'person' &&
    before.author.id === message.author.id &&
    before.visibleTo === undefined &&
    secondsOf(message.ts) - secondsOf(before.ts) < togetherSeconds
  );
}
