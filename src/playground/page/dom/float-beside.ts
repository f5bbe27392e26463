const gap = 4;

/** Shows a popover below what it belongs to, or above where there is more room, and never past the window's edges. */
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
