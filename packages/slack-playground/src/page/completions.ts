import type { Shortcut, WorkspaceView } from '../protocol.js';
import { avatar, element, icon } from './dom/element.js';

interface Takers {
  /** Replaces the last characters before the caret. */
  replace(characters: number, text: string): void;
  runShortcut(shortcut: Shortcut): void;
}

/** Completions for the text before the caret: commands and shortcuts after a slash, people and the app after an at sign. */
export function findCompletions(
  workspace: WorkspaceView,
  before: string,
  { replace, runShortcut }: Takers,
): Completion[] {
  if (/^\/\S*$/.test(before))
    return [...commands(workspace, before, replace), ...shortcuts(workspace, before, runShortcut)];
  const at = /(?:^|\s)@([\p{L}\p{N}_-]*)$/u.exec(before);
  return at ? people(workspace, at[1] ?? '', replace) : [];
}

function commands(workspace: WorkspaceView, typed: string, replace: Takers['replace']): Completion[] {
  return workspace.commands
    .filter(({ command }) => command.startsWith(typed) && command !== typed)
    .map(({ command, usageHint, description }) => ({
      title: command,
      ...(usageHint && { hint: usageHint }),
      ...(description && { description }),
      take: () => replace(typed.length, `${command} `),
    }));
}

function shortcuts(workspace: WorkspaceView, typed: string, run: Takers['runShortcut']): Completion[] {
  return workspace.shortcuts
    .filter(({ kind, name }) => kind === 'global' && name.toLowerCase().startsWith(typed.slice(1).toLowerCase()))
    .map((shortcut) => ({
      title: shortcut.name,
      description: shortcut.description,
      picture: icon('bolt'),
      take: () => run(shortcut),
    }));
}

function people({ people: all, app }: WorkspaceView, typed: string, replace: Takers['replace']): Completion[] {
  const everyone = [
    { id: app.botUserId, name: app.name.toLowerCase(), realName: app.name, kind: 'app' as const },
    ...all.map((person) => ({ ...person, kind: 'person' as const })),
  ];
  const wanted = typed.toLowerCase();
  return everyone
    .filter(({ name, realName }) => name.startsWith(wanted) || realName.toLowerCase().startsWith(wanted))
    .map(({ kind, id, name, realName }) => ({
      title: realName,
      hint: `@${name}`,
      picture: avatar({ kind, id, name: realName }),
      take: () => replace(typed.length + 1, `@${name} `),
    }));
}

/** A line of the menu. */
export interface Completion {
  /** The command or name, in bold. */
  readonly title: string;
  /** Text after it, such as a usage hint. */
  readonly hint?: string;
  readonly description?: string;
  readonly picture?: Node;
  take(): void;
}

export interface CompletionMenu {
  readonly node: HTMLElement;
  readonly isOpen: boolean;
  readonly chosen: Completion | undefined;
  /** An empty list closes the menu. */
  offer(completions: readonly Completion[]): void;
  move(step: number): void;
  close(): void;
}

/** The list above the composer. The focus stays in the text field (`aria-activedescendant` marks the option). */
export function completionMenu(field: HTMLElement, id: string): CompletionMenu {
  const optionId = (index: number) => `${id}-${index}`;
  const node = element('div', {
    class: 'completion-menu',
    id,
    role: 'listbox',
    'aria-label': 'Suggestions',
    hidden: true,
  });
  let offered: readonly Completion[] = [];
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
  const draw = ({ title, hint, description, picture, take }: Completion, index: number) =>
    element(
      'div',
      {
        class: 'completion',
        role: 'option',
        id: optionId(index),
        on: {
          // `mousedown`, because `click` comes after the text field has lost the focus.
          mousedown: (event) => {
            event.preventDefault();
            take();
          },
        },
      },
      picture ?? element('img', { src: '/app.svg', alt: '' }),
      element(
        'span',
        { class: 'completion-words' },
        element('span', { class: 'completion-line' }, element('strong', {}, title), hint ? ` ${hint}` : ''),
        description !== undefined && element('span', { class: 'completion-description' }, description),
      ),
    );
  return {
    node,
    get isOpen() {
      return offered.length > 0;
    },
    get chosen() {
      return offered[at];
    },
    offer(completions) {
      if (completions.length === 0) return close();
      offered = completions;
      at = 0;
      node.replaceChildren(...completions.map(draw));
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
