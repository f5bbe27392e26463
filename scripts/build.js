// @ts-check
// Builds the app into dist/ or, with --tests, everything that the tests run into .build/. esbuild only removes the types: `npm run types`
// checks them. With --if-needed an up-to-date dist/ is left alone, so that `npm start` also works on a pruned, read-only release.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string} folder */
function newest(folder) {
  if (!existsSync(join(root, folder))) return 0;
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return Math.max(
    0,
    ...files.filter((entry) => entry.isFile()).map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}

function isUpToDate() {
  if (!existsSync(join(root, 'dist/main.js'))) return false;
  const canBuild = existsSync(join(root, 'node_modules/esbuild')) && existsSync(join(root, 'src'));
  return !canBuild || Math.max(newest('src'), newest('packages'), newest('content')) <= newest('dist');
}

if (!(process.argv.includes('--if-needed') && isUpToDate())) {
  // Loaded only now: a pruned release has no esbuild, and builds nothing.
  const { buildApp, buildTests } = await import('./build/bundle.js');
  if (process.argv.includes('--tests')) {
    const out = process.env.BUILD_DIR ?? '.build';
    rmSync(join(root, out), { recursive: true, force: true });
    await buildTests(root, out);
  } else {
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    await buildApp(root);
  }
}
