import { createHash } from 'node:crypto';

/** A short print of a text, to tell later whether it was changed: a dialog's metadata is too small for the text itself. */
export function printOf(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 12);
}
