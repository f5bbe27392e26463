import { element } from './dom/element.js';

const hues = 6;

/** A person's initials on a colour of their own, or the app's sign. They stand beside the name, so they say nothing themselves. */
export function avatar(author: {
  readonly kind: 'person' | 'app' | 'slack';
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
