const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** The pause after so many failures in a row (from 1), in milliseconds: a second, doubling up to a minute. */
export function backoff(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
}
