import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, MAIN } from './program.js';

/** `guidepost serve`. */
export const SERVE_COMMAND = [CLI, 'serve'];

export interface Server {
  readonly child: ChildProcess;
  /** What it has written so far. */
  output(): string;
  /** Resolves with the first match in its output. @throws Error with the output when it ends before */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code. */
  ended(): Promise<number | null>;
}

/** A pipe that is read, one that nobody reads, or a file descriptor. */
type Output = 'pipe' | 'unread' | number;

export interface ProcessOptions {
  /** A file of the app with its arguments. Default: the server. */
  readonly program?: readonly string[];
  readonly stdout?: Output;
  readonly stderr?: Output;
}

/** Starts the real entry point in its own process and folder, with only this environment. */
export function startProcess(
  environment: Readonly<Record<string, string>>,
  { program = [MAIN], stdout = 'pipe', stderr = 'pipe' }: ProcessOptions = {},
): Server {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-process-'));
  const child = spawn(process.execPath, program, {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', ...[stdout, stderr].map((output) => (output === 'unread' ? 'pipe' : output))],
  });
  let output = '';
  const waiting = new Set<() => void>();
  const heard = (text: unknown): void => {
    output += String(text);
    for (const look of waiting) look();
  };
  if (stdout === 'pipe') child.stdout?.on('data', heard);
  if (stderr === 'pipe') child.stderr?.on('data', heard);
  // A pipe that nobody reads is never closed.
  const end = stdout === 'unread' || stderr === 'unread' ? 'exit' : 'close';
  const exit = once(child, end).then(([code]) => {
    rmSync(folder, { recursive: true });
    return code as number | null;
  });
  const how = (): string => `with ${child.signalCode ?? child.exitCode}`;
  return {
    child,
    output: () => output,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output);
          if (!match) return;
          waiting.delete(look);
          resolve(match);
        };
        waiting.add(look);
        look();
        exit.then(() => reject(new Error(`It ended ${how()} without printing ${pattern}:\n${output}`)), reject);
      }),
    ended: () => exit,
  };
}
