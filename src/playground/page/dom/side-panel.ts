import { element } from './element.js';
import { icon } from './icon.js';

export interface SidePanel {
  readonly node: HTMLElement;
  readonly subtitle: HTMLElement;
  /** Beside the title. */
  readonly tools: HTMLElement;
  readonly body: HTMLElement;
}

/** A panel at the right of the conversation; on a narrow screen it covers it. Escape closes it. */
export function sidePanel({ id, title, close }: { id: string; title: string; close(): void }): SidePanel {
  const subtitle = element('span', { class: 'panel-subtitle' });
  const tools = element('div', { class: 'panel-tools' });
  const body = element('div', { class: 'panel-body' });
  const node = element(
    'aside',
    {
      class: 'panel',
      id,
      'aria-labelledby': `${id}-title`,
      hidden: true,
      on: {
        keydown: (event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.preventDefault();
          close();
        },
      },
    },
    element(
      'header',
      { class: 'panel-head' },
      element('h2', { id: `${id}-title` }, title),
      subtitle,
      tools,
      element(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': `Close ${title.toLowerCase()}`, on: { click: close } },
        icon('close'),
      ),
    ),
    body,
  );
  return { node, subtitle, tools, body };
}
