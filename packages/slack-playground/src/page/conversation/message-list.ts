import type { Channel, Message, Prompt, WorkspaceView } from '../../protocol.js';
import { element, icon } from '../dom/element.js';
import { keyedList, type Row } from '../dom/redraw.js';
import { dayOf, type MessageHandlers, messageRow, secondsOf } from './message.js';

export interface MessageList {
  readonly node: HTMLElement;
  /** @param newSince the message to show the line "New" above */
  draw(workspace: WorkspaceView, channel: Channel, newSince: string | undefined): void;
  /** The person sent something, so scroll to what comes next. */
  followEnd(): void;
  /** Scrolls to a message and focuses it. @returns whether it exists */
  show(ts: string): boolean;
}

interface Options extends MessageHandlers {
  /** Sends one of the suggested lines. */
  tryLine(line: string): void;
}

// Slack groups messages by one person within five minutes.
const togetherSeconds = 300;

/** The messages of a channel. */
export function messageList({ tryLine, ...handlers }: Options): MessageList {
  const list = element('div', { class: 'messages' });
  // The announcer reads what is new. A live region here would read whole redrawn cards.
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
    // A resize also scrolls, before the observer below is called.
    if (size === sizeNow()) isAtEnd = distanceToEnd(node) < 80;
  });
  // Stay at the end when the window or the composer changes its size.
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
    draw(workspace, channel, newSince) {
      const isSwitch = channel.id !== channelId;
      const wasAtEnd = isSwitch || distanceToEnd(node) < 80;
      if (isSwitch) {
        rows.clear();
        channelId = channel.id;
        node.setAttribute(
          'aria-label',
          `Messages in ${channel.kind === 'direct' ? workspace.app.name : `#${channel.name}`}`,
        );
      }
      const lastBefore = rows.lastKey;
      rows.draw(rowsOf({ workspace, channel, newSince, tryLine, handlers }));
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
  readonly workspace: WorkspaceView;
  readonly channel: Channel;
  readonly newSince: string | undefined;
  readonly handlers: MessageHandlers;
  tryLine(line: string): void;
}

function rowsOf({ workspace, channel, newSince, handlers, tryLine }: Parts): Row[] {
  const here = workspace.messages.filter((message) => message.channel === channel.id);
  const top = here.filter(({ ts, threadTs }) => threadTs === undefined || threadTs === ts);
  const isEmpty = top.length === 0;
  const rows: Row[] = [
    {
      key: 'welcome',
      signature: JSON.stringify([channel.members, channel.prompts, workspace.app.name, isEmpty, workspace.suggestions]),
      make: () => drawWelcome(workspace, channel, isEmpty, tryLine),
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
    rows.push(messageRow({ ...handlers, workspace, message, replies, isContinued, scope: 'channel' }));
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

/** Scrolls to the end, but keeps the start of a long new message visible. */
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

/** The top of a channel: what it is and, while it is empty, lines to try. */
export function drawWelcome(
  workspace: WorkspaceView,
  { name, kind, prompts = [] }: Channel,
  isEmpty: boolean,
  tryLine: (line: string) => void,
): HTMLElement {
  const isDirect = kind === 'direct';
  return element(
    'section',
    { class: 'welcome', 'aria-label': 'Start of the conversation' },
    element(
      'div',
      { class: isDirect ? 'welcome-sign is-app' : 'welcome-sign', 'aria-hidden': 'true' },
      isDirect ? element('img', { src: '/app.svg', alt: '' }) : icon(kind === 'private' ? 'lock' : 'hash'),
    ),
    element('h2', {}, isDirect ? workspace.app.name : `Welcome to #${name}`),
    element(
      'p',
      {},
      isDirect
        ? `This is the start of your direct messages with ${workspace.app.name}.`
        : kind === 'private'
          ? `This is the start of a private channel. Only members can see it. ${workspace.app.name} is ${isMember(workspace, name) ? 'a member' : 'not a member'}.`
          : `This is the start of a channel. ${workspace.app.name} answers commands here and posts what you ask it to share.`,
    ),
    isEmpty && drawSuggestions(workspace.suggestions, prompts, tryLine),
  );
}

/** What the app suggests to ask, or else commands to try. */
function drawSuggestions(lines: readonly string[], prompts: readonly Prompt[], tryLine: (line: string) => void) {
  const suggested = prompts.length > 0;
  const texts = suggested ? prompts : lines.map((line) => ({ title: line, message: line }));
  return (
    texts.length > 0 &&
    element(
      'div',
      { class: 'suggestions', role: 'group', 'aria-label': 'Suggestions' },
      element('p', { class: 'suggestions-title' }, suggested ? 'Ask, for example' : 'Try one of these'),
      ...texts.map(({ title, message }) =>
        element(
          'button',
          { type: 'button', class: 'suggestion', on: { click: () => tryLine(message) } },
          suggested ? title : element('code', {}, title),
        ),
      ),
    )
  );
}

function isMember({ channels, app }: WorkspaceView, name: string) {
  return channels.find((channel) => channel.name === name)?.members.includes(app.botUserId) === true;
}

/** Arrow keys, Home and End move between messages while a message or the list has the focus. */
export function walkMessages(log: HTMLElement): void {
  log.addEventListener('keydown', (event) => {
    const { activeElement } = document;
    if (activeElement !== log && !activeElement?.matches('article')) return;
    const messages = [...log.querySelectorAll<HTMLElement>('article')];
    const at = messages.findIndex((message) => message.matches(':focus'));
    const target = {
      ArrowUp: at < 0 ? messages.at(-1) : messages[at - 1],
      ArrowDown: messages[at + 1],
      Home: messages[0],
      End: messages.at(-1),
    }[event.key];
    if (!target) return;
    event.preventDefault();
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
  });
}
