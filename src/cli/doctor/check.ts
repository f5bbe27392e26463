import type { Config } from '../../config.js';
import type { Io } from '../io.js';
import type { SlackReply } from './ask-slack.js';

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
