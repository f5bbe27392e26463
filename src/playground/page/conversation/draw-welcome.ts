import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import type { Channel, Desk } from '../protocol.js';

/** Stands at the top of a channel: what it is, and while nothing was said in it, lines to try. */
export function drawWelcome(
  desk: Desk,
  { name, kind }: Channel,
  isEmpty: boolean,
  tryLine: (line: string) => void,
): HTMLElement {
  const isDirect = kind === 'direct';
  return element(
    'section',
    { class: 'welcome', 'aria-label': 'Beginning of the conversation' },
    element(
      'div',
      { class: isDirect ? 'welcome-sign is-app' : 'welcome-sign', 'aria-hidden': 'true' },
      isDirect ? element('img', { src: '/app.svg', alt: '' }) : icon(kind === 'private' ? 'lock' : 'hash'),
    ),
    element('h2', {}, isDirect ? desk.app.name : `Welcome to #${name}`),
    element(
      'p',
      {},
      isDirect
        ? `This is the beginning of your direct messages with ${desk.app.name}.`
        : kind === 'private'
          ? `This is the beginning of a private channel. Only its members see it, and ${desk.app.name} is ${isMember(desk, name) ? 'one of them' : 'not one of them'}.`
          : `This is the beginning of a channel. ${desk.app.name} answers commands here, and posts what you ask it to share.`,
    ),
    isEmpty &&
      desk.suggestions.length > 0 &&
      element(
        'div',
        { class: 'suggestions', role: 'group', 'aria-label': 'Suggestions' },
        element('p', { class: 'suggestions-title' }, 'Try one of these'),
        ...desk.suggestions.map((line) =>
          element(
            'button',
            { type: 'button', class: 'suggestion', on: { click: () => tryLine(line) } },
            element('code', {}, line),
          ),
        ),
      ),
  );
}

function isMember({ channels, app }: Desk, name: string) {
  return channels.find((channel) => channel.name === name)?.members.includes(app.botUserId) === true;
}
