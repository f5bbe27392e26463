import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import type { Channel, Command, Desk } from '../protocol.js';
import { commandMenu } from './command-menu.js';

export interface Composer {
  readonly node: HTMLElement;
  draw(desk: Desk, channel: Channel, isBusy: boolean): void;
  focus(): void;
  /** Gives back a line that could not be sent, unless something else was typed meanwhile. */
  restore(line: string): void;
}

/** Where a person writes: Enter sends, Shift+Enter begins a line, and a slash offers the app's commands. */
export function composer(sendLine: (line: string) => void): Composer {
  let commands: readonly Command[] = [];
  const field = element('textarea', {
    class: 'composer-field',
    id: 'composer',
    rows: 1,
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'true',
    'aria-expanded': 'false',
    'aria-controls': 'command-menu',
    'aria-autocomplete': 'list',
    'aria-describedby': 'composer-help',
  });
  const ghost = element('div', { class: 'composer-ghost', 'aria-hidden': 'true' });
  const menu = commandMenu(field, (command) => take(command));
  const button = element('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon('send'));

  const take = (command: Command) => {
    field.value = `${command.command} `;
    menu.close();
    changed();
    field.focus();
  };
  const changed = () => {
    const { value } = field;
    menu.offer(/^\/\S*$/.test(value) ? commands.filter(({ command }) => command.startsWith(value)) : []);
    if (commands.some(({ command }) => command === value)) menu.close();
    const hinted = commands.find(
      ({ command, usageHint }) => usageHint && (value === `${command} ` || value === command),
    );
    ghost.replaceChildren(
      element('span', { class: 'composer-ghost-typed' }, value),
      hinted ? `${value.endsWith(' ') ? '' : ' '}${hinted.usageHint ?? ''}` : '',
    );
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
    button.toggleAttribute('disabled', value.trim() === '');
  };
  const submit = () => {
    const line = field.value.trim();
    if (line === '') return;
    field.value = '';
    menu.close();
    changed();
    sendLine(line);
  };
  field.addEventListener('input', changed);
  field.addEventListener('blur', () => menu.close());
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (menu.isOpen && step !== undefined) menu.move(step);
    else if (menu.isOpen && event.key === 'Escape') menu.close();
    else if (menu.isOpen && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey && menu.chosen)
      take(menu.chosen);
    else if (event.key === 'Enter' && !event.shiftKey) submit();
    else return;
    event.preventDefault();
  });

  const form = element(
    'form',
    {
      class: 'composer',
      on: {
        submit: (event) => {
          event.preventDefault();
          submit();
          field.focus();
        },
      },
    },
    menu.node,
    element('div', { class: 'composer-box' }, element('div', { class: 'composer-text' }, ghost, field), button),
    element(
      'p',
      { class: 'composer-help', id: 'composer-help' },
      element('span', {}, element('kbd', {}, 'Enter'), ' sends'),
      element('span', {}, element('kbd', {}, '/'), ' offers commands'),
      element('span', { class: 'composer-busy', role: 'status' }),
    ),
  );
  changed();
  return {
    node: form,
    draw(desk, channel, isBusy) {
      commands = desk.commands;
      const label = `Message ${channel.kind === 'direct' ? desk.app.name : `#${channel.name}`}`;
      field.setAttribute('aria-label', label);
      field.placeholder = label;
      const busy = form.querySelector('.composer-busy');
      const words = isBusy ? `${desk.app.name} is working…` : '';
      if (busy && busy.textContent !== words) busy.textContent = words;
    },
    focus: () => field.focus(),
    restore(line) {
      if (field.value !== '') return;
      field.value = line;
      changed();
      menu.close();
    },
  };
}
