import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { builtFile } from '../../built-file.js';

/** Another process that runs one of the scripts in this folder and reports by messages. */
export interface OtherProcess {
  readonly process: ChildProcess;
  /** What it has reported so far. */
  readonly reports: string[];
  /** Settles when it has ended. */
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  /** Settles when it has reported so many times, or has ended. */
  reported(times: number): Promise<void>;
}

export function startProcess(script: string, ...args: string[]): OtherProcess {
  const child = fork(builtFile(join('test/storage/processes', script)), args, { execArgv: [] });
  const reports: string[] = [];
  child.on('message', (report) => reports.push(String(report)));
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const reported = async (times: number): Promise<void> => {
    while (reports.length < times && child.exitCode === null && child.signalCode === null) {
      await Promise.race([once(child, 'message'), ended]);
    }
  };
  return { process: child, reports, ended, reported };
}
