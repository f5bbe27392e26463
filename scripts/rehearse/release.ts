import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../bench/speed/server.js';
import { demand, runCommand } from './steps.js';

/** One release of the app: its release step and its web process, by the lines of its Procfile. */
export function createRelease({ tree, lines, confined, environment, note }) {
  let child;
  let ended;
  let port;
  let peak = 0;
  const env = { ...confined.environment, ...environment };

  const health = async () => {
    const reply = await fetch(`http://127.0.0.1:${port}/healthz`);
    return { status: reply.status, body: await reply.json() };
  };
  const look = () => {
    try {
      peak = Math.max(
        peak,
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
      );
    } catch {
      // It has gone.
    }
  };

  return {
    get port() {
      return port;
    },
    health,
    peakMiB: () => peak,
    /** @returns the last line that it wrote */
    migrate: async () => {
      const output = await runCommand(...confined.command(lines.release), { env, cwd: tree });
      return { told: output.trim().split('\n').join(', ') };
    },
    /** @returns after how many milliseconds it was healthy */
    start: async ({ healthyWithinMs }) => {
      port = await freePort();
      const started = performance.now();
      child = spawn(...confined.command(lines.web), {
        cwd: tree,
        env: { ...env, PORT: `${port}` },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => note(String(text)));
      ended = once(child, 'close').then(([code, signal]) => code ?? signal);
      let exit;
      void ended.then((code) => {
        exit = code;
      });
      for (;;) {
        demand(exit === undefined, `it ended with ${exit} before it was healthy`);
        const isHealthy = await health().then(
          ({ status, body }) => status === 200 && body.database === 'reachable',
          () => false,
        );
        const took = performance.now() - started;
        if (isHealthy) return took;
        demand(took < healthyWithinMs, `not healthy within ${healthyWithinMs / 1_000} s`);
        await sleep(20);
      }
    },
    stop: async () => {
      look();
      const from = performance.now();
      child.kill('SIGTERM');
      // A platform would kill it then.
      const code = await Promise.race([
        ended,
        sleep(30_000, 'nothing: it was still running after 30 s', { ref: false }),
      ]);
      return { code, ms: performance.now() - from };
    },
    kill: async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The lines of a Procfile by their name. @throws Error where `release` or `web` is missing */
export function readProcfile(file) {
  const lines = Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, name, command] = /^([A-Za-z0-9_-]+):\s*(.+)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, command.trim()]];
      }),
  );
  for (const name of ['release', 'web']) if (!lines[name]) throw new Error(`${file} has no line ${name}:`);
  return lines;
}

/** Root rehearses what somebody else has checked out, which git would refuse to read. */
const ANY_OWNER = ['-c', 'safe.directory=*'];

async function git(...args) {
  return (await runCommand('git', [...ANY_OWNER, ...args])).trim();
}

/** What a platform makes of the last commit: a clone, installed, built, and pruned of what only building needs. */
export async function makeRelease(root, tree) {
  const packing = `git ${ANY_OWNER.join(' ')} upload-pack`;
  await git('clone', '--quiet', '--no-local', '--depth', '1', '--upload-pack', packing, `file://${root}`, tree);
  const npm = (...args) => runCommand('npm', [...args, '--no-audit', '--no-fund'], { cwd: tree });
  await npm('ci', '--prefer-offline');
  await npm('run', 'build');
  await npm('prune', '--omit=dev');
  const commit = await git('-C', tree, 'log', '-1', '--format=%h %s');
  const changed = await git('-C', root, 'status', '--porcelain', '--untracked-files=no');
  return { told: `${commit}${changed === '' ? '' : '; changes that are not committed are NOT part of it'}` };
}

/**
 * There is one release so far. So the next one is the same, with one migration more, of the kind that a release may have: it adds,
 * while the release before goes on over it.
 */
export async function makeNextRelease(first, next) {
  await runCommand('cp', ['-a', first, next]);
  const table = join(next, 'dist/storage/migrations/migrations.js');
  const code = readFileSync(table, 'utf8');
  const begin = 'export const migrations = {';
  if (!code.includes(begin)) throw new Error(`${table} has no table of migrations`);
  writeFileSync(table, code.replace(begin, `${STEP_CODE}${begin}\n    '9999-rehearsed': rehearsed,`));
}

const STEP_CODE = `
import { sql } from 'kysely';
const rehearsed = { up: async (db) => {
  await sql\`alter table runs add column rehearsed text\`.execute(db);
  await sql\`alter table run_items add column rehearsed bigint not null default 0\`.execute(db);
  await sql\`create table rehearsed (id text primary key)\`.execute(db);
} };
`;

/** All that may be in the package; the first group must be. */
const NEEDED = [
  'package.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'manifest.yml',
  'dist/main.js',
  'dist/cli/main.js',
  'dist/guide-snapshot.json',
  'dist/guide-index.bin',
  'dist/guide-worker.js',
  'dist/playground/page/index.html',
  'dist/third-party-licenses.txt',
  'content/deployment.md',
];
const ALLOWED = /^dist\/[\w./-]+\.(js|json|bin|html|css|svg|txt)$|^content\/[\w-]+\.(md|yml)$/;

/** Packs a built release, and looks at what is in it. @returns the tarball's `file` */
export async function packRelease(tree, folder) {
  const output = await runCommand('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: tree,
  });
  const [{ files, filename, size }] = JSON.parse(output.slice(output.indexOf('[\n')));
  const paths = files.map(({ path }) => path);
  const missing = NEEDED.filter((path) => !paths.includes(path));
  demand(missing.length === 0, `the package lacks ${missing.join(', ')}`);
  const needless = paths.filter((path) => !NEEDED.includes(path) && !ALLOWED.test(path));
  demand(needless.length === 0, `the package has ${needless.slice(0, 5).join(', ')}, which nothing needs`);
  return { file: join(folder, filename), told: `${paths.length} files, ${(size / 1e6).toFixed(1)} MB` };
}

/** Without any of our settings, as somebody does who has never heard of us. */
export async function openPackedPlayground(tarball, folder) {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const { PATH, HOME } = process.env;
  const settings = Object.entries(process.env).filter(([name]) => /^npm_config_|_proxy$/i.test(name));
  const child = spawn('npx', ['--yes', '--package', tarball, 'guidepost', 'playground', '--port', '0'], {
    cwd: empty,
    env: { PATH, HOME, ...Object.fromEntries(settings) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // npx, its shell and the program are told to stop together, as by Ctrl+C.
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const ended = once(child, 'close');
  try {
    const opened = async () => {
      for (;;) {
        const url = /playground: (http:\S+)/.exec(output)?.[1];
        if (url !== undefined) return url;
        await sleep(50);
      }
    };
    const gone = ended.then(([code]) => Promise.reject(new Error(`npx ended with ${code}:\n${output}`)));
    gone.catch(() => {});
    const url = await Promise.race([opened(), gone]);
    const page = await (await fetch(url)).text();
    demand(/<title>/.test(page), `the page at ${url} is: ${page.slice(0, 200)}`);
    return `${url}; it made ${readdirSync(empty).join(', ') || 'nothing'}`;
  } finally {
    if (child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await ended;
  }
}
