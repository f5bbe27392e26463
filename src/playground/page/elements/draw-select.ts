import { textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { readChosen } from './read-chosen.js';
import { readConfirm } from './read-confirm.js';
import { readOptions } from './read-options.js';

/** A select over options, people or channels. */
export function drawSelect(one: JsonObject, context: ElementContext): HTMLElement {
  const chosen = readChosen(one, context)[0]?.value;
  const placeholder = plainCharacters(textOf(one.placeholder)) || 'Choose an option';
  const select = element(
    'select',
    {
      ...marks(context),
      'aria-label': context.field ? undefined : placeholder,
      on: { change: () => context.choose(context.place, select.value, readConfirm(one, context)) },
    },
    element('option', { value: '', disabled: true, hidden: true, selected: chosen === undefined }, placeholder),
    ...readOptions(one, context).map(({ label, options }) => {
      const drawn = options.map(({ value, text }) => element('option', { value, selected: value === chosen }, text));
      return label === '' ? fragment(drawn) : element('optgroup', { label }, ...drawn);
    }),
  );
  return element('span', { class: chosen === undefined ? 'select is-empty' : 'select' }, select, icon('down'));
}

function fragment(nodes: readonly Node[]): DocumentFragment {
  const root = document.createDocumentFragment();
  root.append(...nodes);
  return root;
}
