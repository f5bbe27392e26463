import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a program; nothing if it is not installed. */
export function run(
  command: string,
  options: readonly string[],
  input = '',
): { status: number | null; output: string } | undefined {
  const { status, stdout, stderr, error } = spawnSync(command, options, { input, encoding: 'utf8' });
  if (error) return undefined;
  return { status, output: `${stdout}${stderr}`.trim() };
}

/** Hands `use` a folder that is deleted afterwards. */
export function inFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-snippets-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function isOlderThan(version: string, major: number, minor: number): boolean {
  const [, here = '0', after = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(here) < major || (Number(here) === major && Number(after) < minor);
}
