import type { Channel, Warning, WorkspaceView } from '../../protocol.js';
import type { Actor, WindowState } from '../actions.js';
import { surfaceContext } from '../blocks/surface-context.js';
import { element, icon } from '../dom/element.js';
import { drawMrkdwn } from '../mrkdwn/draw.js';
import { send } from '../server.js';
import { authorName } from './message.js';

export interface ChannelHead {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView, channel: Channel, shown: { isHome: boolean; isInspecting: boolean }): void;
}

interface Options {
  openSidebar(): void;
  toggleInspector(): void;
  openTab(tab: 'home' | 'messages'): void;
}

/** The header above the messages: the channel, its members, and the tabs of the app's page. */
export function channelHead({ openSidebar, toggleInspector, openTab }: Options): ChannelHead {
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
    draw(workspace, channel, { isHome, isInspecting }) {
      inspect.setAttribute('aria-expanded', String(isInspecting));
      const isDirect = channel.kind === 'direct';
      tabs.hidden = !isDirect || !workspace.app.tabs.homeTab;
      messages.hidden = !workspace.app.tabs.messagesTab;
      mark(home, isHome);
      mark(messages, !isHome);
      const now = JSON.stringify([channel, workspace.people, workspace.app]);
      if (now === signature) return;
      signature = now;
      title.replaceChildren(
        isDirect ? element('img', { src: '/app.svg', alt: '' }) : icon(channel.kind === 'private' ? 'lock' : 'hash'),
        element('span', { class: 'channel-title-name' }, isDirect ? workspace.app.name : channel.name),
        isDirect ? element('span', { class: 'badge' }, 'APP') : '',
      );
      const count = channel.members.filter((id) => workspace.people.some((person) => person.id === id)).length;
      const app = channel.members.includes(workspace.app.botUserId)
        ? `${workspace.app.name} is here`
        : `${workspace.app.name} is not a member`;
      members.textContent = isDirect ? '' : `${count === 1 ? '1 person' : `${count} people`} · ${app}`;
    },
  };
}

function mark(tab: HTMLElement, isCurrent: boolean): void {
  if (isCurrent) tab.setAttribute('aria-current', 'page');
  else tab.removeAttribute('aria-current');
}

export interface Announcer {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView, channel: string): void;
}

/** Announces to screen readers what was posted or changed in the open channel, using the message's top-level text. */
export function announcer(state: WindowState, act: Actor): Announcer {
  const node = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  let known: Map<string, string> | undefined;
  let conversation = '';
  return {
    node,
    draw(workspace, channel) {
      const here = workspace.messages.filter((message) => message.channel === channel);
      const now = new Map(here.map((message) => [message.ts, message.text]));
      const isSame = conversation === `${workspace.person}/${channel}`;
      const before = isSame ? known : undefined;
      known = now;
      conversation = `${workspace.person}/${channel}`;
      if (!before) return;
      for (const message of here) {
        if (before.get(message.ts) === message.text || message.author.id === workspace.person) continue;
        const { names } = surfaceContext({
          workspace,
          surface: { kind: 'message', channel, ts: message.ts },
          state,
          act,
        });
        node.replaceChildren(element('p', {}, `${authorName(workspace, message)}: `, drawMrkdwn(message.text, names)));
      }
    },
  };
}

/**
 * Marks a channel as read while a person looks at it.
 * @returns the message to show the line "New" above: the first that was unread when they opened the channel
 */
export function readMarker(): (workspace: WorkspaceView, channel: Channel, isShown: boolean) => string | undefined {
  let visit = '';
  let newSince: string | undefined;
  let wasLooking = false;
  let marked = '';
  return (workspace, channel, isShown) => {
    const isLooking = isShown && document.visibilityState === 'visible';
    const here = `${workspace.person}/${channel.id}`;
    if (here !== visit || (isLooking && !wasLooking)) newSince = channel.unread.since ?? undefined;
    visit = here;
    wasLooking = isLooking;
    const mark = `${here}/${channel.unread.since}/${channel.unread.count}`;
    if (isLooking && channel.unread.count > 0 && mark !== marked) {
      marked = mark;
      void send('/api/read', { person: workspace.person, channel: channel.id });
    }
    return newSince;
  };
}

export interface WarningBanner {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView): void;
}

/** More lines would leave no room for the conversation. */
const MAX_DETAILS = 5;

/** What the developer should know about the app, above the conversation. It goes when the warning is taken back. */
export function warningBanner(): WarningBanner {
  // In the page from the start, so that a screen reader says what appears in it.
  const node = element('div', { role: 'status' });
  let drawn = 'null';
  return {
    node,
    draw({ warning }) {
      const now = JSON.stringify(warning);
      if (now === drawn) return;
      drawn = now;
      node.replaceChildren(...(warning === null ? [] : [drawWarning(warning)]));
    },
  };
}

function drawWarning({ text, details }: Warning): HTMLElement {
  const more = details.length - MAX_DETAILS;
  return element(
    'div',
    // Long warnings scroll, which works by keyboard only in what can have the focus.
    { class: 'warning-banner', role: 'group', 'aria-label': 'Warning', tabindex: 0 },
    icon('warning'),
    element(
      'div',
      { class: 'warning-words' },
      element('p', {}, text),
      element(
        'ul',
        {},
        ...details.slice(0, MAX_DETAILS).map((line) => element('li', {}, element('code', {}, line))),
        more > 0 && element('li', {}, `and ${more} more`),
      ),
    ),
  );
}
