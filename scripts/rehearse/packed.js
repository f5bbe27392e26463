import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from './run-command.js';
import { demand } from './until.js';

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
  'dist/reload-worker.js',
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
