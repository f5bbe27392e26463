import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config.js';
import type { Io } from '../args.js';
import type { SlackReply } from './slack-api.js';

/** The result of one check. `skipped`: it does not apply, or another problem must be fixed first. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, in a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}

export interface Check {
  readonly name: string;
  /** May throw: that is reported as a failure. */
  readonly run: (context: CheckContext) => Promise<Finding>;
}

/** What the checks look at. */
export interface CheckContext {
  readonly io: Io;
  /** As far as it can be read; what is missing is empty. */
  readonly config: Config;
  /** What is wrong with the configuration. */
  readonly problems: readonly string[];
  /** The app's public address, if it is given. */
  readonly address: string | undefined;
  /** Slack's reply to `auth.test`, which is called once for all checks. */
  readonly slack: () => Promise<SlackReply>;
}

export function ok(message: string): Finding {
  return { state: 'ok', message };
}
export function warning(message: string, fix: string): Finding {
  return { state: 'warning', message, fix };
}
export function failed(message: string, fix: string): Finding {
  return { state: 'failed', message, fix };
}
export function skipped(message: string): Finding {
  return { state: 'skipped', message };
}

/** Longer than any timeout within a check. */
const TIMEOUT_MS = 12_000;

export interface Result extends Finding {
  readonly name: string;
}

/** Runs all checks at the same time; one that fails does not stop the others. Never rejects. */
export function runChecks(checks: readonly Check[], context: CheckContext, timeoutMs = TIMEOUT_MS): Promise<Result[]> {
  return Promise.all(
    checks.map(async ({ name, run }) => {
      const done = new AbortController();
      const late = sleep(timeoutMs, undefined, { signal: done.signal }).then(
        () => failed(`No result within ${timeoutMs / 1_000} s.`, 'Try again. If it happens again, check the network.'),
        () => failed('', ''),
      );
      try {
        return { name, ...(await Promise.race([run(context), late])) };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { name, ...failed(`The check itself failed: ${reason}`, 'Please report this text as a bug.') };
      } finally {
        done.abort();
      }
    }),
  );
}

/** One check per line, with what to do about it below. */
export function describeResults(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 11);
  return results
    .map(({ name, state, message, fix }) =>
      [
        `${state.padEnd(7)}  ${name.padEnd(width)}  ${message.replaceAll('\n', `\n${indent}`)}`,
        ...(fix === undefined ? [] : [`${indent}→ ${fix}`]),
      ].join('\n'),
    )
    .join('\n');
}
