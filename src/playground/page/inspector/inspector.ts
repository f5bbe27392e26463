import { element } from '../dom/element.js';
import { keyedList } from '../dom/keyed-list.js';
import { sidePanel } from '../dom/side-panel.js';
import { fetchExchange } from '../server.js';
import { drawExchange } from './draw-exchange.js';
import type { Exchange, ExchangeDetail } from './exchange.js';

export interface Inspector {
  readonly node: HTMLElement;
  draw(exchanges: readonly Exchange[], app: string, isShown: boolean): void;
  focus(): void;
}

type Direction = 'all' | Exchange['direction'];

/** Beside the channel: each request and reply between Slack and the app, the newest at the end, live. */
export function inspector({ close, redraw }: { close(): void; redraw(): void }): Inspector {
  let direction: Direction = 'all';
  /** What was cleared away: exchanges up to this one. */
  let cleared = 0;
  let latest = 0;
  const open = new Map<number, { status: number | undefined; detail: ExchangeDetail | undefined }>();
  const list = element('ol', { class: 'exchanges', 'aria-label': 'Requests and replies' });
  const empty = element('p', { class: 'panel-empty' });
  const scroller = element('div', { class: 'exchanges-scroller' }, empty, list);
  const rows = keyedList(list);
  const panel = sidePanel({ id: 'inspector', title: 'Inspector', close });
  const filter = (value: Direction, label: string) => {
    const input = element('input', {
      type: 'radio',
      name: 'direction',
      value,
      checked: value === direction,
      on: {
        change: () => {
          direction = value;
          redraw();
        },
      },
    });
    return element('label', { class: 'filter' }, input, element('span', {}, label));
  };
  panel.body.append(
    element(
      'div',
      { class: 'inspector-bar' },
      element(
        'fieldset',
        { class: 'filters' },
        element('legend', { class: 'visually-hidden' }, 'Show'),
        filter('all', 'All'),
        filter('to-app', 'To the app'),
        filter('from-app', 'From the app'),
      ),
      element(
        'button',
        {
          type: 'button',
          class: 'button button-small',
          on: {
            click: () => {
              cleared = latest;
              redraw();
            },
          },
        },
        'Clear',
      ),
    ),
    scroller,
  );

  const load = async (id: number, status: number | undefined) => {
    open.set(id, { status, detail: open.get(id)?.detail });
    try {
      const detail = await fetchExchange(id);
      if (open.has(id)) open.set(id, { status, detail });
    } catch {
      // It is no longer kept: the line goes with the next change of the list.
      open.delete(id);
    }
    redraw();
  };

  return {
    node: panel.node,
    focus: () => panel.node.querySelector<HTMLElement>('[name="direction"]:checked')?.focus(),
    draw(exchanges, app, isShown) {
      panel.node.hidden = !isShown;
      latest = exchanges.at(-1)?.id ?? 0;
      if (latest < cleared) cleared = 0;
      if (!isShown) return;
      const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
      const lastBefore = rows.lastKey;
      const shown = exchanges.filter(
        (exchange) => exchange.id > cleared && (direction === 'all' || exchange.direction === direction),
      );
      empty.hidden = shown.length > 0;
      empty.textContent = `Nothing has gone between Slack and ${app} yet. Send a command, and it shows here.`;
      rows.draw(
        shown.map((exchange) => {
          const { id, durationMs } = exchange;
          const opened = open.get(id);
          // The reply came meanwhile.
          if (opened && opened.status !== durationMs) void load(id, durationMs);
          const toggle = () => {
            if (open.delete(id)) return redraw();
            void load(id, durationMs);
            redraw();
          };
          return {
            key: String(id),
            signature: JSON.stringify([exchange, opened !== undefined, opened?.detail]),
            make: () => drawExchange(exchange, app, { isOpen: opened !== undefined, detail: opened?.detail, toggle }),
          };
        }),
      );
      if (wasAtEnd && rows.lastKey !== lastBefore) scroller.scrollTop = scroller.scrollHeight;
    },
  };
}
