import { textOf } from '../blocks/read-json.js';
import { icon } from '../dom/icon.js';
import { menuButton } from '../dom/menu-button.js';
import { safeUrl } from '../dom/safe-url.js';
import { drawPlain } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';
import { type ElementContext, marks } from './element-context.js';
import { readConfirm } from './read-confirm.js';
import { readOptions } from './read-options.js';

/** The button with three dots that opens a menu of options. */
export function drawOverflow(one: JsonObject, context: ElementContext): HTMLElement {
  return menuButton({
    label: 'More options',
    content: icon('dots'),
    class: 'button button-overflow',
    attributes: marks(context),
    align: 'end',
    items: () =>
      readOptions(one, context)
        .flatMap(({ options }) => options)
        .map(({ value, source }) => ({
          label: drawPlain(textOf(source?.text)),
          ...(source?.description !== undefined && { note: textOf(source.description) }),
          href: safeUrl(source?.url),
          choose: () => context.choose(context.place, value, readConfirm(one, context)),
        })),
  });
}
