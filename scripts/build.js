// @ts-check
// Builds the app into dist/. esbuild only removes the types: `npm run types` checks them. With --if-needed an up-to-date dist/ is left
// alone, so that `npm start` also works on a pruned, read-only release.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isUpToDate } from './build/up-to-date.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

if (!(process.argv.includes('--if-needed') && isUpToDate(root, 'dist'))) {
  // Loaded only now: a pruned release has no esbuild, and builds nothing.
  const { buildApp } = await import('./build/bundle.js');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await buildApp(root);
}
