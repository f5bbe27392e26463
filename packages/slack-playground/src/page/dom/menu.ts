import { element } from './element.js';

export interface MenuItem {
  readonly label: Node | string;
  /** Shown smaller, below the label. */
  readonly note?: string;
  /** Also opened in a new window. */
  readonly href?: string | undefined;
  choose(): void;
}

interface Parts {
  readonly label: string;
  readonly content: Node;
  readonly class: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly align?: 'start' | 'end';
  items(): readonly MenuItem[];
}

/** A button that opens a menu. Arrow keys, Home and End move in it; Escape and Tab close it. */
export function menuButton({ label, content, class: className, attributes = {}, align, items }: Parts): HTMLElement {
  const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': label, popover: 'manual' });
  const button = element(
    'button',
    {
      ...attributes,
      type: 'button',
      class: className,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
      title: label,
      on: { click: () => (isOpen() ? close() : open()) },
    },
    content,
  );
  const isOpen = () => menu.matches(':popover-open');
  const open = () => {
    menu.replaceChildren(...items().map(drawItem));
    floatBeside(menu, button, align);
    button.setAttribute('aria-expanded', 'true');
    entries()[0]?.focus();
  };
  const close = () => {
    hide();
    button.focus();
  };
  const hide = () => {
    if (isOpen()) menu.hidePopover();
    button.setAttribute('aria-expanded', 'false');
  };
  const entries = () => [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const drawItem = ({ label: words, note, href, choose }: MenuItem) => {
    const click = () => {
      close();
      choose();
    };
    const look = { role: 'menuitem', class: 'menu-item', tabindex: -1, on: { click } };
    const inside = [element('span', {}, words), note !== undefined && element('span', { class: 'menu-note' }, note)];
    return href === undefined
      ? element('button', { ...look, type: 'button' }, ...inside)
      : element('a', { ...look, href, target: '_blank', rel: 'noopener noreferrer' }, ...inside);
  };
  const move = (event: KeyboardEvent) => {
    if (!isOpen()) return;
    const all = entries();
    const at = all.findIndex((item) => item.matches(':focus'));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return close();
    else if (next !== undefined) all.at(next % all.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const root = element(
    'span',
    {
      class: 'menu-button',
      on: {
        keydown: move,
        focusout: (event) => {
          if (!(event.relatedTarget instanceof Node && root.contains(event.relatedTarget))) hide();
        },
      },
    },
    button,
    menu,
  );
  return root;
}

const gap = 4;

/** Shows a popover below its anchor, or above if there is more room, and always inside the window. */
export function floatBeside(popover: HTMLElement, anchor: HTMLElement, align: 'start' | 'end' = 'start'): void {
  popover.style.maxHeight = '';
  popover.showPopover();
  const around = anchor.getBoundingClientRect();
  const below = innerHeight - around.bottom - gap * 2;
  const above = around.top - gap * 2;
  const isBelow = popover.offsetHeight <= below || below >= above;
  popover.style.maxHeight = `${Math.max(80, isBelow ? below : above)}px`;
  const { offsetWidth: width, offsetHeight: height } = popover;
  const left = align === 'start' ? around.left : around.right - width;
  popover.style.left = `${Math.max(gap, Math.min(left, innerWidth - width - gap))}px`;
  popover.style.top = `${isBelow ? around.bottom + gap : around.top - gap - height}px`;
}
