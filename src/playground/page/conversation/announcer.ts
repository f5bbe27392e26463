import type { Actor } from '../act.js';
import { element } from '../dom/element.js';
import { drawMrkdwn } from '../mrkdwn/draw-mrkdwn.js';
import type { Desk } from '../protocol.js';
import { surfaceContext } from '../surface-context-for.js';
import type { WindowState } from '../window-state.js';
import { authorName } from './draw-message.js';

export interface Announcer {
  readonly node: HTMLElement;
  draw(desk: Desk, channel: string): void;
}

/** Says to screen readers, politely and in a line, what was posted or changed in the open channel: the message's own top-level text. */
export function announcer(state: WindowState, act: Actor): Announcer {
  const node = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  let known: Map<string, string> | undefined;
  let place = '';
  return {
    node,
    draw(desk, channel) {
      const here = desk.messages.filter((message) => message.channel === channel);
      const now = new Map(here.map((message) => [message.ts, message.text]));
      const isSame = place === `${desk.person}/${channel}`;
      const before = isSame ? known : undefined;
      known = now;
      place = `${desk.person}/${channel}`;
      if (!before) return;
      for (const message of here) {
        if (before.get(message.ts) === message.text || message.author.id === desk.person) continue;
        const { names } = surfaceContext({ desk, surface: { kind: 'message', channel, ts: message.ts }, state, act });
        node.replaceChildren(element('p', {}, `${authorName(desk, message)}: `, drawMrkdwn(message.text, names)));
      }
    },
  };
}
