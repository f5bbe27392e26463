import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { required } from '../../bench/measure.js';
import { freePort } from '../../bench/speed/server.js';
import type { Confinement } from './confine.js';
import { assert, runCommand } from './steps.js';

/** Root uses a clone of another user, which git would otherwise refuse to read. */
const ANY_OWNER = ['-c', 'safe.directory=*'];

async function git(...args: string[]): Promise<string> {
  return (await runCommand('git', [...ANY_OWNER, ...args])).trim();
}

/** What a platform makes of the last commit: a clone, installed, built, and pruned to runtime dependencies. */
export async function makeRelease(root: string, tree: string): Promise<string> {
  const packing = `git ${ANY_OWNER.join(' ')} upload-pack`;
  await git('clone', '--quiet', '--no-local', '--depth', '1', '--upload-pack', packing, `file://${root}`, tree);
  const npm = (...args: string[]) => runCommand('npm', [...args, '--no-audit', '--no-fund'], { cwd: tree });
  await npm('ci', '--prefer-offline');
  await npm('run', 'build');
  await npm('prune', '--omit=dev');
  const commit = await git('-C', tree, 'log', '-1', '--format=%h %s');
  const changed = await git('-C', root, 'status', '--porcelain', '--untracked-files=no');
  return `${commit}${changed === '' ? '' : '; uncommitted changes are NOT part of it'}`;
}

/**
 * The next release: the same code with one more migration, of the allowed kind. It only adds something, so that the earlier
 * release keeps running on the new tables.
 */
export async function makeNextRelease(first: string, next: string): Promise<string> {
  await runCommand('cp', ['-a', first, next]);
  const dist = join(next, 'dist');
  const table = /\bmigrations ?= ?\{/;
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.js') && table.test(readFileSync(join(dist, name), 'utf8')),
  );
  assert(files.length > 0, `${dist} has no table of migrations`);
  for (const name of files) {
    const code = readFileSync(join(dist, name), 'utf8');
    writeFileSync(
      join(dist, name),
      code.replace(table, (start) => `${start}\n  '9999-rehearsed': ${MIGRATION},`),
    );
  }
  return files.join(', ');
}

const MIGRATION = `{ up: async (db) => {
    const { sql } = await import('kysely');
    await sql\`alter table runs add column rehearsed text\`.execute(db);
    await sql\`alter table run_items add column rehearsed bigint not null default 0\`.execute(db);
    await sql\`create table rehearsed (id text primary key)\`.execute(db);
  } }`;

/** What the npm package must contain. */
const NEEDED = [
  'package.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'manifest.yml',
  'dist/main.js',
  'dist/cli/main.js',
  'dist/guide-worker.js',
  'dist/built-guide',
  'dist/page/index.html',
  'dist/third-party-licenses.txt',
  'content/deployment.md',
  'content/images/server-or-platform.svg',
  'schemas/facts.schema.json',
  'schemas/front-matter.schema.json',
  'schemas/guidepost.schema.json',
  'schemas/run.schema.json',
  'starter/guidepost.yml',
  'starter/questions.yml',
];
/** What it may also contain. */
const ALLOWED = /^dist\/[\w./-]+\.(js|json|html|css|svg|txt)$|^(content|starter)\/[\w-]+\.(md|yml)$/;

/** Packs a built release and checks its contents. @returns with the tarball's `file` */
export async function packRelease(tree: string, folder: string): Promise<{ file: string; summary: string }> {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const output = await runCommand('npm', args, { cwd: tree });
  const [packed]: { files: { path: string }[]; filename: string; size: number }[] = JSON.parse(
    output.slice(output.indexOf('[\n')),
  );
  const { files, filename, size } = required(packed, 'package');
  const paths = files.map(({ path }) => path);
  const missing = NEEDED.filter((path) => !paths.includes(path));
  assert(missing.length === 0, `the package lacks ${missing.join(', ')}`);
  const needless = paths.filter((path) => !NEEDED.includes(path) && !ALLOWED.test(path));
  assert(needless.length === 0, `the package has ${needless.slice(0, 5).join(', ')}, which nothing needs`);
  return { file: join(folder, filename), summary: `${paths.length} files, ${(size / 1e6).toFixed(1)} MB` };
}

