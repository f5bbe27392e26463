// @ts-check
// node scripts/run.js bench/run.ts …: runs a benchmark or a script. They are TypeScript and import modules of the app, so everything is
// first built into .build-tools/, one file for each source file.
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildTools } from './build/bundle.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = '.build-tools';
const [file = '', ...args] = process.argv.slice(2);

await buildTools(root, out);
// The search libraries that `npm run bench -- ranking` compares with are installed below bench/.
const libraries = join(root, out, 'bench/node_modules');
rmSync(libraries, { force: true });
if (existsSync(join(root, 'bench/node_modules'))) symlinkSync(join(root, 'bench/node_modules'), libraries);

process.setSourceMapsEnabled(true);
const entry = join(root, out, file.replace(/\.ts$/, '.js'));
process.argv = [process.execPath, entry, ...args];
await import(pathToFileURL(entry).href);
