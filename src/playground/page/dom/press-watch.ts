/** Whether somebody is in the middle of a press. */
export interface PressWatch {
  readonly isPressing: boolean;
}

/**
 * Watches for presses that are half done: a redraw between their beginning and their end would put another element under
 * the finger, and the browser would send no click.
 * @param released called when the press is over and its click was sent
 */
export function pressWatch(released: () => void): PressWatch {
  let isPressing = false;
  const begin = () => {
    isPressing = true;
  };
  const end = () => {
    if (!isPressing) return;
    // The click, where there is one, comes before this.
    setTimeout(() => {
      isPressing = false;
      released();
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
    get isPressing() {
      return isPressing;
    },
  };
}