/** Opens the playground with `npx` in an empty folder, without any of our settings, like a new user. */
export async function openPackedPlayground(tarball: string, folder: string): Promise<string> {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const { PATH, HOME } = process.env;
  const npmSettings = Object.entries(process.env).filter(([name]) => /^npm_config_|_proxy$/i.test(name));
  const child = spawn('npx', ['--yes', '--package', tarball, 'guidepost', 'playground', '--port', '0'], {
    cwd: empty,
    env: { PATH, HOME, ...Object.fromEntries(npmSettings) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // So that npx, its shell and the program can be stopped together, as by Ctrl+C.
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const closed = once(child, 'close');
  try {
    const findUrl = async () => {
      for (;;) {
        const url = /playground: (http:\S+)/i.exec(output)?.[1];
        if (url !== undefined) return url;
        await sleep(50);
      }
    };
    const failed = closed.then(([code]) => Promise.reject(new Error(`npx exited with ${code}:\n${output}`)));
    failed.catch(() => {});
    const url = await Promise.race([findUrl(), failed]);
    const page = await (await fetch(url)).text();
    assert(/<title>/.test(page), `the page at ${url} is: ${page.slice(0, 200)}`);
    return `${url}; it created ${readdirSync(empty).join(', ') || 'nothing'}`;
  } finally {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await closed;
  }
}

/** One release of the app: its release step and its web process, started as in its Procfile. */
export interface Release {
  /** The port of the web process, once it was started. */
  readonly port: number;
  health(): Promise<{ status: number; body: { database?: string } }>;
  /** The highest memory use so far. */
  peakMiB(): number;
  /** @returns its output */
  migrate(): Promise<string>;
  /** @returns the milliseconds until it was healthy */
  start(options: { healthyWithinMs: number }): Promise<number>;
  /** @returns the exit code, or what ended it instead */
  stop(): Promise<{ code: unknown; ms: number }>;
  kill(): Promise<void>;
}

export function createRelease(options: {
  tree: string;
  confinement: Confinement;
  environment: Readonly<Record<string, string>>;
  onOutput: (text: string) => void;
}): Release {
  const { tree, confinement, environment, onOutput } = options;
  const lines = readProcfile(join(tree, 'Procfile'));
  const env = { ...confinement.environment, ...environment };
  let port = 0;
  let child: ChildProcess | undefined;
  let closed: Promise<unknown> = Promise.resolve();
  let peak = 0;

  const health: Release['health'] = async () => {
    const reply = await fetch(`http://127.0.0.1:${port}/healthz`);
    return { status: reply.status, body: (await reply.json()) as { database?: string } };
  };
  const notePeak = () => {
    try {
      const status = readFileSync(`/proc/${child?.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has already exited.
    }
  };

  return {
    get port() {
      return port;
    },
    health,
    peakMiB: () => peak,
    migrate: async () => {
      const [command, args] = confinement.command(lines.release);
      const output = await runCommand(command, args, { env, cwd: tree });
      return output.trim().split('\n').join(', ');
    },
    start: async ({ healthyWithinMs }) => {
      port = await freePort();
      const started = performance.now();
      const [command, args] = confinement.command(lines.web);
      const web = spawn(command, args, {
        cwd: tree,
        env: { ...env, PORT: `${port}` },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = web;
      for (const stream of [web.stdout, web.stderr]) stream.on('data', (text) => onOutput(`${text}`));
      closed = once(web, 'close').then(([code, signal]) => code ?? signal);
      for (;;) {
        assert(web.exitCode === null, `it exited with ${web.exitCode} before it was healthy`);
        const isHealthy = await health().then(
          ({ status, body }) => status === 200 && body.database === 'reachable',
          () => false,
        );
        const took = performance.now() - started;
        if (isHealthy) return took;
        assert(took < healthyWithinMs, `not healthy within ${healthyWithinMs / 1_000} s`);
        await sleep(20);
      }
    },
    stop: async () => {
      notePeak();
      const from = performance.now();
      child?.kill('SIGTERM');
      // A platform would kill it after 30 s.
      const code = await Promise.race([closed, sleep(30_000, 'nothing: it still ran after 30 s', { ref: false })]);
      return { code, ms: performance.now() - from };
    },
    kill: async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** @throws Error if `release` or `web` is missing */
function readProcfile(file: string): { release: string; web: string } {
  const text = readFileSync(file, 'utf8');
  const line = (name: string) => {
    const command = new RegExp(`^${name}:(.+)$`, 'm').exec(text)?.[1]?.trim();
    return required(command, `line ${name}: in ${file}`);
  };
  return { release: line('release'), web: line('web') };
}
