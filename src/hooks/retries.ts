const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After so many failures in a row; the last one repeats. */
const PAUSES_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];

/** How long an event is tried. */
export const GIVE_UP_AFTER_MS = 24 * HOUR;

/** The longest pause. */
export const MAX_PAUSE_MS = 4 * HOUR;

/**
 * How long to wait after a failure, in milliseconds; `give up` if the day is over. The last attempt is at its end.
 * @param failures from 1
 * @param ageMs since the event
 * @param wantedMs the pause that the receiver asks for, if it is longer; but none is longer than `MAX_PAUSE_MS`
 */
export function pauseAfter(failures: number, ageMs: number, wantedMs = 0): number | 'give up' {
  const left = GIVE_UP_AFTER_MS - ageMs;
  if (left <= 0) return 'give up';
  return Math.min(Math.max(PAUSES_MS[failures - 1] ?? MAX_PAUSE_MS, wantedMs), MAX_PAUSE_MS, left);
}
