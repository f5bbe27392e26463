import { avatar } from '../avatar.js';
import { element } from '../dom/element.js';
import { type IconName, icon } from '../dom/icon.js';
import { addressName } from '../find-channel.js';
import type { Channel, Desk } from '../protocol.js';
import { formatSelection } from '../selection.js';
import type { SidebarHandlers } from './sidebar.js';

/** Who is looking: pick another person here, or open a window of theirs beside this one. */
export function drawPersonSwitcher(desk: Desk, channel: Channel, handlers: SidebarHandlers): HTMLElement {
  const rows = desk.people.map((person) => {
    const id = `person-${person.id}`;
    const isMe = person.id === desk.person;
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
    tool('open-trouble', 'bug', 'Trouble on demand', handlers.openTrouble),
    tool('start-over', 'reset', 'Start over', handlers.startOver),
  );
}

function tool(id: string, picture: IconName, label: string, click: () => void) {
  return element('button', { type: 'button', class: 'sidebar-tool', id, on: { click } }, icon(picture), label);
}
