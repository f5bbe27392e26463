import type { FaultSwitch, WorkspaceView } from '../protocol.js';
import { ownDialog } from './dom/dialogs.js';
import { element, icon } from './dom/element.js';
import { send } from './server.js';

export interface FaultDialog {
  readonly node: HTMLDialogElement;
  open(): void;
  draw(workspace: WorkspaceView): void;
}

/** The dialog to simulate failures. */
export function faultDialog(): FaultDialog {
  const list = element('div', { class: 'switches' });
  const drop = element(
    'button',
    { type: 'button', class: 'button drop-sockets', on: { click: () => void send('/api/drop-sockets', {}) } },
    'Drop the Socket Mode connection',
  );
  const words = element(
    'p',
    { id: 'faults-description', class: 'dialog-words' },
    'See what the app does when Slack or the network fails. This affects everyone in this workspace until you turn it off.',
  );
  const node = ownDialog({ id: 'faults', title: 'Simulate failures', body: [words, list, drop] });
  node.setAttribute('aria-describedby', words.id);
  let drawn = '';
  /** The last state from the server. It may not know a change made here a moment ago. */
  const known = new Map<string, boolean>();
  return {
    node,
    open: () => node.showModal(),
    draw({ faults, sockets }) {
      drop.hidden = sockets === 0;
      const names = JSON.stringify(faults.map(({ id }) => id));
      if (names !== drawn) {
        list.replaceChildren(...faults.map(drawSwitch));
        known.clear();
      }
      drawn = names;
      for (const { id, isOn } of faults) {
        if (known.get(id) === isOn) continue;
        known.set(id, isOn);
        const input = list.querySelector<HTMLInputElement>(`#fault-${id}`);
        if (input) input.checked = isOn;
      }
    },
  };
}

function drawSwitch({ id, label, description }: FaultSwitch): HTMLElement {
  const input = element('input', {
    type: 'checkbox',
    role: 'switch',
    id: `fault-${id}`,
    'aria-describedby': `fault-${id}-words`,
    on: {
      change: async () => {
        const { outcome } = await send('/api/fault', { id, isOn: input.checked });
        if (outcome !== 'ok') input.checked = !input.checked;
      },
    },
  });
  return element(
    'div',
    { class: 'switch' },
    input,
    element('label', { for: `fault-${id}` }, label),
    element('p', { id: `fault-${id}-words` }, description),
  );
}

export interface FaultBanner {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView): void;
}

/** While failures are simulated, every page says which, so that nobody mistakes them for bugs. */
export function faultBanner(): FaultBanner {
  const words = element('span', { role: 'status' });
  let on: readonly string[] = [];
  const node = element(
    'div',
    { class: 'fault-banner', hidden: true },
    icon('bug'),
    words,
    element(
      'button',
      {
        type: 'button',
        class: 'button button-small',
        on: {
          click: async () => {
            // One at a time, because each request keeps the other switches as they are.
            for (const id of on) await send('/api/fault', { id, isOn: false });
          },
        },
      },
      'Turn off',
    ),
  );
  return {
    node,
    draw({ faults }) {
      const present = faults.filter(({ isOn }) => isOn);
      on = present.map(({ id }) => id);
      node.hidden = on.length === 0;
      const text = on.length === 0 ? '' : `Simulating failures: ${present.map(({ label }) => label).join(', ')}.`;
      if (words.textContent !== text) words.textContent = text;
    },
  };
}
