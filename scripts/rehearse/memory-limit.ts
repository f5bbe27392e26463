import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A control group below our own in which all processes together get so much memory, and are killed above it; undefined where this
 * machine lets us make none.
 * @returns with `file`: whoever writes its process id there is inside
 */
export function createMemoryLimit(name, bytes) {
  for (const [folder, limit] of candidates()) {
    const group = join(folder, name);
    try {
      mkdirSync(group);
      writeFileSync(join(group, limit), `${bytes}`);
      return { file: join(group, 'cgroup.procs'), remove: () => remove(group) };
    } catch {
      if (existsSync(group)) rmdirSync(group);
    }
  }
  return undefined;
}

function candidates() {
  const groups = readFileSync('/proc/self/cgroup', 'utf8').split('\n');
  const own = (pattern) => groups.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  return [
    ...own(/^\d+:[^:]*\bmemory\b[^:]*:(.*)$/).map((path) => [
      join('/sys/fs/cgroup/memory', path),
      'memory.limit_in_bytes',
    ]),
    ...own(/^0::(.*)$/).map((path) => [join('/sys/fs/cgroup', path), 'memory.max']),
    // In version 2 a group with processes of its own has no children with limits: then beside the root.
    ['/sys/fs/cgroup', 'memory.max'],
  ];
}

/** The kernel takes a moment to see that the last process has gone. */
async function remove(group) {
  for (let left = 50; existsSync(group); left -= 1) {
    try {
      rmdirSync(group);
    } catch (error) {
      if (left === 0) throw error;
      await sleep(20);
    }
  }
}
