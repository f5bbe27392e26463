import { editDistance } from './edit-distance.js';

/** Finds the name that a misspelt one most likely means, in a time that does not grow with the number of names. */
export interface NearNames {
  /** Undefined where none is close. Ignores case. */
  nearest(word: string): string | undefined;
}

// The time to compare grows with the square of the length, and no misspelt name is longer.
const MAX_LENGTH = 100;
/** Places of parts that are looked at for one word, the rarest parts first. */
const MAX_PLACES = 4_000;
/** Names that share most parts with the word, and so are compared letter by letter. */
const MAX_COMPARED = 40;
/** In short names, one wrong letter spoils most parts of three letters. */
const MAX_SHORT = 7;

/**
 * Names are found by the parts of two and three letters that they share with a word, and only the best of them are compared letter by
 * letter. The index is made when the first word is looked up: most guides never need it.
 */
export function createNearNames(names: Iterable<string>): NearNames {
  const known = [...new Set([...names].map((name) => name.toLowerCase()))].filter(({ length }) => length <= MAX_LENGTH);
  const answers = new Map<string, string | undefined>();
  let index: ReadonlyMap<string, readonly number[]> | undefined;

  const find = (wanted: string): string | undefined => {
    index ??= indexParts(known);
    let best: { name: string; distance: number } | undefined;
    for (const name of mostAlike(wanted, index).map((number) => known[number] ?? '')) {
      const allowed = Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3));
      const distance = editDistance(wanted, name, allowed);
      if (distance > allowed || distance >= (best?.distance ?? Number.POSITIVE_INFINITY)) continue;
      if (!isOtherNumber(wanted, name)) best = { name, distance };
    }
    return best?.name;
  };

  return {
    nearest(word) {
      const wanted = word.toLowerCase();
      if (wanted.length > MAX_LENGTH) return undefined;
      if (!answers.has(wanted)) answers.set(wanted, find(wanted));
      return answers.get(wanted);
    },
  };
}

function indexParts(names: readonly string[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [number, name] of names.entries()) {
    for (const part of partsOf(name)) {
      const places = index.get(part);
      if (places === undefined) index.set(part, [number]);
      else places.push(number);
    }
  }
  return index;
}

/** The parts of three letters, with marks for the beginning and the end; of short names those of two letters, too. */
function partsOf(name: string): Set<string> {
  const marked = `^${name}$`;
  const parts = new Set<string>();
  for (let start = 0; start + 3 <= marked.length; start++) parts.add(marked.slice(start, start + 3));
  if (name.length <= MAX_SHORT)
    for (let start = 0; start + 2 <= marked.length; start++) parts.add(marked.slice(start, start + 2));
  return parts;
}

/** The names that share most parts with a word, best first. */
function mostAlike(wanted: string, index: ReadonlyMap<string, readonly number[]>): number[] {
  const lists = [...partsOf(wanted)].flatMap((part) => [index.get(part) ?? []]).sort((a, b) => a.length - b.length);
  const shared = new Map<number, number>();
  let left = MAX_PLACES;
  for (const places of lists) {
    for (const number of places.slice(0, left)) shared.set(number, (shared.get(number) ?? 0) + 1);
    left -= places.length;
    if (left <= 0) break;
  }
  return [...shared]
    .sort(([a, one], [b, other]) => other - one || a - b)
    .slice(0, MAX_COMPARED)
    .map(([number]) => number);
}

/** "release-12" is not a misspelt "release-13". */
function isOtherNumber(one: string, other: string): boolean {
  const numbers = ({ 0: digits }: RegExpMatchArray): number => Number(digits);
  const [a, b] = [one, other].map((name) => ({
    words: name.replace(/\d+/g, '#'),
    numbers: Array.from(name.matchAll(/\d+/g), numbers).join(),
  }));
  return a?.words === b?.words && a?.numbers !== b?.numbers;
}
