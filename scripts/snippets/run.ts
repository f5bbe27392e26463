import { spawnSync } from 'node:child_process';

/** Runs a program; nothing if it is not installed. */
export function run(
  command: string,
  options: string[],
  input: string,
): { status: number | null; output: string } | undefined {
  const { status, stdout, stderr, error } = spawnSync(command, options, { input, encoding: 'utf8' });
  if (error) return undefined;
  return { status, output: `${stdout}${stderr}`.trim() };
}
