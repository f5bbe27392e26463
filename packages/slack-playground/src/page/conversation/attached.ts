import type { Block, JsonObject, Message } from '../../protocol.js';
import { drawBlocks } from '../blocks/blocks.js';
import type { SurfaceContext } from '../blocks/surface-context.js';
import { element, icon } from '../dom/element.js';
import { asObjects, asText } from '../json.js';
import { drawMrkdwn } from '../mrkdwn/draw.js';

/** What hangs on a message, below its text: another app's attachments, files, and the app's link previews. */
export function drawAttached({ attachments = [], files = [], unfurls = {} }: Message, context: SurfaceContext) {
  return [
    ...attachments.map((one) => drawAttachment(one, context)),
    ...files.map(({ name }) =>
      element('div', { class: 'attached-file' }, icon('image'), element('span', {}, asText(name) ?? 'File')),
    ),
    ...Object.entries(unfurls).map(([url, preview]) =>
      element(
        'div',
        { class: 'attached', 'data-url': url },
        drawBlocks(
          asObjects(preview.blocks).map((block): Block => ({ ...block, type: asText(block.type) ?? '' })),
          context,
        ),
      ),
    ),
  ];
}

function drawAttachment({ title, pretext, text, fields, color }: JsonObject, { names }: SurfaceContext) {
  const part = (value: string | undefined, className: string) =>
    value !== undefined && element('div', { class: className }, drawMrkdwn(value, names));
  const attachment = element(
    'div',
    { class: 'attached' },
    part(asText(title), 'text attached-title'),
    part(asText(text), 'text'),
    ...asObjects(fields).map((field) =>
      element(
        'div',
        { class: 'text attached-field' },
        element('strong', {}, asText(field.title) ?? ''),
        ` ${asText(field.value) ?? ''}`,
      ),
    ),
  );
  if (color === 'danger') attachment.classList.add('is-danger');
  return element('div', {}, part(asText(pretext), 'text'), attachment);
}
