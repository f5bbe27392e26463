import type { Message, Shortcut, WorkspaceView } from '../../protocol.js';
import { composer } from '../composer.js';
import { sidePanel } from '../dom/dialogs.js';
import { element } from '../dom/element.js';
import { keyedList } from '../dom/redraw.js';
import { type MessageHandlers, messageRow } from './message.js';
import { walkMessages } from './message-list.js';

export interface ThreadPanel {
  readonly node: HTMLElement;
  /** Shows a message and its replies. Without a message the panel is closed. */
  draw(workspace: WorkspaceView, root: Message | undefined): void;
  focus(): void;
}

interface Options extends MessageHandlers {
  close(): void;
  reply(root: Message, line: string): void;
  runShortcut(shortcut: Shortcut): void;
}

/** A message and its replies, next to the channel. */
export function threadPanel({ close, reply, runShortcut, ...handlers }: Options): ThreadPanel {
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
    draw(workspace, root) {
      panel.node.hidden = root === undefined;
      const isSwitch = root?.ts !== shown?.ts || root?.channel !== shown?.channel;
      shown = root;
      if (!root) return rows.clear();
      if (isSwitch) rows.clear();
      const { kind, name } = workspace.channels.find(({ id }) => id === root.channel) ?? { kind: 'public', name: '' };
      panel.subtitle.textContent = kind === 'direct' ? workspace.app.name : `#${name}`;
      const replies = workspace.messages.filter(
        ({ channel, threadTs, ts }) => channel === root.channel && threadTs === root.ts && ts !== root.ts,
      );
      const before = rows.lastKey;
      const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
      const [first, ...rest] = [root, ...replies].map((message) =>
        messageRow({ ...handlers, workspace, message, replies: [], isContinued: false, scope: 'thread' }),
      );
      const line = { key: 'count', signature: count, make: () => countLine(count) };
      rows.draw([...(first ? [first] : []), ...(replies.length > 0 ? [line] : []), ...rest]);
      write.draw(workspace, 'Reply…', false);
      if (isSwitch || rows.lastKey !== before) log.scrollTop = log.scrollHeight;
    },
  };
}

function countLine(words: string) {
  return element('div', { class: 'day is-count', role: 'separator', 'aria-label': words }, element('span', {}, words));
}
