import type { Actor } from '../act.js';
import { element } from '../dom/element.js';
import { replaceKeepingFocus } from '../dom/keep-focus.js';
import type { Channel, Desk, Message } from '../protocol.js';
import type { WindowState } from '../window-state.js';
import { drawMessage } from './draw-message.js';
import { drawWelcome } from './draw-welcome.js';
import { dayOf, secondsOf } from './message-time.js';

export interface MessageList {
  readonly node: HTMLElement;
  draw(desk: Desk, channel: Channel): void;
  /** The person wrote something: what comes next is shown, wherever the list was scrolled to. */
  followEnd(): void;
}

interface Setting {
  readonly state: WindowState;
  readonly act: Actor;
  /** Tries one of the suggested lines. */
  tryLine(line: string): void;
  redraw(): void;
}

// Slack joins what one person writes within five minutes.
const togetherSeconds = 300;

/** The messages of a channel. What did not change is left in the page as it is, so that focus, selection and place stay. */
export function messageList({ state, act, tryLine, redraw }: Setting): MessageList {
  const list = element('div', { class: 'messages' });
  // The announcer says in a line what is new; reading out whole redrawn cards would drown it.
  const node = element(
    'div',
    { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': 'Messages', tabindex: 0 },
    list,
  );
  let rows = new Map<string, { signature: string; node: HTMLElement }>();
  let channelId = '';
  let isFollowing = false;
  let isAtEnd = true;
  node.addEventListener('scroll', () => {
    isAtEnd = distanceToEnd(node) < 80;
  });
  // Whoever reads the end goes on reading it when the window becomes narrower or the composer higher.
  new ResizeObserver(() => {
    if (isAtEnd) node.scrollTop = node.scrollHeight;
  }).observe(node);

  return {
    node,
    followEnd() {
      isFollowing = true;
    },
    draw(desk, channel) {
      const isSwitch = channel.id !== channelId;
      const wasAtEnd = isSwitch || distanceToEnd(node) < 80;
      const lastBefore = [...rows.keys()].at(-1);
      if (isSwitch) {
        list.replaceChildren();
        rows = new Map();
        channelId = channel.id;
        node.setAttribute(
          'aria-label',
          `Messages in ${channel.kind === 'direct' ? desk.app.name : `#${channel.name}`}`,
        );
      }
      const next = new Map<string, { signature: string; node: HTMLElement }>();
      const put = (key: string, signature: string, make: () => HTMLElement) => {
        const before = rows.get(key);
        if (before?.signature === signature) {
          next.set(key, before);
          return;
        }
        const made = make();
        if (before) replaceKeepingFocus(before.node, made);
        next.set(key, { signature, node: made });
      };

      const here = desk.messages.filter((message) => message.channel === channel.id);
      const top = here.filter((message) => message.threadTs === undefined || message.threadTs === message.ts);
      put('welcome', JSON.stringify([channel, desk.app.name, top.length === 0, desk.suggestions]), () =>
        drawWelcome(desk, channel, top.length === 0, tryLine),
      );
      let last: Message | undefined;
      for (const message of top) {
        const day = dayOf(message.ts);
        if (last === undefined || dayOf(last.ts) !== day) {
          put(`day ${day}`, day, () =>
            element('div', { class: 'day', role: 'separator', 'aria-label': day }, element('span', {}, day)),
          );
          last = undefined;
        }
        const key = `${message.channel}/${message.ts}`;
        const replies = here.filter((reply) => reply.threadTs === message.ts && reply.ts !== message.ts);
        const isContinued = last !== undefined && continues(last, message);
        const pending = [...state.pending].filter((mark) => mark.startsWith(`${key} `));
        const signature = JSON.stringify([
          message,
          replies,
          isContinued,
          desk.inputs[key],
          pending,
          state.failures.get(key),
          state.drawings.get(key),
          state.foldedThreads.has(key),
        ]);
        put(key, signature, () => drawMessage({ desk, message, replies, isContinued, state, act, redraw }));
        last = message;
      }

      for (const [key, row] of rows) if (!next.has(key)) row.node.remove();
      rows = next;
      [...next.values()].forEach((row, index) => {
        if (list.children[index] !== row.node) list.insertBefore(row.node, list.children[index] ?? null);
      });
      const isNewAtEnd = [...rows.keys()].at(-1) !== lastBefore;
      if (wasAtEnd || (isFollowing && isNewAtEnd))
        showEnd(node, isSwitch ? undefined : [...rows.values()].at(-1)?.node);
      if (isNewAtEnd) isFollowing = false;
    },
  };
}

const distanceToEnd = (log: HTMLElement) => log.scrollHeight - log.scrollTop - log.clientHeight;

/** Scrolls to the end, but never so far that the beginning of a long new message is out of sight. */
function showEnd(log: HTMLElement, newest: HTMLElement | undefined): void {
  log.scrollTop = log.scrollHeight;
  if (newest && newest.offsetHeight > log.clientHeight) log.scrollTop = newest.offsetTop - 12;
}

const continues = (before: Message, message: Message): boolean =>
  message.author.kind === 'person' &&
  before.author.id === message.author.id &&
  before.visibleTo === undefined &&
  secondsOf(message.ts) - secondsOf(before.ts) < togetherSeconds;
