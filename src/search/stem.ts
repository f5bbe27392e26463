import porter2 from 'wink-porter2-stemmer';

/**
 * The stem of a folded word: Porter 2 for words of Latin letters, other words (and what is too long to be one) as they are.
 * Porter 2 and not 1, which takes "deploy" and "deployment" apart. Source: snowballstem.org/algorithms/english/stemmer.html
 */
export const stem = (word: string): string => {
  if (!/^[a-z]{3,40}$/.test(word)) return word;
  const found: unknown = porter2(word);
  // The stemmer looks its exceptions up in a plain object, so for "constructor" it hands back a function.
  return typeof found === 'string' ? found : word;
};
