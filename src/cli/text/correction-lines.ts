import type { Correction } from '../../answer/answer.js';
import { printableLine } from './printable.js';
import type { Screen } from './style.js';
import { wrap } from './wrap.js';

/** "Showing results for docker (you typed “dokcer”)"; nothing where nothing was corrected. */
export function correctionLines(corrections: readonly Correction[], { width }: Screen): string[] {
  if (corrections.length === 0) return [];
  const words = corrections.map(({ typed, read }) => `${printableLine(read)} (you typed “${printableLine(typed)}”)`);
  return wrap(`Showing results for ${words.join(', ')}`, width);
}
