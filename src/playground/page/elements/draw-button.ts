import { asText, textOf } from '../blocks/read-json.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { safeUrl } from '../dom/safe-url.js';
import { drawPlain, plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { readConfirm } from './read-confirm.js';

/** A button, or a link that looks like one: Slack tells the app of a press on either. */
export function drawButton(one: JsonObject, context: ElementContext): HTMLElement {
  const label = textOf(one.text);
  const href = safeUrl(one.url);
  const style = ['primary', 'danger'].includes(asText(one.style) ?? '') ? ` button-${asText(one.style)}` : '';
  const attributes = {
    ...marks(context),
    class: `button${style}`,
    title: label.length > 30 ? plainCharacters(label) : undefined,
    'aria-label': asText(one.accessibility_label),
    on: {
      click: () => {
        if (!context.isPending(context.place)) context.press(context.place, readConfirm(one, context));
      },
    },
  };
  const content = element('span', { class: 'button-label' }, drawPlain(label));
  if (href === undefined) return element('button', { ...attributes, type: 'button' }, content);
  return element('a', { ...attributes, href, target: '_blank', rel: 'noopener noreferrer' }, content, icon('window'));
}
