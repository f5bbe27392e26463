/** Whoever sends rubbish must not fill the log with it. */
const PAUSE_MS = 60_000;

/** Tells the first refusal at once, and of those in the minute after it how many there were, with the next one. */
export function tellRefusals(
  warn: (text: string) => void,
  now: () => number = () => performance.now(),
): (text: string) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (text) => {
    if (now() - toldAt < PAUSE_MS) {
      untold += 1;
      return;
    }
    warn(untold === 0 ? text : `${text} (and ${untold} more since the last such line)`);
    toldAt = now();
    untold = 0;
  };
}
