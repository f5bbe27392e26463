import type { Shortcut, WorkspaceView } from '../protocol.js';
import { completionMenu, findCompletions } from './completions.js';
import { element, icon } from './dom/element.js';
import { menuButton } from './dom/menu.js';

export interface Composer {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView, label: string, isBusy: boolean): void;
  focus(): void;
  /** Restores a line that could not be sent, unless something else was typed in the meantime. */
  restore(line: string): void;
}

interface Options {
  /** Unique on the page. */
  readonly id: string;
  /** Slack has no commands and shortcuts in threads. */
  readonly isInThread?: boolean;
  sendLine(line: string): void;
  runShortcut(shortcut: Shortcut): void;
}

/** The message field. Enter sends, Shift+Enter starts a new line, a slash offers commands and shortcuts, an at sign people. */
export function composer({ id, isInThread = false, sendLine, runShortcut }: Options): Composer {
  let workspace: WorkspaceView | undefined;
  const field = element('textarea', {
    class: 'composer-field',
    id,
    rows: 1,
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'true',
    'aria-expanded': 'false',
    'aria-controls': `${id}-menu`,
    'aria-autocomplete': 'list',
    'aria-describedby': `${id}-help`,
  });
  const ghost = element('div', { class: 'composer-ghost', 'aria-hidden': 'true' });
  const menu = completionMenu(field, `${id}-menu`);
  const button = element('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon('send'));
  const busy = element('span', { class: 'composer-busy', role: 'status' });
  const shortcuts = () => workspace?.shortcuts.filter(({ kind }) => kind === 'global') ?? [];
  const more = menuButton({
    label: 'Shortcuts',
    content: icon('plus'),
    class: 'icon-button composer-more',
    items: () =>
      shortcuts().map((shortcut) => ({
        label: shortcut.name,
        note: shortcut.description,
        choose: () => runShortcut(shortcut),
      })),
  });

  const run = (shortcut: Shortcut) => {
    write('');
    runShortcut(shortcut);
  };
  const replace = (characters: number, text: string) => {
    const end = field.selectionEnd;
    const start = end - characters;
    write(field.value.slice(0, start) + text + field.value.slice(end));
    field.setSelectionRange(start + text.length, start + text.length);
    field.focus();
  };
  const write = (text: string) => {
    field.value = text;
    changed();
    menu.close();
  };
  const changed = () => {
    const { value } = field;
    const before = value.slice(0, field.selectionEnd);
    const offered = workspace ? findCompletions(workspace, before, { replace, runShortcut: run }) : [];
    menu.offer(isInThread && before.startsWith('/') ? [] : offered);
    const hinted = isInThread
      ? undefined
      : workspace?.commands.find(
          ({ command, usageHint }) => usageHint && (value === `${command} ` || value === command),
        );
    if (hinted && value === hinted.command) menu.close();
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
    write('');
    sendLine(line);
  };
  field.addEventListener('input', changed);
  field.addEventListener('blur', () => menu.close());
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (menu.isOpen && step !== undefined) menu.move(step);
    else if (menu.isOpen && event.key === 'Escape') menu.close();
    else if (menu.isOpen && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey) menu.chosen?.take();
    else if (event.key === 'Enter' && !event.shiftKey) submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
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
    element('div', { class: 'composer-box' }, more, element('div', { class: 'composer-text' }, ghost, field), button),
    element(
      'p',
      { class: 'composer-help', id: `${id}-help` },
      element('span', {}, element('kbd', {}, 'Enter'), ' sends'),
      !isInThread && element('span', {}, element('kbd', {}, '/'), ' shows commands'),
      busy,
    ),
  );
  changed();
  return {
    node: form,
    draw(next, label, isBusy) {
      workspace = next;
      more.hidden = isInThread || shortcuts().length === 0;
      field.setAttribute('aria-label', label);
      field.placeholder = label;
      const words = isBusy ? `${next.app.name} is working…` : '';
      if (busy.textContent !== words) busy.textContent = words;
    },
    focus: () => field.focus(),
    restore(line) {
      if (field.value === '') write(line);
    },
  };
}
