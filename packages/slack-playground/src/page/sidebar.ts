import type { Channel, WorkspaceView } from '../protocol.js';
import { avatar, element, type IconName, icon } from './dom/element.js';
import { formatSelection } from './selection.js';
import { addressName } from './workspace.js';

export interface SidebarHandlers {
  openChannel(channel: Channel): void;
  becomePerson(person: string): void;
  /** Another app posts an alert, to try a shortcut of messages on. */
  postAlert(): void;
  openFaults(): void;
  startOver(): void;
  close(): void;
}

export interface Sidebar {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView, channel: Channel): void;
}

/** The sidebar: channels, direct messages with the app, and who you are. */
export function sidebar(handlers: SidebarHandlers): Sidebar {
  const node = element('nav', { class: 'sidebar', id: 'sidebar', 'aria-label': 'Workspace' });
  let signature = '';
  return {
    node,
    draw(workspace, channel) {
      const now = JSON.stringify([
        workspace.team,
        workspace.app,
        workspace.channels,
        workspace.people,
        workspace.person,
        workspace.faults,
        channel.id,
      ]);
      if (now === signature) return;
      signature = now;
      const focused =
        document.activeElement instanceof HTMLElement && node.contains(document.activeElement)
          ? document.activeElement.id
          : '';
      node.replaceChildren(...draw(workspace, channel, handlers));
      if (focused !== '') document.getElementById(focused)?.focus();
    },
  };
}

function draw(workspace: WorkspaceView, current: Channel, handlers: SidebarHandlers): HTMLElement[] {
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
        element('span', { class: 'channel-name' }, isDirect ? workspace.app.name : channel.name),
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
        element('strong', {}, workspace.team.name),
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
        workspace.channels.filter(({ kind }) => kind !== 'direct'),
      ),
      ...section(
        'Direct messages',
        workspace.channels.filter(({ kind }) => kind === 'direct'),
      ),
    ),
    drawPersonSwitcher(workspace, current, handlers),
  ];
}

/** Choose who you are, or open a second window as another person. */
export function drawPersonSwitcher(workspace: WorkspaceView, channel: Channel, handlers: SidebarHandlers): HTMLElement {
  const rows = workspace.people.map((person) => {
    const id = `person-${person.id}`;
    const isMe = person.id === workspace.person;
    const radio = element('input', {
      type: 'radio',
      name: 'person',
      id,
      value: person.id,
      checked: isMe,
      on: { change: () => handlers.becomePerson(person.name) },
    });
    return element(
      'div',
      { class: 'person' },
      radio,
      element(
        'label',
        { for: id },
        avatar({ kind: 'person', id: person.id, name: person.realName }),
        element('span', { class: 'person-name' }, person.realName),
      ),
      !isMe &&
        element(
          'a',
          {
            class: 'icon-button',
            href: formatSelection({
              person: person.name,
              channel: addressName(channel),
            }),
            target: '_blank',
            'aria-label': `Open a window as ${person.realName}`,
            title: `Open a window as ${person.realName}`,
          },
          icon('window'),
        ),
    );
  });
  return element(
    'footer',
    { class: 'sidebar-foot' },
    element('fieldset', { class: 'people' }, element('legend', {}, 'You are'), ...rows),
    workspace.shortcuts.some(({ kind }) => kind === 'message') &&
      channel.kind !== 'direct' &&
      tool('post-alert', 'bolt', 'Post an alert', handlers.postAlert),
    tool('simulate-failures', 'bug', 'Simulate failures', handlers.openFaults),
    tool('start-over', 'reset', 'Start over', handlers.startOver),
  );
}

function tool(id: string, picture: IconName, label: string, click: () => void) {
  return element('button', { type: 'button', class: 'sidebar-tool', id, on: { click } }, icon(picture), label);
}
