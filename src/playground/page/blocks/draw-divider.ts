import { element } from '../dom/element.js';

export const drawDivider = (): HTMLElement => element('hr', { class: 'block block-divider' });
