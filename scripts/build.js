// Builds src/ into dist/ (or, with --tests, src/ and test/ into .build/). With --if-needed an up-to-date dist/ is left alone,
// so that `npm start` also works on a pruned, read-only release.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tests = process.argv.includes('--tests');
const out = tests ? (process.env.BUILD_DIR ?? '.build') : 'dist';
const pageOut = join(out, tests ? 'src/playground/page' : 'playground/page');

function newest(folder) {
  return Math.max(
    0,
    ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}

function isUpToDate() {
  const main = join(root, 'dist/main.js');
  if (!existsSync(main)) return false;
  const compiler = existsSync(join(root, 'node_modules/typescript'));
  return !compiler || !existsSync(join(root, 'src')) || newest('src') <= newest('dist');
}

function tsc(...args) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

if (process.argv.includes('--if-needed') && isUpToDate()) process.exit(0);
if (!process.argv.includes('--keep')) rmSync(join(root, out), { recursive: true, force: true });
tsc('-p', tests ? 'tsconfig.test.json' : 'tsconfig.json', '--outDir', out);
// Types alone: a page is made of one script, which another tool bundles.
tsc('-p', 'src/playground/page/tsconfig.json', '--noEmit');
// Loaded here: a pruned release has neither compiler nor bundler, and builds nothing.
const { buildPage } = await import('./build/build-page.js');
buildPage({ root, out: join(root, pageOut) });
if (!tests) {
  const { writeSnapshot } = await import('./build/write-snapshot.js');
  const { bundleServer } = await import('./build/bundle-server.js');
  await writeSnapshot(root, out);
  await bundleServer(root, out);
}
