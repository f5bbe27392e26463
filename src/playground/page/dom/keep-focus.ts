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
