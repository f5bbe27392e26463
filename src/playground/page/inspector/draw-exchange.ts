import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { copyButton } from '../json/copy-button.js';
import { drawBuilderLink } from '../json/draw-builder-link.js';
import { drawJson } from '../json/draw-json.js';
import { drawBlockTree } from './draw-block-tree.js';
import type { Exchange, ExchangeDetail, ExchangePart } from './exchange.js';

/** Slack gives an app three seconds; from here on a reply counts as late in the making. */
const slowMs = 1000;

/** A line of the inspector, and below it everything about the exchange while it is open. */
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
    problem ?? (status === undefined ? (durationMs === undefined ? 'under way' : 'no reply') : String(status));
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

function drawPart(title: string, { headers, body, builderUrl }: ExchangePart): HTMLElement {
  const tree = drawBlockTree(body);
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
    tree && fold('Blocks', `${title} blocks`, tree),
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
