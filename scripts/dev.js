// Development: the playground in one process, the app in another. What is changed is carried into dist/ file by file and starts
// the app again; the conversation goes on. A page of the guide needs no restart: the app reads it again. Types are checked beside it, by `npm run types` or an editor.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { buildPage } from './build/build-page.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');
const dist = join(root, 'dist');
/** What the playground's own process is made of; the rest is the app. */
const OF_PLAYGROUND = /^(playground|simulated-slack|cli|tryout|watch)\b/;

const build = spawnSync(process.execPath, [join(root, 'scripts/build.js'), '--if-needed'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

/** Real tokens of a .env stay out: an empty variable is not replaced by that file. */
const withoutSlack = {
  SLACK_BOT_TOKEN: '',
  SLACK_SIGNING_SECRET: '',
  SLACK_APP_TOKEN: '',
  SLACK_CLIENT_ID: '',
  SLACK_CLIENT_SECRET: '',
  SLACK_STATE_SECRET: '',
  TOKEN_KEYS: '',
};
const options = process.argv.slice(2);
let playground;
function start() {
  const app = readdirSync(dist).filter((name) => !OF_PLAYGROUND.test(name));
  const watched = app.map((name) => join('dist', name));
  const command = `"${process.execPath}" --enable-source-maps dist/main.js`;
  const args = ['dist/cli/main.js', 'playground', '--app', command, '--watch', watched.join(','), ...options];
  playground = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...withoutSlack, GUIDE_WATCH: 'true' },
    stdio: 'inherit',
  });
  const started = playground;
  // Ended by itself, such as on a port that is taken: it has said why.
  started.once('exit', (code) => started === playground && process.exit(code ?? 1));
}
function restart() {
  const ended = playground;
  playground = undefined;
  ended?.once('exit', start);
  ended?.kill('SIGTERM');
}

/** Carries one file of src/ into dist/. @returns whether that changed anything */
function carry(name) {
  const out = join(dist, name.replace(/\.ts$/, '.js'));
  if (!existsSync(join(src, name))) {
    rmSync(out, { force: true });
    return true;
  }
  if (!name.endsWith('.ts') || !statSync(join(src, name)).isFile()) return false;
  const { code, map } = transformSync(readFileSync(join(src, name), 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcemap: 'external',
    sourcefile: relative(dirname(out), join(src, name)).split(sep).join('/'),
  });
  const text = `${code}//# sourceMappingURL=${out.split(sep).at(-1)}.map\n`;
  if (existsSync(out) && readFileSync(out, 'utf8') === text) return false;
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(`${out}.map`, map);
  writeFileSync(out, text);
  return true;
}

// The build made one file of each of these and all that they load; here each change is carried alone.
for (const name of ['main.ts', 'serve.ts']) carry(name);
/** The pages that the build has parsed spare each start a second; other code may parse them otherwise. */
function forgetParsedPages() {
  return rmSync(join(dist, 'guide-snapshot.json'), { force: true });
}

const changed = new Set();
let waiting;
function settle() {
  const names = [...changed];
  changed.clear();
  try {
    if (names.some((name) => name.startsWith(`guide${sep}`))) forgetParsedPages();
    const ofPage = names.filter((name) => name.startsWith(join('playground', 'page')));
    const others = names.filter((name) => !ofPage.includes(name)).filter(carry);
    if (ofPage.length > 0) buildPage({ root, out: join(dist, 'playground/page') });
    for (const name of [...ofPage, ...others]) process.stdout.write(`Changed: src/${name}\n`);
    // The app is started again by the playground, which watches its files.
    if (others.some((name) => OF_PLAYGROUND.test(name))) restart();
  } catch (error) {
    // A sentence half typed; esbuild has said where.
    process.stdout.write(`${error.message}\n`);
  }
}
const { watchTree } = await import('../dist/guide/reload/watch-files.js');
watchTree([src], (path) => {
  changed.add(relative(src, path));
  clearTimeout(waiting);
  waiting = setTimeout(settle, 30);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    const ended = playground;
    playground = undefined;
    if (!ended || ended.exitCode !== null) process.exit(0);
    ended.once('exit', () => process.exit(0));
    ended.kill('SIGTERM');
  });
}
start();
