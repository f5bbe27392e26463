// @ts-check
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeNotices } from './notices.js';
import { removeLibraries } from './source-maps.js';

/** Entry points: the server, the command line, the worker threads, and the script that parses the shipped guide. */
const ENTRIES = {
  main: 'src/main.ts',
  'cli/main': 'src/cli/main.ts',
  'guide-worker': 'src/guide-worker/guide-worker.ts',
  'write-built-guide': 'src/write-built-guide.ts',
};

/** The playground's page in the browser. It is built into `page/`, next to the code that serves it. */
const PLAYGROUND = 'packages/slack-playground';
/** The playground itself, and a page that only shows messages. */
const PAGES = ['main', 'preview'];

/** @type {import('esbuild').BuildOptions} */
const NODE = { format: 'esm', platform: 'node', target: 'node20', sourcemap: true, logLevel: 'warning' };

/**
 * The options for the program: our own code, the workspace packages and the libraries in a few files, which start faster than hundreds of
 * small ones.
 * @param {string} root
 * @param {string} out
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function appOptions(root, out = 'dist') {
  return {
    ...NODE,
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: out,
    // At the top level, so that `new URL('./guide-worker.js', import.meta.url)` finds the entry points.
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    // Half the size: the engine keeps the source text in memory.
    minifyWhitespace: true,
    minifySyntax: true,
    // Out of the way: one name with an accent makes the engine keep a whole file in two bytes a character.
    legalComments: 'external',
    metafile: true,
    sourcesContent: false,
    // The packages' own TypeScript, so that a stack trace names it.
    conditions: ['source'],
    // libsql loads a binary. The others are optional: an operator installs them if they are wanted.
    external: ['libsql', 'pg-native', 'bufferutil', 'utf-8-validate', '@opentelemetry/*', 'playwright-core'],
    // Libraries in CommonJS require Node's own modules.
    banner: { js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);" },
  };
}

/**
 * The script of the GitHub Action. It is one file of plain JavaScript in the repository, because an action is run from there without a build.
 * @param {string} root
 * @returns {import('esbuild').BuildOptions}
 */
export function actionOptions(root) {
  return {
    ...NODE,
    sourcemap: false,
    absWorkingDir: root,
    entryPoints: ['src/gate-action.ts'],
    outfile: 'gate/action.mjs',
    bundle: true,
    banner: { js: '// Built from src/gate-action.ts by `npm run build`. Do not edit it: a test compares the two.' },
  };
}

/** @param {string} root */
export async function buildApp(root) {
  const [{ metafile }] = await Promise.all([buildProgram(root, 'dist'), build(actionOptions(root))]);
  for (const file of Object.keys(metafile.outputs)) if (file.endsWith('.js.map')) removeLibraries(join(root, file));
  writeNotices(root, 'dist/third-party-licenses.txt', Object.keys(metafile.inputs));
}

/**
 * What runs: the entry points, the playground's page, and the parsed guide that ships.
 * @param {string} root
 * @param {string} out
 */
async function buildProgram(root, out) {
  const [bundle] = await Promise.all([build(appOptions(root, out)), buildPage(root, join(out, 'page'))]);
  execFileSync(process.execPath, [join(root, out, 'write-built-guide.js'), join(root, 'content')], {
    stdio: 'inherit',
  });
  return bundle;
}

/**
 * Where the tests find the program that they start as a process. It starts in half the time of the single files.
 * @param {string} out
 */
export function programOfTests(out) {
  return join(out, 'dist');
}

/**
 * One file for each source file, so that tests can import any of them and a stack trace names it.
 * @param {string} root
 * @param {string} out
 * @returns {import('esbuild').BuildOptions}
 */
export function testOptions(root, out) {
  return filePerFile(root, out, ['src', 'test', 'bench', 'scripts', ...packageFolders(root, ['src', 'test'])]);
}

/**
 * @param {string} root
 * @param {string} out
 * @param {string[]} folders
 * @returns {import('esbuild').BuildOptions}
 */
function filePerFile(root, out, folders) {
  return { ...NODE, absWorkingDir: root, entryPoints: filesIn(root, folders), outdir: out, outbase: '.' };
}

/**
 * @param {string} root
 * @param {string[]} folders
 */
function packageFolders(root, folders) {
  return packages(root).flatMap((name) => folders.map((folder) => `${name}/${folder}`));
}

/**
 * @param {string} root
 * @param {string} out
 */
export async function buildTests(root, out) {
  await Promise.all([
    build(testOptions(root, out)),
    buildProgram(root, programOfTests(out)),
    ...packages(root).map((name) => buildPackage(root, name)),
    buildPage(root, join(out, PLAYGROUND, 'src/page')),
    buildPage(root, join(PLAYGROUND, 'dist/page')),
  ]);
}

/**
 * The same without the app's tests, for benchmarks and scripts. What opens a browser is among the tests of a package.
 * @param {string} root
 * @param {string} out
 */
export async function buildTools(root, out) {
  await Promise.all([
    build(filePerFile(root, out, ['src', 'bench', 'scripts', ...packageFolders(root, ['src', 'test'])])),
    buildPage(root, join(PLAYGROUND, 'dist/page')),
    ...packages(root).map((name) => buildPackage(root, name)),
  ]);
}

/**
 * The file that Node finds when a package is imported by its name.
 * @param {string} root
 * @param {string} name
 */
async function buildPackage(root, name) {
  const src = `${name}/src`;
  await build({
    ...NODE,
    absWorkingDir: root,
    entryPoints: filesIn(root, [src]),
    outdir: `${name}/dist`,
    outbase: src,
  });
}

/** @param {string} root */
function packages(root) {
  return existsSync(join(root, 'packages'))
    ? readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)
    : [];
}

/**
 * The pages in the browser: one script and one style sheet for each.
 * @param {string} root
 * @param {string} out
 */
export async function buildPage(root, out) {
  await build(pageOptions(root, out));
}

/**
 * @param {string} root
 * @param {string} out
 * @returns {import('esbuild').BuildOptions}
 */
export function pageOptions(root, out) {
  const page = join(PLAYGROUND, 'src/page');
  mkdirSync(join(root, out), { recursive: true });
  for (const name of ['index.html', 'app.svg']) cpSync(join(root, page, name), join(root, out, name));
  return {
    absWorkingDir: root,
    entryPoints: PAGES.flatMap((name) => [join(page, `${name}.ts`), join(page, `${name}.css`)]),
    outdir: out,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
  };
}

/**
 * @param {string} root
 * @param {string[]} folders
 */
function filesIn(root, folders) {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /(?<!\.d)\.ts$/.test(name) && !name.includes('node_modules'))
        .map((name) => join(folder, name))
        // The pages' scripts: buildPage bundles each with everything that it imports.
        .filter((file) => !PAGES.some((name) => file === join(PLAYGROUND, 'src/page', `${name}.ts`))),
    );
}
