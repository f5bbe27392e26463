/** How informative a word is that `having` of `all` documents have: the idf of BM25, always above 0. */
export const inverseFrequency = (having: number, all: number): number =>
  Math.log(1 + (all - having + 0.5) / (having + 0.5));
