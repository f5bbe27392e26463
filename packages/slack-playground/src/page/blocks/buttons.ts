import type { JsonObject } from '../../protocol.js';
import { element, icon, safeUrl } from '../dom/element.js';
import { menuButton } from '../dom/menu.js';
import { asObject, asText, textOf } from '../json.js';
import { drawPlain, plainCharacters } from '../mrkdwn/draw.js';
import { type ElementContext, marks, readConfirm, readOptions } from './options.js';

/** A button, or a link that looks like one. Slack sends presses of both. */
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
        if (!context.isPending(context.target)) context.press(context.target, readConfirm(one, context));
      },
    },
  };
  const content = element('span', { class: 'button-label' }, drawPlain(label));
  if (href === undefined) return element('button', { ...attributes, type: 'button' }, content);
  return element('a', { ...attributes, href, target: '_blank', rel: 'noopener noreferrer' }, content, icon('window'));
}

/** The button with three dots that opens a menu. */
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
          choose: () => context.choose(context.target, value, readConfirm(one, context)),
        })),
  });
}

/** Thumbs up and down. The one that was pressed stays pressed. */
export function drawFeedbackButtons(one: JsonObject, context: ElementContext): HTMLElement {
  const thumb = (name: 'positive' | 'negative') => {
    const button = asObject(one[`${name}_button`]) ?? {};
    const target = { ...context.target, value: asText(button.value) ?? '' };
    const label = plainCharacters(textOf(button.text));
    return element(
      'button',
      {
        ...marks({ ...context, target }),
        type: 'button',
        class: 'button button-icon',
        'aria-label': asText(button.accessibility_label) ?? label,
        'aria-pressed': String(context.pressed(context.target) === target.value),
        title: label,
        on: {
          click: () => {
            context.keepPressed(context.target, target.value);
            context.press(target);
          },
        },
      },
      icon(name === 'positive' ? 'thumb-up' : 'thumb-down'),
    );
  };
  return element(
    'span',
    { class: 'feedback', role: 'group', 'aria-label': 'Feedback' },
    thumb('positive'),
    thumb('negative'),
  );
}

/** An icon button. Slack has only one icon, the trash can. Some are only visible to certain people. */
export function drawIconButton(one: JsonObject, context: ElementContext): HTMLElement {
  const readers = one.visible_to_user_ids;
  if (Array.isArray(readers) && !readers.includes(context.names.me)) return element('span', { hidden: true });
  const label = plainCharacters(textOf(one.text));
  return element(
    'button',
    {
      ...marks(context),
      type: 'button',
      class: 'button button-icon',
      'aria-label': asText(one.accessibility_label) ?? label,
      title: label,
      on: { click: () => context.press(context.target, readConfirm(one, context)) },
    },
    icon('bin'),
  );
}
