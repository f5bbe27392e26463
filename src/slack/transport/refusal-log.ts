const REFUSAL_LOG_MS = 60_000;

/** Logs refused requests at most once a minute, with the number of those in between. */
export function limitRefusalLog(
  warn: (text: string) => void,
  now: () => number = () => performance.now(),
): (text: string) => void {
  let loggedAt = Number.NEGATIVE_INFINITY;
  let skipped = 0;
  return (text) => {
    if (now() - loggedAt < REFUSAL_LOG_MS) {
      skipped += 1;
      return;
    }
    warn(skipped === 0 ? text : `${text} (and ${skipped} more since the last such line)`);
    loggedAt = now();
    skipped = 0;
  };
}
