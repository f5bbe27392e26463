import { ownDialog } from '../dialogs/own-dialog.js';
import { element } from '../dom/element.js';
import type { Desk, TroubleSwitch } from '../protocol.js';
import { send } from '../server.js';

export interface TroubleDialog {
  readonly node: HTMLDialogElement;
  open(): void;
  draw(desk: Desk): void;
}

/** Where an author makes things go wrong, to see what the app does about it. */
export function troubleDialog(): TroubleDialog {
  const list = element('div', { class: 'switches' });
  const drop = element(
    'button',
    { type: 'button', class: 'button drop-sockets', on: { click: () => void send('/api/drop-sockets', {}) } },
    'Drop the Socket Mode connection',
  );
  const words = element(
    'p',
    { id: 'trouble-words', class: 'dialog-words' },
    'See what the app does when Slack or the network misbehave. It holds for everyone in this workspace, until you switch it off.',
  );
  const node = ownDialog({ id: 'trouble', title: 'Trouble on demand', body: [words, list, drop] });
  node.setAttribute('aria-describedby', words.id);
  let drawn = '';
  /** As the server has said; what was switched here a moment ago it does not know yet. */
  const known = new Map<string, boolean>();
  return {
    node,
    open: () => node.showModal(),
    draw({ troubles, sockets }) {
      drop.hidden = sockets === 0;
      const names = JSON.stringify(troubles.map(({ id }) => id));
      if (names !== drawn) {
        list.replaceChildren(...troubles.map(drawSwitch));
        known.clear();
      }
      drawn = names;
      for (const { id, isOn } of troubles) {
        if (known.get(id) === isOn) continue;
        known.set(id, isOn);
        const input = list.querySelector<HTMLInputElement>(`#trouble-${id}`);
        if (input) input.checked = isOn;
      }
    },
  };
}

function drawSwitch({ id, label, description }: TroubleSwitch): HTMLElement {
  const input = element('input', {
    type: 'checkbox',
    role: 'switch',
    id: `trouble-${id}`,
    'aria-describedby': `trouble-${id}-words`,
    on: {
      change: async () => {
        const { outcome } = await send('/api/trouble', { id, isOn: input.checked });
        if (outcome !== 'ok') input.checked = !input.checked;
      },
    },
  });
  return element(
    'div',
    { class: 'switch' },
    input,
    element('label', { for: `trouble-${id}` }, label),
    element('p', { id: `trouble-${id}-words` }, description),
  );
}
