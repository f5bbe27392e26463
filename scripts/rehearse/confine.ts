import { chmodSync, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert, runCommand } from './steps.js';

/** As on OpenShift: a high user id that the image does not know, in group 0. */
const USER = 1_000_650_000;
const MEMORY_MIB = 512;

export interface Confinement {
  /** Wraps a shell command. @returns the program and its arguments */
  command(line: string): [string, string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** What this machine does not allow at all. */
  readonly leftOut: readonly string[];
  /** What is less strict here than on a platform. */
  readonly weaker: readonly string[];
  readonly summary: string;
  /** @throws Error if a release used more memory than the limit */
  checkMemory(releases: readonly { peakMiB(): number }[]): string;
  remove(): Promise<void>;
}

/**
 * Confines a release as strictly as this machine allows: another user without HOME, a read-only file system except for the temporary
 * folder, and 512 MiB of memory.
 */
export async function confine(folder: string): Promise<Confinement> {
  const leftOut: string[] = [];
  const weaker: string[] = [];
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  chmodSync(folder, 0o755);
  await runCommand('chmod', ['-R', 'a-w,a+rX', join(folder, 'first'), join(folder, 'next')]);
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) leftOut.push('another user id and a read-only file system: both need root');
  const mounts = isRoot ? await readOnlyMounts(temporary) : undefined;
  if (isRoot && mounts === undefined) {
    weaker.push('mounting is not allowed here: the release is read-only only by its permissions and another user id');
  }
  const limit = createMemoryLimit(`guidepost-rehearsal-${process.pid}`, MEMORY_MIB * 1024 * 1024);
  if (limit === undefined) {
    weaker.push(
      `control groups cannot be created here: the peak memory is measured, but ${MEMORY_MIB} MiB are not enforced`,
    );
  }
  const environment = { PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`, TMPDIR: temporary };

  const command = (line: string): [string, string[]] => {
    const enter = limit === undefined ? [] : [`echo $$ > ${limit.file}`];
    const user = isRoot
      ? `setpriv --reuid=${USER} --regid=0 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all `
      : '';
    // Run by a shell, like on platforms, with exec, so that signals reach it.
    const run = `exec ${user}sh -c '${`exec ${line}`.replaceAll("'", "'\\''")}'`;
    const script = [...enter, ...(mounts ?? []), run].join(' && ');
    return mounts === undefined ? ['sh', ['-c', script]] : ['unshare', ['--mount', 'sh', '-c', script]];
  };
  await checkConfinement({ command, environment, folder, isRoot, isMounted: mounts !== undefined });
  return {
    command,
    environment,
    leftOut,
    weaker,
    summary: [
      isRoot ? `user ${USER}, no HOME` : 'no HOME',
      mounts === undefined ? 'files without write permission' : 'everything mounted read-only but the temporary folder',
      limit === undefined ? `${MEMORY_MIB} MiB measured` : `a control group of ${MEMORY_MIB} MiB`,
    ].join('; '),
    checkMemory: (releases) => {
      const peaks = releases.map((release) => release.peakMiB());
      const text = peaks.map((peak) => peak.toFixed(0)).join(' and ');
      assert(
        peaks.every((peak) => peak < MEMORY_MIB),
        `peaks of ${text} MiB`,
      );
      const how =
        limit === undefined ? 'measured' : 'both releases and their release steps in one group with that limit';
      return `peaks of ${text} MiB resident, ${how}`;
    },
    remove: async () => limit?.remove(),
  };
}

/** The shell commands for a separate mount namespace; undefined if that is not allowed. */
async function readOnlyMounts(temporary: string): Promise<string[] | undefined> {
  const mounts = [
    'mount --make-rprivate /',
    `mount --bind ${temporary} ${temporary}`,
    'mount -o remount,bind,ro /',
    `mount -o remount,bind,rw ${temporary}`,
    // Other mounts that everyone may write to.
    'for place in /dev/shm /run /tmp /var/tmp; do if mountpoint -q $place; then mount -o remount,bind,ro $place; fi; done',
  ];
  try {
    await runCommand('unshare', ['--mount', 'sh', '-c', mounts.join(' && ')]);
    return mounts;
  } catch {
    return undefined;
  }
}

/** Tries to break out, to check that the confinement works. */
async function checkConfinement(options: {
  command: Confinement['command'];
  environment: Readonly<Record<string, string>>;
  folder: string;
  isRoot: boolean;
  isMounted: boolean;
}): Promise<void> {
  const { command, environment, folder, isRoot, isMounted } = options;
  const elsewhere = isMounted ? '/tmp /var/tmp /dev/shm /' : '';
  const [program, args] = command(`sh -c '
    for place in ${folder} ${folder}/first ${folder}/first/dist ${elsewhere}; do
      if touch $place/written 2>/dev/null; then echo written: $place; fi
    done
    touch $TMPDIR/written && rm $TMPDIR/written && echo temporary
    echo home=\${HOME-none} user=$(id -u)'`);
  const output = await runCommand(program, args, { env: environment, cwd: join(folder, 'first') });
  assert(output.includes('temporary'), `the temporary folder cannot be written: ${output}`);
  assert(output.includes('home=none'), `HOME is set: ${output}`);
  if (!isRoot) return;
  assert(output.includes(`user=${USER}`), `the user is another: ${output}`);
  assert(!output.includes('written:'), `something else can be written: ${output}`);
}

interface MemoryLimit {
  /** A process becomes limited by writing its id to this file. */
  readonly file: string;
  remove(): Promise<void>;
}

/** A control group whose processes together get this much memory; undefined if this machine does not allow it. */
function createMemoryLimit(name: string, bytes: number): MemoryLimit | undefined {
  for (const { folder, setting } of controlGroups()) {
    const group = join(folder, name);
    try {
      mkdirSync(group);
      writeFileSync(join(group, setting), `${bytes}`);
      return { file: join(group, 'cgroup.procs'), remove: () => removeGroup(group) };
    } catch {
      if (existsSync(group)) rmdirSync(group);
    }
  }
  return undefined;
}

/** Where control groups can be created, and the name of the memory limit, in version 1 and version 2. */
function controlGroups(): { folder: string; setting: string }[] {
  const groups = readFileSync('/proc/self/cgroup', 'utf8').split('\n');
  const paths = (pattern: RegExp) => groups.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  return [
    ...paths(/^\d+:[^:]*\bmemory\b[^:]*:(.*)$/).map((path) => ({
      folder: join('/sys/fs/cgroup/memory', path),
      setting: 'memory.limit_in_bytes',
    })),
    ...paths(/^0::(.*)$/).map((path) => ({ folder: join('/sys/fs/cgroup', path), setting: 'memory.max' })),
    // In version 2 a group that has processes cannot have children with limits. Then use the root.
    { folder: '/sys/fs/cgroup', setting: 'memory.max' },
  ];
}

/** The kernel takes a moment to notice that the last process has exited. */
async function removeGroup(group: string): Promise<void> {
  for (let left = 50; existsSync(group); left -= 1) {
    try {
      rmdirSync(group);
    } catch (error) {
      if (left === 0) throw error;
      await sleep(20);
    }
  }
}
