/** Finds the name that a misspelt one most likely means, in a time that does not grow with the number of names. */
export interface NearNames {
  /** Undefined where none is close. Ignores case. */
  nearest(word: string): string | undefined;
}

// The time to compare grows with the square of the length, and no misspelt name is longer.
const MAX_LENGTH = 100;
/** Places of parts that are looked at for one word, the rarest parts first. */
const MAX_PLACES = 2_000;
/** Names that share most parts with the word, and so are compared letter by letter. */
const MAX_COMPARED = 20;
const LONG = 9;
const MAX_MISTAKES = 4;
/** In short names, one wrong letter spoils most parts of three letters. */
const MAX_SHORT = 7;

/**
 * Names are found by the parts of two and three letters that they share with a word, and only the best of them are compared letter by
 * letter. The index is made when the first word is looked up: most guides never need it.
 */
export function createNearNames(names: Iterable<string>): NearNames {
  const answers = new Map<string, string | undefined>();
  let made: NameIndex | undefined;

  const find = (wanted: string): string | undefined => {
    made ??= indexNames(names);
    const { known, places } = made;
    let best: { name: string; distance: number } | undefined;
    for (const name of mostAlike(wanted, places).map((number) => known[number] ?? '')) {
      const allowed = mistakesIn(Math.max(wanted.length, name.length));
      // Only a nearer one counts, and a smaller limit is found out sooner.
      const limit = Math.min(allowed, (best?.distance ?? Number.POSITIVE_INFINITY) - 1);
      if (limit < 0) break;
      const distance = editDistance(wanted, name, limit);
      if (distance <= limit && !isOtherNumber(wanted, name)) best = { name, distance };
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

/** How many wrong letters a word of this length may have. More make it another word. */
function mistakesIn(length: number): number {
  return Math.min(MAX_MISTAKES, Math.max(1, Math.floor(length < LONG ? length / 3 : length / 4)));
}

interface NameIndex {
  /** In lower case, each once. */
  readonly known: readonly string[];
  /** For each part, the numbers of the names that have it. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

function indexNames(names: Iterable<string>): NameIndex {
  const known = [...new Set([...names].map((name) => name.toLowerCase()))].filter(({ length }) => length <= MAX_LENGTH);
  const places = new Map<string, number[]>();
  for (const [number, name] of known.entries()) {
    for (const part of partsOf(name)) {
      const numbers = places.get(part);
      if (numbers === undefined) places.set(part, [number]);
      else numbers.push(number);
    }
  }
  return { known, places };
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
  let most = 0;
  let left = MAX_PLACES;
  for (const places of lists) {
    for (const number of places.slice(0, left)) {
      const count = (shared.get(number) ?? 0) + 1;
      shared.set(number, count);
      if (count > most) most = count;
    }
    left -= places.length;
    if (left <= 0) break;
  }
  // Most names share one or two parts by chance.
  const likely = [...shared].filter(([, count]) => count * 3 >= most);
  return likely
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

/**
 * Damerau–Levenshtein distance in its common form (optimal string alignment): inserting, deleting or replacing a letter, or swapping two
 * neighbours, is one edit. Returns limit + 1 for any distance above the limit, without working it out.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  // A common beginning and end need no edits. That leaves little of most words.
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  const shorter = Math.min(a.length, b.length) - start;
  while (end < shorter && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  const rows = a.length - start - end;
  const columns = b.length - start - end;
  if (rows === 0 || columns === 0) return Math.min(rows + columns, limit + 1);
  if (limit === 1) return isOneEdit(a, b, start, rows, columns) ? 1 : 2;

  let beforeLast: number[] = new Array(columns + 1).fill(0);
  let last = Array.from(beforeLast, (_, column) => column);
  let current = beforeLast.slice();
  for (let row = 1; row <= rows; row++) {
    current[0] = row;
    let best = row;
    for (let column = 1; column <= columns; column++) {
      const [one, other] = [a.charCodeAt(start + row - 1), b.charCodeAt(start + column - 1)];
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (one === other ? 0 : 1),
      );
      const isSwapped =
        row > 1 && column > 1 && one === b.charCodeAt(start + column - 2) && a.charCodeAt(start + row - 2) === other;
      if (isSwapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current[column] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.min(at(last, columns), limit + 1);
}

/** Whether the parts that differ, `rows` letters of `a` and `columns` of `b`, are one letter or two swapped ones. */
function isOneEdit(a: string, b: string, start: number, rows: number, columns: number): boolean {
  return (
    (rows === 1 && columns === 1) ||
    (rows === 2 &&
      columns === 2 &&
      a.charCodeAt(start) === b.charCodeAt(start + 1) &&
      a.charCodeAt(start + 1) === b.charCodeAt(start))
  );
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** The candidate that `word` most likely means; undefined where none is close. Ignores case. */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const wanted = word.toLowerCase();
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    const distance = editDistance(wanted, candidate.toLowerCase(), allowed);
    if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { candidate, distance };
  }
  return best?.candidate;
}
