import { element } from '../dom/element.js';
import { floatBeside } from '../dom/float-beside.js';
import type { Chosen } from './read-chosen.js';

export interface PickerList {
  readonly node: HTMLElement;
  readonly isOpen: boolean;
  offer(options: readonly Chosen[], chosen: readonly string[]): void;
  /** New options are on their way; until then those that are there stay to be read. */
  wait(): void;
  /** Says why nothing is offered. */
  say(words: string): void;
  close(): void;
  /** @returns whether the key was for the list */
  take(event: KeyboardEvent): boolean;
}

/** The options below a field in which one types. The focus stays in the field, which names the option that is marked. */
export function pickerList(field: HTMLElement, id: string, pick: (option: Chosen) => void): PickerList {
  const node = element('div', { class: 'menu picker-list', id: `${id}-list`, popover: 'manual' });
  let options: readonly Chosen[] = [];
  let at = 0;
  field.setAttribute('aria-controls', node.id);
  const show = () => {
    if (!field.isConnected) return;
    const width = field.parentElement?.offsetWidth ?? 0;
    node.style.minWidth = `${width}px`;
    // As wide as a wide field, or wider than a narrow one.
    node.style.maxWidth = `min(${Math.max(width, 320)}px, calc(100vw - 8px))`;
    floatBeside(node, field.parentElement ?? field);
  };
  const mark = () => {
    for (const [index, one] of [...node.children].entries()) one.classList.toggle('is-marked', index === at);
    node.children[at]?.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', `${id}-${at}`);
  };
  const isWaiting = () => node.ariaBusy === 'true';
  const isOpen = () => node.matches(':popover-open');
  const close = () => {
    if (isOpen()) node.hidePopover();
    options = [];
    node.ariaBusy = null;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  };
  const say = (words: string) => {
    options = [];
    node.ariaBusy = null;
    node.removeAttribute('role');
    node.replaceChildren(element('p', { class: 'menu-words', role: 'status' }, words));
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
    show();
  };
  return {
    node,
    get isOpen() {
      return isOpen();
    },
    offer(found, chosen) {
      if (found.length === 0) return say('Nothing was found.');
      options = found;
      at = 0;
      node.ariaBusy = null;
      node.setAttribute('role', 'listbox');
      node.setAttribute('aria-label', 'Options');
      node.replaceChildren(
        ...found.map((option, index) =>
          element(
            'div',
            {
              class: 'menu-item',
              role: 'option',
              id: `${id}-${index}`,
              'aria-selected': String(chosen.includes(option.value)),
              // Before the field would lose the focus.
              on: {
                mousedown: (event) => {
                  event.preventDefault();
                  pick(option);
                },
              },
            },
            option.text,
            option.description !== undefined && element('span', { class: 'menu-note' }, option.description),
          ),
        ),
      );
      field.setAttribute('aria-expanded', 'true');
      show();
      mark();
    },
    wait() {
      if (options.length > 0) node.ariaBusy = 'true';
      else say('Looking…');
    },
    say,
    close,
    take({ key }) {
      if (!isOpen()) return false;
      const option = options[at];
      const step = { ArrowDown: 1, ArrowUp: -1 }[key];
      if (key === 'Escape') close();
      // What was typed last may mean another one.
      else if (key === 'Enter' && option) isWaiting() || pick(option);
      else if (step !== undefined && options.length > 0) {
        at = (at + step + options.length) % options.length;
        mark();
      } else return false;
      return true;
    },
  };
}
