import { spawnSync } from 'node:child_process';

/** Whether this machine has git. */
export function hasGit(): boolean {
  return spawnSync('git', ['--version']).status === 0;
}
