type Child = Node | string | false | null | undefined;
type Listeners = { readonly [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
interface Attributes {
  readonly [name: string]: string | number | boolean | undefined | Listeners;
  readonly on?: Listeners;
}

/**
 * Creates an element. Attributes that are false or undefined are left out; true ones have no value.
 * Text is always inserted as text, never as HTML.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || typeof value === 'object') continue;
    node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, listener] of Object.entries(attributes.on ?? {})) {
    node.addEventListener(name, listener as EventListener);
  }
  for (const child of children) {
    if (child !== false && child !== null && child !== undefined) node.append(child);
  }
  return node;
}

const paths = {
  hash: 'M6.5 2.5 5 13.5M11 2.5 9.5 13.5M2.5 6h11M2.5 10h11',
  lock: 'M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  send: 'M2.5 8 13.5 2.5 11 13.5 7.5 9.5zM7.5 9.5 13.5 2.5',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  down: 'M4 6.5 8 10.5l4-4',
  eye: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  window: 'M6.5 3H3v10h10V9.5M9.5 3H13v3.5M13 3 7.5 8.5',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  image: 'M2.5 3.5h11v9h-11zM2.5 10.5l3-3 3 3 2-2 3 3M10.5 6.3h.01',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.8v3M8 11.6h.01',
  plus: 'M8 3v10M3 8h10',
  reply: 'M2.5 3.5h11v7.5H8L5 13.5V11H2.5z',
  code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5M9 3 7 13',
  bug: 'M5.5 6a2.5 2.5 0 0 1 5 0v4.5a2.5 2.5 0 0 1-5 0zM5.5 8.2h-3M13.5 8.2h-3M5.7 11l-2.4 2M10.3 11l2.4 2M5.7 5.5 3.3 3.5M10.3 5.5l2.4-2',
  bin: 'M3 4.5h10M6.3 4.5v-2h3.4v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  right: 'M3 8h10M9 4l4 4-4 4',
  left: 'M13 8H3M7 4 3 8l4 4',
  bolt: 'M9 2 3.5 9H8l-1 5 5.5-7H8z',
  'thumb-up':
    'M5 7.5 7.5 2.5c1.2 0 1.8.8 1.6 1.9L8.7 6.5h3.6c.9 0 1.5.8 1.3 1.7l-.9 4c-.1.7-.7 1.3-1.4 1.3H5zM5 7.5H2.7v6H5z',
  'thumb-down':
    'M5 8.5 7.5 13.5c1.2 0 1.8-.8 1.6-1.9l-.4-2.1h3.6c.9 0 1.5-.8 1.3-1.7l-.9-4c-.1-.7-.7-1.3-1.4-1.3H5zM5 8.5H2.7v-6H5z',
  reset: 'M3.5 8a4.7 4.7 0 1 0 1.6-3.5M3.2 2.6v2.6h2.6',
} as const;

export type IconName = keyof typeof paths;

/** An icon in the colour of the text. It is hidden from screen readers, because there is always text next to it. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

/** The URL if it is safe to follow, otherwise undefined: `javascript:` URLs never become links. */
export function safeUrl(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  return ['http:', 'https:', 'mailto:', 'tel:'].includes(new URL(url).protocol) ? url : undefined;
}

const hues = 6;

/** A person's initials on their own colour, or the app's icon. Hidden from screen readers, because the name is next to it. */
export function avatar(author: {
  readonly kind: 'person' | 'app' | 'bot' | 'slack';
  readonly id: string;
  readonly name: string;
}): HTMLElement {
  if (author.kind === 'app') {
    return element(
      'span',
      { class: 'avatar avatar-app', 'aria-hidden': 'true' },
      element('img', { src: '/app.svg', alt: '' }),
    );
  }
  const initials = author.name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
  const hue = author.kind === 'slack' ? 'system' : String(hash(author.id) % hues);
  return element('span', { class: `avatar avatar-${hue}`, 'aria-hidden': 'true' }, initials);
}

function hash(text: string) {
  return [...text].reduce((sum, one) => (sum * 37 + one.charCodeAt(0)) >>> 0, 0);
}
