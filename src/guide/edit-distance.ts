/**
 * Damerau–Levenshtein distance in its common form (optimal string alignment): an insertion, a deletion, a substitution or a
 * transposition of neighbours is one edit. Gives up, with limit + 1, once the distance must pass the limit.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  // What both begin and end with takes no edit. That leaves little of most words.
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

/** Whether what differs, `rows` letters here and `columns` there, is one letter or two that changed places. */
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

// The time to compare grows with the square of the length, and no misspelt name is longer.
const MAX_LENGTH = 100;

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
