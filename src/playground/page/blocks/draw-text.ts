import { drawMrkdwn, drawPlain, type Names } from '../mrkdwn/draw-mrkdwn.js';
import type { Json } from '../protocol.js';
import { asObject, asText } from './read-json.js';

/** A text object: `mrkdwn` or `plain_text`. */
export function drawText(value: Json | undefined, names: Names): Node {
  const object = asObject(value);
  const text = asText(object?.text) ?? '';
  if (object?.type !== 'mrkdwn') return drawPlain(text);
  return drawMrkdwn(text, names, object.verbatim === true ? 'verbatim' : 'mrkdwn');
}
