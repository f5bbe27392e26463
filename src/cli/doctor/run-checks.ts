import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, type Finding, failed, type Patient } from './check.js';

/** Longer than any limit within a check: only what hangs beyond all of them meets it. */
const LIMIT_MS = 12_000;

export interface Result extends Finding {
  readonly name: string;
}

/** Runs all checks at once: what is broken in one stops no other. Never rejects. */
export function runChecks(checks: readonly Check[], patient: Patient, limitMs = LIMIT_MS): Promise<Result[]> {
  return Promise.all(
    checks.map(async ({ name, run }) => {
      const done = new AbortController();
      const late = sleep(limitMs, undefined, { signal: done.signal }).then(
        () => failed(`No result within ${limitMs / 1_000} s.`, 'Try again; if it stays so, look at the network.'),
        () => failed('', ''),
      );
      try {
        return { name, ...(await Promise.race([run(patient), late])) };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { name, ...failed(`This check failed itself: ${reason}`, 'Please report it, with this text.') };
      } finally {
        done.abort();
      }
    }),
  );
}
