import { element } from '../dom/element.js';

/** A line of the menu. */
export interface Completion {
  /** In bold: the command, the name. */
  readonly title: string;
  /** Beside it: what may follow. */
  readonly hint?: string;
  readonly description?: string;
  readonly picture?: Node;
  take(): void;
}

export interface CompletionMenu {
  readonly node: HTMLElement;
  readonly isOpen: boolean;
  readonly chosen: Completion | undefined;
  /** None closes the menu. */
  offer(completions: readonly Completion[]): void;
  move(step: number): void;
  close(): void;
}

/** The list above a composer: commands, shortcuts, people. The focus stays in the text field, which names the chosen option. */
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
          // Before the text field would lose the focus.
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
