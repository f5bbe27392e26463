import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import type { Channel, Desk } from '../protocol.js';

export interface ChannelHead {
  readonly node: HTMLElement;
  draw(desk: Desk, channel: Channel): void;
}

/** The line above the messages: which conversation this is and who is in it. */
export function channelHead(openSidebar: () => void): ChannelHead {
  const title = element('h1', { class: 'channel-title' });
  const members = element('span', { class: 'channel-members' });
  const menu = element(
    'button',
    {
      type: 'button',
      class: 'icon-button open-sidebar',
      'aria-label': 'Open sidebar',
      'aria-controls': 'sidebar',
      on: { click: openSidebar },
    },
    icon('menu'),
  );
  let signature = '';
  return {
    node: element('header', { class: 'channel-head' }, menu, title, members),
    draw(desk, channel) {
      const now = JSON.stringify([channel, desk.people, desk.app]);
      if (now === signature) return;
      signature = now;
      const isDirect = channel.kind === 'direct';
      title.replaceChildren(
        isDirect ? element('img', { src: '/app.svg', alt: '' }) : icon(channel.kind === 'private' ? 'lock' : 'hash'),
        element('span', { class: 'channel-title-name' }, isDirect ? desk.app.name : channel.name),
        isDirect ? element('span', { class: 'badge' }, 'APP') : '',
      );
      const count = channel.members.filter((id) => desk.people.some((person) => person.id === id)).length;
      const app = channel.members.includes(desk.app.botUserId)
        ? `${desk.app.name} is here`
        : `${desk.app.name} is not a member`;
      members.textContent = isDirect ? '' : `${count === 1 ? '1 person' : `${count} people`} · ${app}`;
    },
  };
}
