import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config.js';
import type { Io } from '../args.js';
import type { SlackReply } from './slack-api.js';

/** What came of one check. `skipped`: it does not apply, or another one has to be mended first. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What is so, in a sentence. */
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

export interface Check {
  readonly name: string;
  /** May throw: that is told as a failure. */
  readonly run: (patient: Patient) => Promise<Finding>;
}

/** Everything that is looked at. */
export interface Patient {
  readonly io: Io;
  /** As far as it can be read. */
  readonly config: Config;
  /** What is wrong with it. */
  readonly problems: readonly string[];
  /** Where Slack is told to reach the app, where that is known. */
  readonly address: string | undefined;
  /** The reply to `auth.test`, which is asked once for all checks. */
  readonly slack: () => Promise<SlackReply>;
}

export function ok(says: string): Finding {
  return { state: 'ok', says };
}
export function warning(says: string, todo: string): Finding {
  return { state: 'warning', says, todo };
}
export function failed(says: string, todo: string): Finding {
  return { state: 'failed', says, todo };
}
export function skipped(says: string): Finding {
  return { state: 'skipped', says };
}

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

/** One check after the other, with what to do beneath it. */
export function describeResults(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 11);
  return results
    .map(({ name, state, says, todo }) =>
      [
        `${state.padEnd(7)}  ${name.padEnd(width)}  ${says.replaceAll('\n', `\n${indent}`)}`,
        ...(todo === undefined ? [] : [`${indent}→ ${todo}`]),
      ].join('\n'),
    )
    .join('\n');
}
