import { FifoMap } from 'toad-cache';
import porter2 from 'wink-porter2-stemmer';

// Stemming a word takes microseconds, and the same few thousand words come up in every text and question.
const cache = new FifoMap<string>(20_000);

/**
 * The stem of a folded word: Porter 2 for words of Latin letters; any other word, and one too long to be real, unchanged.
 * Porter 1 would give "deploy" and "deployment" different stems.
 */
export function stem(word: string): string {
  if (!/^[a-z]{3,40}$/.test(word)) return word;
  let found = cache.get(word);
  if (found === undefined) {
    found = porter2(word);
    cache.set(word, found);
  }
  return found;
}
