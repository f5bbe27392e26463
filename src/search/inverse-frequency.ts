/** How informative a word is that `having` of `all` documents have: the idf of BM25, always above 0. */
export function inverseFrequency(having: number, all: number): number {
  return Math.log(1 + (all - having + 0.5) / (having + 0.5));
}
