import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import type { Channel, Desk } from '../protocol.js';
import { drawPersonSwitcher } from './draw-person-switcher.js';

export interface SidebarHandlers {
  openChannel(channel: Channel): void;
  becomePerson(person: string): void;
  openTrouble(): void;
  startOver(): void;
  close(): void;
}

export interface Sidebar {
  readonly node: HTMLElement;
  draw(desk: Desk, channel: Channel): void;
}

/** The workspace at the left: its channels, the direct messages with the app, and who is looking. */
export function sidebar(handlers: SidebarHandlers): Sidebar {
  const node = element('nav', { class: 'sidebar', id: 'sidebar', 'aria-label': 'Workspace' });
  let signature = '';
  return {
    node,
    draw(desk, channel) {
      const now = JSON.stringify([
        desk.team,
        desk.app,
        desk.channels,
        desk.people,
        desk.person,
        desk.troubles,
        channel.id,
      ]);
      if (now === signature) return;
      signature = now;
      const focused =
        document.activeElement instanceof HTMLElement && node.contains(document.activeElement)
          ? document.activeElement.id
          : '';
      node.replaceChildren(...draw(desk, channel, handlers));
      if (focused !== '') document.getElementById(focused)?.focus();
    },
  };
}

function draw(desk: Desk, current: Channel, handlers: SidebarHandlers): HTMLElement[] {
  const row = (channel: Channel) => {
    const isDirect = channel.kind === 'direct';
    const { unread } = channel;
    return element(
      'li',
      {},
      element(
        'button',
        {
          type: 'button',
          class: unread.count > 0 ? 'channel is-unread' : 'channel',
          id: `channel-${channel.id}`,
          'aria-current': channel.id === current.id ? 'page' : undefined,
          on: { click: () => handlers.openChannel(channel) },
        },
        isDirect
          ? element('img', { class: 'channel-app', src: '/app.svg', alt: '' })
          : icon(channel.kind === 'private' ? 'lock' : 'hash'),
        element('span', { class: 'channel-name' }, isDirect ? desk.app.name : channel.name),
        isDirect && element('span', { class: 'badge' }, 'APP'),
        unread.mentions > 0 && element('span', { class: 'count', 'aria-hidden': 'true' }, String(unread.mentions)),
        unread.count > 0 && element('span', { class: 'visually-hidden' }, `${unread.count} unread`),
      ),
    );
  };
  const section = (title: string, channels: readonly Channel[]) => [
    element('h2', { class: 'sidebar-title' }, title),
    element('ul', { 'aria-label': title }, ...channels.map(row)),
  ];
  return [
    element(
      'header',
      { class: 'sidebar-head' },
      element('img', { class: 'sidebar-sign', src: '/app.svg', alt: '' }),
      element(
        'div',
        { class: 'sidebar-names' },
        element('strong', {}, desk.team.name),
        element('span', {}, 'Playground'),
      ),
      element(
        'button',
        {
          type: 'button',
          class: 'icon-button sidebar-close',
          'aria-label': 'Close sidebar',
          on: { click: () => handlers.close() },
        },
        icon('close'),
      ),
    ),
    element(
      'div',
      { class: 'sidebar-channels' },
      ...section(
        'Channels',
        desk.channels.filter(({ kind }) => kind !== 'direct'),
      ),
      ...section(
        'Direct messages',
        desk.channels.filter(({ kind }) => kind === 'direct'),
      ),
    ),
    drawPersonSwitcher(desk, current, handlers),
  ];
}
