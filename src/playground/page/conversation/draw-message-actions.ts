import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { menuButton } from '../dom/menu-button.js';
import type { MessageParts } from './draw-message.js';

/** The small bar at a message's corner, as it shows under the pointer and with the focus. */
export function drawMessageActions(parts: MessageParts): HTMLElement {
  const { desk, message, scope, act, openThread, viewJson, copyLink } = parts;
  // Slack keeps no private answers and no lines of its own: nobody can reply to them, link to them or hand them to an app.
  const isKept = message.visibleTo === undefined && message.author.kind !== 'slack';
  const { channel, ts } = message;
  const shortcuts = isKept ? desk.shortcuts.filter(({ kind }) => kind === 'message') : [];
  return element(
    'div',
    { class: 'message-actions' },
    isKept &&
      scope === 'channel' &&
      element(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': 'Reply in thread',
          title: 'Reply in thread',
          'data-action': 'playground-reply',
          on: { click: () => openThread(message) },
        },
        icon('reply'),
      ),
    menuButton({
      label: 'More actions',
      content: icon('dots'),
      class: 'icon-button',
      attributes: { 'data-action': 'playground-more' },
      align: 'end',
      items: () => [
        ...shortcuts.map(({ callbackId, name }) => ({
          label: name,
          note: desk.app.name,
          choose: () => void act.shortcut(callbackId, { channel, ts }),
        })),
        ...(isKept ? [{ label: 'Copy link', choose: () => copyLink(message) }] : []),
        { label: 'View JSON', choose: () => viewJson(message) },
      ],
    }),
  );
}
