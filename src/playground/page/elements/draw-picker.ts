import { asText, textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { pickerList } from './picker-list.js';
import { type Chosen, readChosen } from './read-chosen.js';
import { readConfirm } from './read-confirm.js';
import { searchOptions } from './search-options.js';

/** A select in which one types to find: those whose options the app looks up, and those in which several can be chosen. */
export function drawPicker(one: JsonObject, context: ElementContext): HTMLElement {
  const isMany = asText(one.type)?.startsWith('multi_') === true;
  const chosen = readChosen(one, context);
  const search = searchOptions(one, context);
  const placeholder = plainCharacters(textOf(one.placeholder)) || 'Choose an option';
  const most = typeof one.max_selected_items === 'number' ? one.max_selected_items : Number.POSITIVE_INFINITY;
  const send = (values: readonly Chosen[]) =>
    context.choose(
      context.place,
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
  const list = pickerList(input, `${context.key}-${context.index}-${context.place.actionId}`, (option) => {
    list.close();
    if (!isMany) return send([option]);
    const without = chosen.filter(({ value }) => value !== option.value);
    if (without.length < chosen.length) send(without);
    else if (chosen.length < most) send([...chosen, option]);
  });
  let asked = 0;
  const offer = async (query: string) => {
    asked += 1;
    const mine = asked;
    const full = isMany && chosen.length >= most;
    if (full) return list.say(`No more than ${most} can be chosen.`);
    const found = await search(query, list.wait);
    // A later letter asked again meanwhile.
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
