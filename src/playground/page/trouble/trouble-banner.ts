import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import type { Desk } from '../protocol.js';
import { send } from '../server.js';

export interface TroubleBanner {
  readonly node: HTMLElement;
  draw(desk: Desk): void;
}

/** While trouble is switched on, every window says which, so that nobody looks for a mistake that is none. */
export function troubleBanner(): TroubleBanner {
  const words = element('span', { role: 'status' });
  let on: readonly string[] = [];
  const node = element(
    'div',
    { class: 'trouble-banner', hidden: true },
    icon('bug'),
    words,
    element(
      'button',
      {
        type: 'button',
        class: 'button button-small',
        on: {
          click: async () => {
            // One after the other: each leaves the rest as it stands.
            for (const id of on) await send('/api/trouble', { id, isOn: false });
          },
        },
      },
      'Turn off',
    ),
  );
  return {
    node,
    draw({ troubles }) {
      const present = troubles.filter(({ isOn }) => isOn);
      on = present.map(({ id }) => id);
      node.hidden = on.length === 0;
      const text = on.length === 0 ? '' : `Trouble is on: ${present.map(({ label }) => label).join(', ')}.`;
      if (words.textContent !== text) words.textContent = text;
    },
  };
}
