/** Describes the focused element, so that its successor can be found after a redraw. */
interface Spot {
  readonly block: string | undefined;
  readonly action: string | undefined;
  readonly value: string | undefined;
  readonly isOnlyOne: boolean;
  readonly selection: readonly [number, number] | undefined;
}

/**
 * Replaces a part of the page by its redrawn version, and restores the focus: to the element with the same action and value,
 * or in the same block. If there is none, to the part itself, so that Tab continues from here.
 */
export function replaceKeepingFocus(before: HTMLElement, after: HTMLElement): void {
  const focused = document.activeElement;
  const spot =
    focused instanceof HTMLElement && before.contains(focused) && focused !== before
      ? describe(before, focused)
      : undefined;
  const hadFocus = focused === before;
  before.replaceWith(after);
  if (hadFocus) after.focus({ preventScroll: true });
  if (!spot) return;
  const found = find(after, spot) ?? after;
  found.focus({ preventScroll: true });
  if (spot.selection && (found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement)) {
    found.setSelectionRange(...spot.selection);
  }
}

/**
 * Remembers the focused element in a part with `data-part`. The part may be redrawn while a dialog is open,
 * so the element that the browser would focus again may no longer exist.
 * @returns a function that restores the focus
 */
export function rememberFocus(): () => void {
  const focused = document.activeElement;
  const part = focused instanceof HTMLElement ? focused.closest<HTMLElement>('[data-part]') : null;
  if (!(focused instanceof HTMLElement) || !part) return () => {};
  const spot = describe(part, focused);
  const name = part.dataset.part;
  return () => {
    const now = [...document.querySelectorAll<HTMLElement>('[data-part]')].find((one) => one.dataset.part === name);
    if (now) (find(now, spot) ?? now).focus({ preventScroll: true });
  };
}

function describe(root: HTMLElement, focused: HTMLElement): Spot {
  const { block, action, value } = focused.dataset;
  const isText =
    focused instanceof HTMLTextAreaElement || (focused instanceof HTMLInputElement && focused.type === 'text');
  const selection = isText ? ([focused.selectionStart ?? 0, focused.selectionEnd ?? 0] as const) : undefined;
  return { block, action, value, selection, isOnlyOne: inBlock(root, block).length === 1 };
}

function find(root: HTMLElement, spot: Spot): HTMLElement | undefined {
  if (spot.action === undefined) return undefined;
  const all = [...root.querySelectorAll<HTMLElement>('[data-action]')];
  const sameAction = all.filter((one) => one.dataset.action === spot.action);
  const onlyOne = inBlock(root, spot.block);
  return (
    sameAction.find((one) => one.dataset.value === spot.value) ??
    sameAction.find((one) => one.dataset.block === spot.block) ??
    (spot.isOnlyOne && onlyOne.length === 1 ? onlyOne[0] : undefined)
  );
}

function inBlock(root: HTMLElement, block: string | undefined) {
  return [...root.querySelectorAll<HTMLElement>('[data-action]')].filter((one) => one.dataset.block === block);
}

/** A row of a list: its key, a signature of what it shows, and how to draw it. */
export interface Row {
  readonly key: string;
  /** The row is redrawn only when this changes. */
  readonly signature: string;
  make(): HTMLElement;
}

export interface KeyedList {
  readonly lastKey: string | undefined;
  readonly last: HTMLElement | undefined;
  draw(rows: readonly Row[]): void;
  clear(): void;
}

/** Keeps a parent's children in sync with a list of rows. Unchanged rows stay in the page, with their focus and selection. */
export function keyedList(parent: HTMLElement): KeyedList {
  let drawn = new Map<string, { signature: string; node: HTMLElement }>();
  return {
    get lastKey() {
      return [...drawn.keys()].at(-1);
    },
    get last() {
      return [...drawn.values()].at(-1)?.node;
    },
    draw(rows) {
      const next = new Map<string, { signature: string; node: HTMLElement }>();
      for (const { key, signature, make } of rows) {
        const before = drawn.get(key);
        if (before?.signature === signature) {
          next.set(key, before);
          continue;
        }
        const node = make();
        if (before) replaceKeepingFocus(before.node, node);
        next.set(key, { signature, node });
      }
      for (const [key, { node }] of drawn) if (!next.has(key)) node.remove();
      drawn = next;
      [...next.values()].forEach(({ node }, index) => {
        if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
      });
    },
    clear() {
      parent.replaceChildren();
      drawn = new Map();
    },
  };
}

export interface PressWatch {
  /** Call before a redraw. @returns whether a press is in progress; then `released` is called when it has ended */
  postpones(): boolean;
}

/**
 * Watches for presses in progress. A redraw between pointer down and up would put another element under
 * the pointer, and the browser would send no click.
 * @param released called when a press that postponed a redraw has ended
 */
export function pressWatch(released: () => void): PressWatch {
  let isPressing = false;
  let isAwaited = false;
  const begin = () => {
    isPressing = true;
  };
  const end = () => {
    if (!isPressing) return;
    // A click event comes before this.
    setTimeout(() => {
      isPressing = false;
      if (isAwaited) released();
      isAwaited = false;
    });
  };
  const isSpace = ({ key, target }: KeyboardEvent) =>
    key === ' ' &&
    target instanceof HTMLElement &&
    target.matches('button, summary, [type="checkbox"], [type="radio"]');
  addEventListener('pointerdown', begin, true);
  addEventListener('keydown', (event) => isSpace(event) && begin(), true);
  for (const over of ['pointerup', 'pointercancel', 'keyup']) addEventListener(over, end, true);
  // Only the window's own blur, not that of an element that loses the focus to the pressed one.
  addEventListener('blur', ({ target }) => target === window && end());
  // Draw the effects of the click at once.
  addEventListener(
    'click',
    () => {
      isPressing = false;
    },
    true,
  );
  return {
    postpones() {
      isAwaited ||= isPressing;
      return isPressing;
    },
  };
}
