import { element } from '../dom/element.js';

/** A button that copies a text and says so on itself for a moment. */
export function copyButton(label: string, text: () => string): HTMLElement {
  const words = element('span', { class: 'button-label' }, label);
  return element(
    'button',
    {
      type: 'button',
      class: 'button button-small',
      'data-action': `copy ${label}`,
      on: {
        click: async () => {
          words.textContent = (await copyText(text())) ? 'Copied' : 'Copying is not allowed here';
          setTimeout(() => {
            words.textContent = label;
          }, 2000);
        },
      },
    },
    words,
  );
}

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
