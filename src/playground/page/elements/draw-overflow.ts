import { textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { safeUrl } from '../dom/safe-url.js';
import { drawPlain } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { readConfirm } from './read-confirm.js';
import { readOptions } from './read-options.js';

/** The button with three dots that opens a menu; arrow keys move in it, Escape closes it. */
export function drawOverflow(one: JsonObject, context: ElementContext): HTMLElement {
  const choose = (value: string) => {
    close();
    context.choose(context.place, value, readConfirm(one, context));
  };
  const items = readOptions(one, context)
    .flatMap(({ options }) => options)
    .map(({ value, source }) => {
      const href = safeUrl(source?.url);
      const attributes = { role: 'menuitem', class: 'menu-item', tabindex: -1, on: { click: () => choose(value) } };
      const label = drawPlain(textOf(source?.text));
      return href === undefined
        ? element('button', { ...attributes, type: 'button' }, label)
        : element('a', { ...attributes, href, target: '_blank', rel: 'noopener noreferrer' }, label);
    });
  const menu = element('div', { class: 'menu', role: 'menu', hidden: true }, ...items);
  const button = element(
    'button',
    {
      ...marks(context),
      type: 'button',
      class: 'button button-overflow',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': 'More actions',
      on: { click: () => (menu.hidden ? open() : close()) },
    },
    icon('dots'),
  );
  const open = () => {
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    items[0]?.focus();
  };
  const close = () => {
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  };
  const move = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.matches(':focus'));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') close();
    else if (next !== undefined && !menu.hidden) items.at(next % items.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return element(
    'span',
    {
      class: 'overflow',
      on: {
        keydown: move,
        focusout: (event) => {
          if (event.relatedTarget instanceof Node && menu.parentElement?.contains(event.relatedTarget)) return;
          menu.hidden = true;
          button.setAttribute('aria-expanded', 'false');
        },
      },
    },
    button,
    menu,
  );
}
