/** Where an element stands, so that its successor can be found after a redraw. */
interface Spot {
  readonly block: string | undefined;
  readonly action: string | undefined;
  readonly value: string | undefined;
  readonly isOnlyOne: boolean;
  readonly selection: readonly [number, number] | undefined;
}

/**
 * Swaps a part of the page for its redrawn self. What had the focus gets it again: the element that acts and says the same,
 * or the one in its place; where neither is left, the part itself, so that Tab goes on from here.
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
 * Remembers what has the focus in a part that carries `data-part`. A dialog covers the page while that part may be redrawn,
 * so the browser's own way back can lead to an element that is gone.
 * @returns how to give the focus back
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

/** A row of a list: who it is, what it shows, and how to draw it. */
export interface Row {
  readonly key: string;
  /** Drawn anew only when this changes. */
  readonly signature: string;
  make(): HTMLElement;
}

export interface KeyedList {
  readonly lastKey: string | undefined;
  readonly last: HTMLElement | undefined;
  draw(rows: readonly Row[]): void;
  clear(): void;
}

/** Keeps a parent's children the same as a list of rows. What did not change stays in the page, so that focus, selection and place stay. */
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
  /** Asked before a redraw: whether somebody is in the middle of a press. Then it is called for again when the press is over. */
  postpones(): boolean;
}

/**
 * Watches for presses that are half done: a redraw between their beginning and their end would put another element under
 * the finger, and the browser would send no click.
 * @param released called when a press is over that has postponed a redraw
 */
export function pressWatch(released: () => void): PressWatch {
  let isPressing = false;
  let isAwaited = false;
  const begin = () => {
    isPressing = true;
  };
  const end = () => {
    if (!isPressing) return;
    // The click, where there is one, comes before this.
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
  // The window's own, not that of an element which loses the focus to the pressed one.
  addEventListener('blur', ({ target }) => target === window && end());
  // What the click causes is drawn at once.
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
