import { composer } from '../composer/composer.js';
import { element } from '../dom/element.js';
import { keyedList } from '../dom/keyed-list.js';
import { sidePanel } from '../dom/side-panel.js';
import type { Desk, Message, Shortcut } from '../protocol.js';
import { messageRow } from './draw-message.js';
import type { MessageHandlers } from './message-handlers.js';
import { walkMessages } from './walk-messages.js';

export interface ThreadPanel {
  readonly node: HTMLElement;
  /** Shows a message and its replies; without one the panel is closed. */
  draw(desk: Desk, root: Message | undefined): void;
  focus(): void;
}

interface Setting extends MessageHandlers {
  close(): void;
  reply(root: Message, line: string): void;
  runShortcut(shortcut: Shortcut): void;
}

/** A message and the replies to it, beside the channel. */
export function threadPanel({ close, reply, runShortcut, ...handlers }: Setting): ThreadPanel {
  let shown: Message | undefined;
  const list = element('div', { class: 'messages' });
  const log = element(
    'div',
    { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': 'Replies', tabindex: 0 },
    list,
  );
  walkMessages(log);
  const rows = keyedList(list);
  const write = composer({
    id: 'reply',
    isInThread: true,
    runShortcut,
    sendLine: (line) => shown && reply(shown, line),
  });
  const panel = sidePanel({ id: 'thread', title: 'Thread', close });
  panel.body.append(log, write.node);
  return {
    node: panel.node,
    focus: () => write.focus(),
    draw(desk, root) {
      panel.node.hidden = root === undefined;
      const isSwitch = root?.ts !== shown?.ts || root?.channel !== shown?.channel;
      shown = root;
      if (!root) return rows.clear();
      if (isSwitch) rows.clear();
      const { kind, name } = desk.channels.find(({ id }) => id === root.channel) ?? { kind: 'public', name: '' };
      panel.subtitle.textContent = kind === 'direct' ? desk.app.name : `#${name}`;
      const replies = desk.messages.filter(
        ({ channel, threadTs, ts }) => channel === root.channel && threadTs === root.ts && ts !== root.ts,
      );
      const before = rows.lastKey;
      const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
      const [first, ...rest] = [root, ...replies].map((message) =>
        messageRow({ ...handlers, desk, message, replies: [], isContinued: false, scope: 'thread' }),
      );
      const line = { key: 'count', signature: count, make: () => countLine(count) };
      rows.draw([...(first ? [first] : []), ...(replies.length > 0 ? [line] : []), ...rest]);
      write.draw(desk, 'Reply…', false);
      if (isSwitch || rows.lastKey !== before) log.scrollTop = log.scrollHeight;
    },
  };
}

function countLine(words: string) {
  return element('div', { class: 'day is-count', role: 'separator', 'aria-label': words }, element('span', {}, words));
}
