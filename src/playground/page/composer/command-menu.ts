import { element } from '../dom/element.js';
import type { Command } from '../protocol.js';

export interface CommandMenu {
  readonly node: HTMLElement;
  readonly isOpen: boolean;
  readonly chosen: Command | undefined;
  /** Offers the commands that begin with what was typed; none closes the menu. */
  offer(commands: readonly Command[]): void;
  move(step: number): void;
  close(): void;
}

const optionId = (index: number) => `command-${index}`;

/** The list of commands above the composer. The focus stays in the text field, which names the chosen option. */
export function commandMenu(field: HTMLElement, take: (command: Command) => void): CommandMenu {
  const node = element('div', {
    class: 'command-menu',
    id: 'command-menu',
    role: 'listbox',
    'aria-label': 'Commands',
    hidden: true,
  });
  let offered: readonly Command[] = [];
  let at = 0;
  const mark = () => {
    for (const [index, option] of [...node.children].entries())
      option.setAttribute('aria-selected', String(index === at));
    node.children[at]?.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', optionId(at));
  };
  const close = () => {
    offered = [];
    node.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  };
  return {
    node,
    get isOpen() {
      return offered.length > 0;
    },
    get chosen() {
      return offered[at];
    },
    offer(commands) {
      if (commands.length === 0) return close();
      offered = commands;
      at = 0;
      node.replaceChildren(
        ...commands.map((command, index) =>
          element(
            'div',
            {
              class: 'command-option',
              role: 'option',
              id: optionId(index),
              on: {
                // Before the text field would lose the focus.
                mousedown: (event) => {
                  event.preventDefault();
                  take(command);
                },
              },
            },
            element('img', { src: '/app.svg', alt: '' }),
            element(
              'span',
              { class: 'command-words' },
              element(
                'span',
                { class: 'command-line' },
                element('strong', {}, command.command),
                command.usageHint ? ` ${command.usageHint}` : '',
              ),
              command.description !== undefined &&
                element('span', { class: 'command-description' }, command.description),
            ),
          ),
        ),
      );
      node.hidden = false;
      field.setAttribute('aria-expanded', 'true');
      mark();
    },
    move(step) {
      if (offered.length === 0) return;
      at = (at + step + offered.length) % offered.length;
      mark();
    },
    close,
  };
}
