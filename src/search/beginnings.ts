/** Tells of two texts, one after the other, whether a word may begin so; false only where none does. */
export type MayBegin = (first: string, second: string) => boolean;

/** How many letters past the first text are looked at. */
const PAST = 2;
/** Beginnings are compared as far as this. */
const LONGEST = 14;
/** With so many bits for a word, most of which have six or seven beginnings, one in five is set. */
const BITS_PER_WORD = 32;

/**
 * The bits of a Bloom filter of the beginnings of words, with one hash: most neighbours of a question are no word, and need no
 * stemming.
 */
export function markBeginnings(words: readonly string[]): Uint8Array {
  const bits = 2 ** Math.ceil(Math.log2(Math.max(1, words.length) * BITS_PER_WORD));
  const set = new Uint8Array(bits / 8);
  for (const word of words) {
    let hash = START;
    for (let place = 0; place < word.length && place < LONGEST; place++) {
      hash = extend(hash, word.charCodeAt(place));
      const bit = mix(hash) & (bits - 1);
      set[bit >>> 3] = (set[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return set;
}

export function openBeginnings(set: Uint8Array): MayBegin {
  const bits = 8 * set.length;
  return (first, second) => {
    let hash = START;
    const end = Math.min(LONGEST, first.length);
    for (let place = 0; place < end; place++) hash = extend(hash, first.charCodeAt(place));
    const past = Math.min(PAST, second.length, LONGEST - end);
    for (let place = 0; place < past; place++) hash = extend(hash, second.charCodeAt(place));
    const bit = mix(hash) & (bits - 1);
    return ((set[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  };
}

/** FNV-1a, Fowler, Noll and Vo. */
const START = 0x811c9dc5;
function extend(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** Its low bits alone differ too little. */
function mix(hash: number): number {
  return (hash ^ (hash >>> 15)) >>> 0;
}
