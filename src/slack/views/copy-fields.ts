import type { InputBlock } from '@slack/types';
import { input } from '../block-kit/blocks.js';

/** Slack takes 3,000 characters in a text field. */
const FIELD = 2_900;

/** A text in fields to copy from: as many as it needs. */
export function copyTexts(text: string): string[] {
  return cutLines(text, FIELD);
}

/** One of these fields. @param kind of the text: Slack keeps what a field of the same name shows */
export function copyField(kind: string, name: string, texts: readonly string[], index: number): InputBlock {
  return input(
    `copy-${kind}-${index}`,
    texts.length === 1 ? name : `${name}, ${index + 1} of ${texts.length}`,
    { type: 'plain_text_input', action_id: 'copy', multiline: true, initial_value: texts[index] ?? '' },
    { optional: true },
  );
}

/** Cuts between lines; a line that is too long anywhere but in a surrogate pair. */
function cutLines(text: string, max: number): string[] {
  const texts: string[] = [];
  let current = '';
  for (const line of text.split(/(?<=\n)/)) {
    if (current !== '' && current.length + line.length > max) {
      texts.push(current);
      current = '';
    }
    for (const piece of line.match(new RegExp(`[^]{1,${max}}(?<![\\uD800-\\uDBFF])`, 'g')) ?? []) {
      if (current.length + piece.length > max) {
        texts.push(current);
        current = '';
      }
      current += piece;
    }
  }
  return current.trim() === '' ? texts : [...texts, current];
}
