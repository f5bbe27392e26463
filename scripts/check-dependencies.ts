// npm run check:dependencies: each package.json must declare exactly what its source imports. Runtime imports must be in `dependencies`
// (or an optional peer); types, tests, benchmarks and scripts may use `devDependencies`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { packageFile } from '../src/package-file.js';

/** Declared without being imported, with the reason. */
const NOT_IMPORTED: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'npm run lint',
  typescript: 'npm run types',
  '@types/node': 'the types of Node',
  '@types/express': 'a peer of @slack/bolt, whose types use it',
  undici: 'a peer of @slack/socket-mode, which opens its connections with it',
};

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Import {
  readonly name: string;
  readonly file: string;
  readonly isType: boolean;
}

/** `import … from`, `export … from`, and `import` without names. */
const STATIC = /(?<![\w$.])(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s*)?(['"])([^'"\n]+)\2/g;
/** `import()`, `require()`, and the path of a file of a package. */
const DYNAMIC =
  /(?:(?<![\w$.])(?:import|require)|(?:import\.meta|require|createRequire\(import\.meta\.url\))\.resolve)\(\s*(['"])([^'"\n]+)\1/g;

/** The packages that a source text imports. */
export function importsOf(text: string, file = ''): Import[] {
  return [
    ...[...text.matchAll(STATIC)].map(([, type, , specifier = '']) => ({ specifier, isType: type !== undefined })),
    ...[...text.matchAll(DYNAMIC)].map(([, , specifier = '']) => ({ specifier, isType: false })),
  ].flatMap(({ specifier, isType }) => {
    const name = packageName(specifier);
    return name === undefined ? [] : [{ name, file, isType }];
  });
}

/** undefined for relative paths and Node's own modules. */
function packageName(specifier: string): string | undefined {
  if (/^(node:|[./#])/.test(specifier)) return undefined;
  const name = /^(@[\w.-]+\/)?[\w.-]+/.exec(specifier)?.[0];
  return name === undefined || builtinModules.includes(name) ? undefined : name;
}

/** What is wrong with a package.json, given what its source imports, and what its tests and scripts import. */
export function problemsOf(manifest: Manifest, source: readonly Import[], tools: readonly Import[]): string[] {
  const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = manifest;
  const runs = { ...dependencies, ...peerDependencies };
  const all = { ...runs, ...devDependencies };
  const isDeclared = ({ name, isType }: Import, where: object) =>
    name === manifest.name || name in where || (isType && (name in all || typesOf(name) in all));
  const undeclared = [
    ...source.filter((each) => !isDeclared(each, runs)).map((each) => ({ ...each, where: 'dependencies' })),
    ...tools.filter((each) => !isDeclared(each, all)).map((each) => ({ ...each, where: 'devDependencies' })),
  ].map(({ file, name, where }) => `${file}: imports ${name}, which is not in ${where}`);

  const imported = (list: readonly Import[]) => new Set(list.flatMap(({ name }) => [name, typesOf(name)]));
  const [bySource, byAnything] = [imported(source.filter(({ isType }) => !isType)), imported([...source, ...tools])];
  const unused = [
    ...Object.keys(runs).filter((name) => !bySource.has(name)),
    ...Object.keys(devDependencies).filter((name) => !byAnything.has(name)),
  ]
    .filter((name) => !(name in NOT_IMPORTED))
    .map((name) => `package.json: ${manifest.name} declares ${name}, but nothing imports it`);
  return [...new Set([...undeclared, ...unused])];
}

function typesOf(name: string): string {
  return `@types/${name.replace(/^@(.+)\//, '$1__')}`;
}

function importsIn(folders: readonly string[]): Import[] {
  return folders
    .filter((folder) => existsSync(packageFile(folder)))
    .flatMap((folder) =>
      readdirSync(packageFile(folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|js)$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
        .flatMap((name) => {
          const file = join(folder, name);
          return importsOf(readFileSync(packageFile(file), 'utf8'), file);
        }),
    );
}

function main(): void {
  const read = (file: string): Manifest => JSON.parse(readFileSync(packageFile(file), 'utf8'));
  const workspaces = readdirSync(packageFile('packages')).map((folder) => {
    const path = `packages/${folder}`;
    return {
      manifest: read(`${path}/package.json`),
      source: importsIn([`${path}/src`]),
      tools: importsIn([`${path}/test`]),
    };
  });
  // The build puts the workspaces into dist/. So a release installs what they import, but not the workspaces themselves.
  const names = new Set(workspaces.map(({ manifest }) => manifest.name));
  const source = [...importsIn(['src']), ...workspaces.flatMap((workspace) => workspace.source)];
  // The search libraries for the ranking benchmark are declared in bench/package.json.
  const { dependencies: libraries = {} } = read('bench/package.json');
  const tools = importsIn(['test', 'bench', 'scripts']).filter(({ name }) => !(name in libraries));
  const problems = [
    ...problemsOf(
      read('package.json'),
      source.filter(({ name }) => !names.has(name)),
      [...tools, ...source.filter(({ name }) => names.has(name))],
    ),
    ...workspaces.flatMap((workspace) => problemsOf(workspace.manifest, workspace.source, workspace.tools)),
  ];
  for (const problem of problems) console.error(problem);
  console.error(problems.length === 0 ? 'Every dependency is declared and used.' : `${problems.length} problems`);
  process.exit(problems.length === 0 ? 0 : 1);
}

if (process.argv[1]?.endsWith('check-dependencies.js')) main();
