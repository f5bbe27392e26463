import { element } from '../dom/element.js';
import type { Json } from '../protocol.js';

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON over several lines, its keys and values told apart by colour. Text that is no JSON is shown as it is. */
export function drawJson(value: Json): HTMLElement {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const pre = element('pre', { class: 'json', tabindex: 0 });
  if (typeof value === 'string') {
    pre.append(text);
    return pre;
  }
  let at = 0;
  for (const match of text.matchAll(token)) {
    pre.append(text.slice(at, match.index));
    const [whole, string, colon = ''] = match;
    const kind = string === undefined ? 'json-value' : colon === '' ? 'json-string' : 'json-key';
    pre.append(element('span', { class: kind }, string ?? whole), colon);
    at = match.index + whole.length;
  }
  pre.append(text.slice(at));
  return pre;
}
