// @ts-check
// npm run test:watch -- test/answer: runs the tests again whenever a file that they use changes.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { appOptions, buildTests, programOfTests, testOptions } from './build/bundle.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = process.env.BUILD_DIR ?? '.build';
rmSync(join(root, out), { recursive: true, force: true });
await buildTests(root, out);
for (const options of [testOptions(root, out), appOptions(root, programOfTests(out))]) {
  const watching = await context(options);
  await watching.watch();
}
const jest = join(root, 'node_modules/jest/bin/jest.js');
const args = ['--experimental-vm-modules', '--no-warnings', jest, '--watchAll', ...process.argv.slice(2)];
spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).once('exit', (code) => process.exit(code ?? 1));
