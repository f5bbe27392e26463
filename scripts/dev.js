// @ts-check
// npm run dev: the playground in one process and the app in another, rebuilt into .build-dev/ at every change of the code. The
// playground restarts the app when its build changes, and keeps the conversation. Pages of the guide need no build: the app reloads them.
// Types are not checked: `npm run types` or an editor does that.
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { appOptions, pageOptions } from './build/bundle.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = '.build-dev';
/** Sources of the playground's own process. After a change there it restarts too, and continues the same conversation. */
const OF_PLAYGROUND = /^(packages|src\/(playground|cli))\//;
/** An empty variable is not overwritten by .env: the playground must not get real tokens. */
const WITHOUT_SLACK = {
  SLACK_BOT_TOKEN: '',
  SLACK_SIGNING_SECRET: '',
  SLACK_APP_TOKEN: '',
  SLACK_CLIENT_ID: '',
  SLACK_CLIENT_SECRET: '',
  SLACK_STATE_SECRET: '',
  TOKEN_KEYS: '',
};

/** @type {import('node:child_process').ChildProcess | undefined} */
let playground;
function start() {
  const app = `"${process.execPath}" --enable-source-maps ${out}/main.js`;
  const options = ['--app', app, '--watch', `${out}/main.js`, ...process.argv.slice(2)];
  const started = spawn(process.execPath, ['--enable-source-maps', `${out}/cli/main.js`, 'playground', ...options], {
    cwd: root,
    env: { ...process.env, ...WITHOUT_SLACK, GUIDE_WATCH: 'true' },
    stdio: 'inherit',
  });
  playground = started;
  // If it exits by itself, for example because the port is in use, it has already printed the reason.
  started.once('exit', (code) => started === playground && process.exit(code ?? 1));
}

/** @param {() => void} then */
function stop(then) {
  const stopped = playground;
  playground = undefined;
  if (stopped === undefined || stopped.exitCode !== null) return then();
  stopped.once('exit', then);
  stopped.kill('SIGTERM');
}

/** @type {Map<string, number>} */
const modified = new Map();
/** @param {Record<string, unknown>} inputs the source files of a build */
function changedFiles(inputs) {
  return Object.keys(inputs).filter((file) => {
    const time = statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const isChanged = modified.has(file) && modified.get(file) !== time;
    modified.set(file, time);
    return isChanged;
  });
}

/** @type {import('esbuild').Plugin} */
const restart = {
  name: 'restart',
  setup({ onEnd }) {
    onEnd(({ metafile, errors }) => {
      // esbuild has printed what is wrong, such as a half-typed line.
      if (errors.length > 0 || metafile === undefined) return;
      const changed = changedFiles(metafile.inputs);
      for (const file of changed) console.error(`Changed: ${file}`);
      if (playground !== undefined && changed.some((file) => OF_PLAYGROUND.test(file))) stop(start);
    });
  },
};

const app = appOptions(root);
const page = pageOptions(root, `${out}/page`);
const contexts = await Promise.all([
  context({ ...app, outdir: out, plugins: [...(app.plugins ?? []), restart] }),
  context({ ...page, metafile: true, plugins: [restart] }),
]);
for (const each of contexts) await each.rebuild();
start();
for (const each of contexts) await each.watch();

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => stop(() => process.exit(0)));
}
