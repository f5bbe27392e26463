import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import type { Channel, Desk } from '../protocol.js';

export interface ChannelHead {
  readonly node: HTMLElement;
  draw(desk: Desk, channel: Channel, shown: { isHome: boolean; isInspecting: boolean }): void;
}

interface Setting {
  openSidebar(): void;
  toggleInspector(): void;
  openTab(tab: 'home' | 'messages'): void;
}

/** The line above the messages: which conversation this is, who is in it, and on the app's page its tabs. */
export function channelHead({ openSidebar, toggleInspector, openTab }: Setting): ChannelHead {
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
  const inspect = element(
    'button',
    {
      type: 'button',
      class: 'button button-small inspect',
      'aria-label': 'Inspector',
      'aria-controls': 'inspector',
      id: 'open-inspector',
      on: { click: toggleInspector },
    },
    icon('code'),
    element('span', { class: 'inspect-label' }, 'Inspector'),
  );
  const tab = (name: 'home' | 'messages', label: string) =>
    element('button', { type: 'button', class: 'tab', id: `tab-${name}`, on: { click: () => openTab(name) } }, label);
  const [home, messages] = [tab('home', 'Home'), tab('messages', 'Messages')];
  const tabs = element('nav', { class: 'tabs', 'aria-label': 'App', hidden: true }, home, messages);
  let signature = '';
  return {
    node: element(
      'header',
      { class: 'channel-head' },
      element('div', { class: 'channel-line' }, menu, title, members, inspect),
      tabs,
    ),
    draw(desk, channel, { isHome, isInspecting }) {
      inspect.setAttribute('aria-expanded', String(isInspecting));
      const isDirect = channel.kind === 'direct';
      tabs.hidden = !isDirect || !desk.app.tabs.homeTab;
      messages.hidden = !desk.app.tabs.messagesTab;
      mark(home, isHome);
      mark(messages, !isHome);
      const now = JSON.stringify([channel, desk.people, desk.app]);
      if (now === signature) return;
      signature = now;
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

function mark(tab: HTMLElement, isCurrent: boolean): void {
  if (isCurrent) tab.setAttribute('aria-current', 'page');
  else tab.removeAttribute('aria-current');
}
