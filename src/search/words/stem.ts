import { porter2 } from '../porter2.js';

/**
 * The stem of a folded word: Porter 2 for words of Latin letters, other words (and what is too long to be one) as they are.
 * Porter 2 and not 1, which takes "deploy" and "deployment" apart.
 */
export function stem(word: string): string {
  return /^[a-z]{3,40}$/.test(word) ? porter2(word) : word;
}
