import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile, shippedSnapshot } from '../../src/package-file.js';

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const WRITE_SNAPSHOT = fileURLToPath(new URL('../../src/write-snapshot.js', import.meta.url));

export interface Server {
  readonly child: ChildProcess;
  /** What it has written so far. */
  output(): string;
  /** Resolves with the first match in its output. @throws Error with the output when it ends before */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code. */
  ended(): Promise<number | null>;
}

/** Starts the real entry point in its own process and folder, with only this environment. */
export function startProcess(environment: Readonly<Record<string, string>>): Server {
  // Parses the guide that ships once, not at every start.
  if (!existsSync(shippedSnapshot())) execFileSync(process.execPath, [WRITE_SNAPSHOT, packageFile('content')]);
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-process-'));
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting = new Set<() => void>();
  const heard = (text: unknown): void => {
    output += String(text);
    for (const look of waiting) look();
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const exit = once(child, 'close').then(([code]) => {
    rmSync(folder, { recursive: true });
    return code as number | null;
  });
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
        exit.then(() => reject(new Error(`It ended without printing ${pattern}:\n${output}`)), reject);
      }),
    ended: () => exit,
  };
}
