// npm run dev: compiles as files change, restarts the server when it did, and has it read the guide again when a page changes.
// It builds beside dist/, which stays what `npm run build` made of it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { config } from 'dotenv';
import { copyPage } from './build/copy-page.js';
import { createServer } from './dev/run-server.js';
import { watchFolder } from './dev/watch-folder.js';

config({ quiet: true });

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, '.build-dev');
const page = join(root, 'src/playground/page');
const guide = process.env.GUIDE_DIR?.trim() || join(root, 'content');
const main = join(out, 'main.js');
const say = (line) => process.stdout.write(`dev: ${line}\n`);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
copyPage(page, join(out, 'playground/page'));

const compile = (project, outDir) =>
  spawn(
    process.execPath,
    [
      join(root, 'node_modules/typescript/bin/tsc'),
      '-p',
      project,
      '--outDir',
      outDir,
      '--watch',
      '--preserveWatchOutput',
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
const compilers = [
  compile('tsconfig.json', out),
  compile('src/playground/page/tsconfig.json', join(out, 'playground/page')),
];
const server = createServer({ args: ['--enable-source-maps', main], cwd: process.cwd(), say });

const isOfPage = (file) => file.startsWith(join('playground', 'page'));
const watchers = [
  watchFolder(out, { matters: (file) => file.endsWith('.js') && !isOfPage(file) }, () => {
    if (existsSync(main)) void server.restart();
  }),
  watchFolder(page, { matters: (file) => !file.endsWith('.ts') }, () => copyPage(page, join(out, 'playground/page'))),
  ...(existsSync(guide)
    ? [watchFolder(guide, { matters: (file) => file.endsWith('.md') }, () => server.reload())]
    : []),
];

const stop = async () => {
  for (const watcher of watchers) watcher.close();
  for (const compiler of compilers) compiler.kill('SIGTERM');
  await server.stop();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop());
