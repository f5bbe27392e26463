import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { drawLink, drawPlain } from '../mrkdwn/draw-mrkdwn.js';
import type { Block, JsonObject } from '../protocol.js';
import { asText, textOf } from './read-json.js';

export function drawImage(block: Block): HTMLElement {
  const title = textOf(block.title);
  return element(
    'figure',
    { class: 'block block-image' },
    title !== '' && element('figcaption', {}, drawPlain(title)),
    drawPicture(block, 'large'),
  );
}

/** The page loads nothing from outside, so a picture's place is taken by its description with a link to it. */
export function drawPicture(picture: JsonObject, size: 'small' | 'large'): HTMLElement {
  const description = asText(picture.alt_text) ?? 'Picture';
  if (size === 'small') {
    const look = { class: 'picture picture-small', role: 'img', 'aria-label': description, title: description };
    return element('span', look, icon('image'));
  }
  const label = element('span', { class: 'picture-label' }, description);
  return element(
    'span',
    { class: 'picture picture-large', title: description },
    icon('image'),
    drawLink(asText(picture.image_url) ?? '', label),
  );
}
