/** Arrow keys, Home and End go from message to message while a message, or the list itself, has the focus. */
export function walkMessages(log: HTMLElement): void {
  log.addEventListener('keydown', (event) => {
    const { activeElement } = document;
    if (activeElement !== log && !activeElement?.matches('article')) return;
    const messages = [...log.querySelectorAll<HTMLElement>('article')];
    const at = messages.findIndex((message) => message.matches(':focus'));
    const target = {
      ArrowUp: at < 0 ? messages.at(-1) : messages[at - 1],
      ArrowDown: messages[at + 1],
      Home: messages[0],
      End: messages.at(-1),
    }[event.key];
    if (!target) return;
    event.preventDefault();
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
  });
}
