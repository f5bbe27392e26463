import type { Json, JsonObject, MessageJson } from '../protocol.js';
import { ownDialog } from './dom/dialogs.js';
import { element, icon } from './dom/element.js';

/** An app can send anything as blocks. These functions read a field as the expected type, or as undefined. */
export function asText(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

export function asObjects(value: Json | undefined): JsonObject[] {
  return isList(value) ? value.map(asObject).filter((one) => one !== undefined) : [];
}

/** The characters of a text object of any type; empty if there is none. */
export function textOf(value: Json | undefined): string {
  return asText(asObject(value)?.text) ?? '';
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

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

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Formatted and coloured JSON. Other text is shown as it is. */
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

/** A button that copies a text, and shows "Copied" for a moment. */
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
          words.textContent = (await copyText(text())) ? 'Copied' : 'Copying is not allowed';
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

/** A link that opens these blocks in Slack's Block Kit Builder. */
export function drawBuilderLink(url: string): HTMLElement {
  return element(
    'a',
    { class: 'button button-small', href: url, target: '_blank', rel: 'noopener noreferrer', 'data-action': 'builder' },
    element('span', { class: 'button-label' }, 'Open in Block Kit Builder'),
    icon('window'),
  );
}
