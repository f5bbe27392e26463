import { drawText } from '../blocks/draw-text.js';
import { asObject, asText, textOf } from '../blocks/read-json.js';
import type { BlockContext, ConfirmWords } from '../blocks/surface-context.js';
import { plainCharacters } from '../mrkdwn/draw-mrkdwn.js';
import type { JsonObject } from '../protocol.js';

/** What an element asks before it acts, if it does. */
export function readConfirm(one: JsonObject, { names }: BlockContext): ConfirmWords | undefined {
  const confirm = asObject(one.confirm);
  if (!confirm) return undefined;
  return {
    title: plainCharacters(textOf(confirm.title)) || 'Are you sure?',
    text: drawText(confirm.text, names),
    confirm: plainCharacters(textOf(confirm.confirm)) || 'Yes',
    deny: plainCharacters(textOf(confirm.deny)) || 'Cancel',
    isDanger: asText(confirm.style) === 'danger',
  };
}
