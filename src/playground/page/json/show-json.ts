import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import type { MessageJson } from '../requests.js';
import { copyButton } from './copy-button.js';
import { drawBuilderLink } from './draw-builder-link.js';
import { drawJson } from './draw-json.js';

/** Shows a message as its JSON, in a dialog of the playground's own. */
export function showJson({ json, builderUrl }: MessageJson): void {
  const dialog = element(
    'dialog',
    { class: 'dialog dialog-wide', 'aria-labelledby': 'json-title' },
    element(
      'div',
      { class: 'dialog-content' },
      element(
        'header',
        { class: 'dialog-head' },
        element('h2', { id: 'json-title' }, 'Message as JSON'),
        element(
          'button',
          { type: 'button', class: 'icon-button', 'aria-label': 'Close', on: { click: () => dialog.close() } },
          icon('close'),
        ),
      ),
      element('div', { class: 'dialog-body' }, drawJson(json)),
      element(
        'footer',
        { class: 'dialog-foot' },
        copyButton('Copy', () => JSON.stringify(json, null, 2)),
        builderUrl !== undefined && drawBuilderLink(builderUrl),
      ),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
