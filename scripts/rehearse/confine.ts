import { chmodSync, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demand, runCommand } from './steps.js';

/** As OpenShift gives them: far from any that the image knows, in group 0. */
const USER = 1_000_650_000;
const MEMORY_MIB = 512;

/**
 * How a release is run here: as another user without HOME, on a file system that can only be read but for the temporary folder, in
 * 512 MiB; each as far as this machine allows.
 * @returns with `command`, which wraps a shell's line, `environment`, what was left out, and a judgement on the memory
 */
export async function confine(folder) {
  const leftOut = [];
  const weaker = [];
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  chmodSync(folder, 0o755);
  await runCommand('chmod', ['-R', 'a-w,a+rX', join(folder, 'first'), join(folder, 'next')]);
  const isRoot = process.getuid() === 0;
  if (!isRoot) leftOut.push('another user id and a file system that can only be read: both need root');
  const mounts = isRoot ? await readOnlyMounts(temporary) : undefined;
  if (isRoot && mounts === undefined) {
    weaker.push('nobody may mount here: the release is read-only by its permissions and by another user id');
  }
  const limit = createMemoryLimit(`guidepost-rehearsal-${process.pid}`, MEMORY_MIB * 1024 * 1024);
  if (limit === undefined) {
    weaker.push('no control group may be made here: nothing is killed above 512 MiB, the peak was measured');
  }
  const environment = { PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`, TMPDIR: temporary };

  const command = (line) => {
    const enter = limit === undefined ? [] : [`echo $$ > ${limit.file}`];
    const user = isRoot
      ? `setpriv --reuid=${USER} --regid=0 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all `
      : '';
    // As a platform runs it, by a shell; exec, so that signals reach it.
    const script = [...enter, ...(mounts ?? []), `exec ${user}sh -c '${`exec ${line}`.replaceAll("'", "'\\''")}'`].join(
      ' && ',
    );
    return mounts === undefined ? ['sh', ['-c', script]] : ['unshare', ['--mount', 'sh', '-c', script]];
  };
  await proveConfinement({ command, environment, folder, isRoot, mounts });
  return {
    command,
    environment,
    leftOut,
    weaker,
    told: [
      isRoot ? `user ${USER}, no HOME` : 'no HOME',
      mounts === undefined ? 'files without write permission' : 'everything mounted read-only but the temporary folder',
      limit === undefined ? `${MEMORY_MIB} MiB measured` : `a control group of ${MEMORY_MIB} MiB`,
    ].join('; '),
    judgeMemory: (releases) => {
      const peaks = releases.map(({ peakMiB }) => peakMiB());
      demand(
        peaks.every((peak) => peak < MEMORY_MIB),
        `peaks of ${peaks.join(' and ')} MiB`,
      );
      return `peaks of ${peaks.map((peak) => peak.toFixed(0)).join(' and ')} MiB resident, ${limit === undefined ? 'measured' : 'both releases and their release steps in one group with that limit'}`;
    },
    remove: () => limit?.remove(),
  };
}

/** What a shell does in a mount space of its own; undefined where it may not. */
async function readOnlyMounts(temporary) {
  const mounts = [
    'mount --make-rprivate /',
    `mount --bind ${temporary} ${temporary}`,
    'mount -o remount,bind,ro /',
    `mount -o remount,bind,rw ${temporary}`,
    // What other mounts let anybody write.
    'for place in /dev/shm /run /tmp /var/tmp; do if mountpoint -q $place; then mount -o remount,bind,ro $place; fi; done',
  ];
  try {
    await runCommand('unshare', ['--mount', 'sh', '-c', mounts.join(' && ')]);
    return mounts;
  } catch {
    return undefined;
  }
}

/** A wall that was never pushed may not be there. */
async function proveConfinement({ command, environment, folder, isRoot, mounts }) {
  const elsewhere = mounts === undefined ? '' : '/tmp /var/tmp /dev/shm /';
  const line = `sh -c '
    for place in ${folder} ${folder}/first ${folder}/first/dist ${elsewhere}; do
      if touch $place/written 2>/dev/null; then echo written: $place; fi
    done
    touch $TMPDIR/written && rm $TMPDIR/written && echo temporary
    echo home=\${HOME-none} user=$(id -u)'`;
  const output = await runCommand(...command(line), { env: environment, cwd: join(folder, 'first') });
  demand(output.includes('temporary'), `the temporary folder cannot be written: ${output}`);
  demand(output.includes('home=none'), `HOME is set: ${output}`);
  if (!isRoot) return;
  demand(output.includes(`user=${USER}`), `the user is another: ${output}`);
  demand(!output.includes('written:'), `something else can be written: ${output}`);
}

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
