import type { Exchange, ExchangeDetail, ExchangePart, Json, JsonObject } from '../protocol.js';
import { sidePanel } from './dom/dialogs.js';
import { element, icon } from './dom/element.js';
import { keyedList } from './dom/redraw.js';
import { asObject, asObjects, asText, copyButton, drawBuilderLink, drawJson, textOf } from './json.js';
import { fetchExchange } from './server.js';

export interface Inspector {
  readonly node: HTMLElement;
  draw(exchanges: readonly Exchange[], app: string, isShown: boolean): void;
  focus(): void;
}

type Direction = 'all' | Exchange['direction'];

/** A live list of every request and reply between Slack and the app, newest last. */
export function inspector({ close, redraw }: { close(): void; redraw(): void }): Inspector {
  let direction: Direction = 'all';
  /** Exchanges up to this one have been cleared. */
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
      // It is no longer in the journal. The next update removes its line.
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
      empty.textContent = `No requests between Slack and ${app} yet. Send a command to see one here.`;
      rows.draw(
        shown.map((exchange) => {
          const { id, durationMs } = exchange;
          const opened = open.get(id);
          // The reply has arrived in the meantime.
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

/** Replies this slow are highlighted. Slack waits three seconds. */
const slowMs = 1000;

/** A line of the inspector and, while it is open, all details of the exchange. */
export function drawExchange(
  exchange: Exchange,
  app: string,
  { isOpen, detail, toggle }: { isOpen: boolean; detail: ExchangeDetail | undefined; toggle(): void },
): HTMLElement {
  const { id, at, direction, name, detail: what, durationMs, problem } = exchange;
  const isToApp = direction === 'to-app';
  const line = element(
    'button',
    {
      type: 'button',
      class: 'exchange-line',
      'aria-expanded': String(isOpen),
      'aria-controls': isOpen ? `exchange-${id}` : undefined,
      'data-action': `exchange-${id}`,
      on: { click: toggle },
    },
    element(
      'span',
      { class: `exchange-way ${direction}`, title: isToApp ? `To ${app}` : `From ${app}` },
      icon(isToApp ? 'right' : 'left'),
      element('span', { class: 'visually-hidden' }, isToApp ? `To ${app}:` : `From ${app}:`),
    ),
    element(
      'span',
      { class: 'exchange-name' },
      element('strong', {}, name),
      what !== '' && element('span', { class: 'exchange-what' }, ` ${what}`),
    ),
    element(
      'span',
      { class: 'exchange-end' },
      drawStatus(exchange),
      element(
        'span',
        { class: durationMs !== undefined && durationMs >= slowMs ? 'exchange-ms is-slow' : 'exchange-ms' },
        durationMs === undefined ? '…' : duration(durationMs),
      ),
      element('time', { class: 'exchange-at', datetime: new Date(at).toISOString() }, clock(at)),
    ),
  );
  const item = element('li', { class: problem === undefined ? 'exchange' : 'exchange has-problem' }, line);
  if (isOpen)
    item.append(
      element('div', { class: 'exchange-detail', id: `exchange-${id}` }, detail ? drawDetail(detail) : 'Loading…'),
    );
  return item;
}

function drawStatus({ status, problem, durationMs }: Exchange): HTMLElement {
  const words =
    problem ?? (status === undefined ? (durationMs === undefined ? 'pending' : 'no reply') : String(status));
  const kind = problem !== undefined || (status ?? 200) >= 400 ? 'is-bad' : status === undefined ? '' : 'is-good';
  return element('span', { class: `exchange-status ${kind}`, title: words }, words);
}

function drawDetail({ transport, url, request, reply, curl }: ExchangeDetail): HTMLElement {
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'exchange-address' },
      element('code', {}, transport === 'socket' ? 'Socket Mode envelope' : `POST ${url}`),
    ),
    curl !== undefined && copyButton('Copy as curl', () => curl),
    drawPart('Request', request),
    reply && drawPart('Reply', reply),
  );
}

function drawPart(title: string, { headers, body, blocks, builderUrl }: ExchangePart): HTMLElement {
  const names = Object.entries(headers);
  return element(
    'section',
    { class: 'exchange-part', 'aria-label': title },
    element('h3', {}, title),
    names.length > 0 &&
      fold(
        `Headers (${names.length})`,
        `${title} headers`,
        element(
          'dl',
          { class: 'headers' },
          ...names.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
        ),
      ),
    blocks !== undefined && fold('Blocks', `${title} blocks`, drawBlockTree(blocks)),
    builderUrl !== undefined && drawBuilderLink(builderUrl),
    body === '' ? element('p', { class: 'exchange-empty' }, 'Empty body') : drawJson(body),
  );
}

function fold(summary: string, action: string, content: HTMLElement) {
  return element('details', {}, element('summary', { 'data-action': action }, summary), content);
}

function duration(ms: number) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `14:03:22.081`, as in a log. */
function clock(at: number) {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = new Date(at);
  const seconds = `${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return `${two(date.getHours())}:${two(date.getMinutes())}:${seconds}`;
}

/** Blocks as a tree: each one's type, id and the start of its text, with its elements below. */
function drawBlockTree(blocks: Json): HTMLElement {
  return element('ul', { class: 'tree' }, ...asObjects(blocks).map(drawNode));
}

function drawNode(node: JsonObject): HTMLElement {
  const inside = [asObject(node.accessory), asObject(node.element), ...asObjects(node.elements)].filter(
    (one) => one !== undefined,
  );
  const id = asText(node.block_id) ?? asText(node.action_id);
  const words = textOf(node.text) || textOf(node.label) || asText(node.text) || textOf(node.placeholder);
  return element(
    'li',
    {},
    element('code', { class: 'tree-type' }, asText(node.type) ?? 'object'),
    id !== undefined && element('span', { class: 'tree-id' }, ` ${id}`),
    words !== undefined && words !== '' && element('span', { class: 'tree-words' }, ` ${beginning(words)}`),
    inside.length > 0 && element('ul', {}, ...inside.map(drawNode)),
  );
}

function beginning(words: string) {
  const line = words.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
