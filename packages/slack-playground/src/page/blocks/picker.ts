import type { JsonObject } from '../../protocol.js';
import { element, icon } from '../dom/element.js';
import { floatBeside } from '../dom/menu.js';
import { asText, textOf } from '../json.js';
import { plainCharacters } from '../mrkdwn/draw.js';
import { type Chosen, type ElementContext, marks, readChosen, readConfirm, readOptions } from './options.js';

/** A select with a search field: for options from the app, and for choosing several. */
export function drawPicker(one: JsonObject, context: ElementContext): HTMLElement {
  const isMany = asText(one.type)?.startsWith('multi_') === true;
  const chosen = readChosen(one, context);
  const search = searchOptions(one, context);
  const placeholder = plainCharacters(textOf(one.placeholder)) || 'Choose an option';
  const max = typeof one.max_selected_items === 'number' ? one.max_selected_items : Number.POSITIVE_INFINITY;
  const send = (values: readonly Chosen[]) =>
    context.choose(
      context.target,
      isMany ? values.map(({ value }) => value) : (values[0]?.value ?? ''),
      readConfirm(one, context),
    );

  const input = element('input', {
    ...marks(context),
    type: 'text',
    class: 'picker-input',
    role: 'combobox',
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'data-autofocus': one.focus_on_load === true,
    'aria-label': context.field ? undefined : placeholder,
    placeholder: chosen.length > 0 && isMany ? undefined : placeholder,
  });
  input.value = isMany ? '' : (chosen[0]?.text ?? '');
  const list = pickerList(input, `${context.key}-${context.index}-${context.target.actionId}`, (option) => {
    list.close();
    if (!isMany) return send([option]);
    const without = chosen.filter(({ value }) => value !== option.value);
    if (without.length < chosen.length) send(without);
    else if (chosen.length < max) send([...chosen, option]);
  });
  let asked = 0;
  const offer = async (query: string) => {
    asked += 1;
    const mine = asked;
    const full = isMany && chosen.length >= max;
    if (full) return list.say(`You can choose up to ${max}.`);
    const found = await search(query, list.wait);
    // A newer query has been sent in the meantime.
    if (mine !== asked || !input.isConnected || document.activeElement !== input) return;
    if (typeof found === 'string') list.say(found);
    else
      list.offer(
        found,
        chosen.map(({ value }) => value),
      );
  };
  input.addEventListener('input', () => void offer(input.value));
  input.addEventListener('focus', () => input.select());
  input.addEventListener('click', () => void offer(isMany ? input.value : ''));
  input.addEventListener('blur', () => {
    asked += 1;
    list.close();
    if (!isMany) input.value = chosen[0]?.text ?? '';
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (list.take(event)) event.preventDefault();
    else if (event.key === 'ArrowDown' || (event.key === 'Enter' && !list.isOpen)) {
      event.preventDefault();
      void offer(isMany ? input.value : '');
    } else if (event.key === 'Backspace' && isMany && input.value === '' && chosen.length > 0)
      send(chosen.slice(0, -1));
  });
  const chip = (option: Chosen) =>
    element(
      'span',
      { class: 'chip' },
      element('span', { class: 'chip-label' }, option.text),
      element(
        'button',
        {
          type: 'button',
          class: 'chip-remove',
          'aria-label': `Remove ${option.text}`,
          on: { click: () => send(chosen.filter(({ value }) => value !== option.value)) },
        },
        icon('close'),
      ),
    );
  return element('span', { class: 'picker' }, ...(isMany ? chosen.map(chip) : []), input, list.node, icon('down'));
}

export interface PickerList {
  readonly node: HTMLElement;
  readonly isOpen: boolean;
  offer(options: readonly Chosen[], chosen: readonly string[]): void;
  /** New options are loading. The current ones stay visible until then. */
  wait(): void;
  /** Shows why there are no options. */
  say(words: string): void;
  close(): void;
  /** @returns whether the list used the key */
  take(event: KeyboardEvent): boolean;
}

/** The list of options below a search field. The focus stays in the field (`aria-activedescendant` marks the option). */
export function pickerList(field: HTMLElement, id: string, pick: (option: Chosen) => void): PickerList {
  const node = element('div', { class: 'menu picker-list', id: `${id}-list`, popover: 'manual' });
  let options: readonly Chosen[] = [];
  let at = 0;
  field.setAttribute('aria-controls', node.id);
  const show = () => {
    if (!field.isConnected) return;
    const width = field.parentElement?.offsetWidth ?? 0;
    node.style.minWidth = `${width}px`;
    // As wide as the field, but at least 280 pixels.
    node.style.maxWidth = `min(${Math.max(width, 280)}px, calc(100vw - 8px))`;
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
      if (found.length === 0) return say('No results');
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
              // `mousedown`, because `click` comes after the field has lost the focus.
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
      else say('Loading…');
    },
    say,
    close,
    take({ key }) {
      if (!isOpen()) return false;
      const option = options[at];
      const step = { ArrowDown: 1, ArrowUp: -1 }[key];
      if (key === 'Escape') close();
      // While options are loading, the marked one may not match what was typed.
      else if (key === 'Enter' && option) isWaiting() || pick(option);
      else if (step !== undefined && options.length > 0) {
        at = (at + step + options.length) % options.length;
        mark();
      } else return false;
      return true;
    },
  };
}

/** Slack asks the app from the third letter, unless the element sets `min_query_length`. */
const lettersBeforeAsking = 3;
/** Wait this long after the last letter before asking the app. */
const pauseMs = 150;

/** @returns the matching options, or why there are none */
export type SearchOptions = (query: string, waiting: () => void) => Promise<readonly Chosen[] | string>;

/** How a select finds its options: by asking the app, or by searching its own list. */
export function searchOptions(one: JsonObject, context: ElementContext): SearchOptions {
  if (asText(one.type)?.endsWith('external_select') !== true) {
    return async (query) => {
      const wanted = query.trim().toLowerCase();
      const all = readOptions(one, context).flatMap(({ options }) => options);
      return all.filter(({ text }) => text.toLowerCase().includes(wanted));
    };
  }
  const least = typeof one.min_query_length === 'number' ? one.min_query_length : lettersBeforeAsking;
  let latest = 0;
  return async (query, waiting) => {
    latest += 1;
    const mine = latest;
    if (query.length < least) return `Type ${least === 1 ? 'a letter' : `${least} letters`} to search.`;
    waiting();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return mine === latest ? context.suggest(context.target, query) : [];
  };
}
