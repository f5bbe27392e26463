import { createHash } from 'node:crypto';

/** Identifies a text in 12 characters, to find out later whether it changed. A dialog has no room for the text itself. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 12);
}
