import { ownDialog } from '../dialogs/own-dialog.js';
import type { MessageJson } from '../requests.js';
import { copyButton } from './copy-button.js';
import { drawBuilderLink } from './draw-builder-link.js';
import { drawJson } from './draw-json.js';

/** Shows a message as its JSON. */
export function showJson({ json, builderUrl }: MessageJson): void {
  const dialog = ownDialog({
    id: 'json',
    title: 'Message as JSON',
    class: 'dialog-wide',
    body: [drawJson(json)],
    foot: [
      copyButton('Copy', () => JSON.stringify(json, null, 2)),
      builderUrl === undefined ? undefined : drawBuilderLink(builderUrl),
    ],
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
