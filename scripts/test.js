// @ts-check
// npm test [-- PATH… OPTION…]: builds the tests whose path matches one of the PATHs, or all, and runs them with Jest. With --watchAll
// (npm run test:watch) it builds and runs them again after each change.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { context } from 'esbuild';
import { run } from 'jest';
import { appOptions, buildTests, programOfTests, testFiles, testOptions } from './build/bundle.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = process.env.BUILD_DIR ?? '.build';

const patterns = paths().map((path) => new RegExp(path, 'i'));
const all = testFiles(root).filter((file) => file.endsWith('.test.ts'));
// As Jest does it: a pattern may match anywhere in the path of what was built.
const wanted = all.filter((file) => {
  const built = join(root, out, file.replace(/ts$/, 'js'));
  return patterns.length === 0 || patterns.some((pattern) => pattern.test(built));
});

await buildTests(root, out, wanted);
if (process.argv.includes('--watchAll')) {
  for (const options of [testOptions(root, out, wanted), appOptions(root, programOfTests(out))]) {
    await (await context(options)).watch();
  }
}
process.env.NODE_ENV ??= 'test';
// It reads the command line itself.
await run();

/** The paths on the command line; none if it has an option that is not known here, whose value could look like a path. */
function paths() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        testNamePattern: { type: 'string', short: 't' },
        runInBand: { type: 'boolean', short: 'i' },
        verbose: { type: 'boolean' },
        watchAll: { type: 'boolean' },
      },
    }).positionals;
  } catch {
    return [];
  }
}
