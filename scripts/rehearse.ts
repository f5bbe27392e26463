import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { requirePostgres, startConnectionCutter, temporaryPostgres } from '../bench/checklists/databases.js';
import { findLost } from '../bench/checklists/presses.js';
import { confine } from './rehearse/confine.js';
import {
  createRelease,
  makeNextRelease,
  makeRelease,
  openPackedPlayground,
  packRelease,
  readProcfile,
} from './rehearse/release.js';
import { startScene } from './rehearse/scene.js';
import { createSteps, demand, runCommand, until } from './rehearse/steps.js';

// npm run rehearse: what a platform does with a release, from a clean clone to the second release and a database that goes away,
// as strictly confined as this machine allows. Needs root for the whole of it and TEST_DATABASE_URL; what is left out is said, and
// where nothing may be left out (REQUIRE_ALL is set), that fails. Exits with 1 and the app's log where a step does not hold.

const HEALTHY_WITHIN_MS = 10_000;
const STOPS_WITHIN_MS = 10_000;
const QUESTION = 'how do I serve static files?';

const root = fileURLToPath(new URL('..', import.meta.url));
const { step, say, summary } = createSteps();
const cleanups = [];
let scene;

async function rehearse() {
  requirePostgres();
  const database = await temporaryPostgres();
  cleanups.push(() => database.remove());
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-rehearsal-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const first = join(folder, 'first');
  await step('clean clone, install, build, prune', () => makeRelease(root, first));
  const tarball = await step('packed: what runs, and nothing else', () => packRelease(first, folder));
  await step('npx of that opens the playground in an empty folder', () => openPackedPlayground(tarball.file, folder));
  const next = join(folder, 'next');
  await step('a next release, with a migration of its own', () => makeNextRelease(first, next));
  const confined = await step('confined', () => confine(folder));
  cleanups.push(() => confined.remove());

  const cutter = await startConnectionCutter(database.url);
  cleanups.push(() => cutter.stop());
  const secrets = { signing: randomBytes(16).toString('hex'), bot: `xoxb-${randomBytes(8).toString('hex')}` };
  scene = await startScene({ secrets, inspectUrl: database.url });
  cleanups.push(() => scene.stop());
  const environment = {
    NODE_ENV: 'production',
    MIGRATE_ON_START: 'false',
    SLACK_BOT_TOKEN: secrets.bot,
    SLACK_SIGNING_SECRET: secrets.signing,
    SLACK_API_URL: scene.slack.apiUrl,
    DATABASE_URL: cutter.url,
    RATE_LIMIT_PER_MINUTE: '0',
  };
  const releaseIn = (tree) =>
    createRelease({ tree, lines: readProcfile(join(tree, 'Procfile')), confined, environment, note: scene.noteOutput });
  const old = releaseIn(first);
  const young = releaseIn(next);
  cleanups.push(() => Promise.all([old.kill(), young.kill()]));

  await step('release: the Procfile’s line', () => old.migrate());
  await step(`web: the Procfile’s line, healthy within ${HEALTHY_WITHIN_MS / 1_000} s`, async () => {
    const ms = await old.start({ healthyWithinMs: HEALTHY_WITHIN_MS });
    scene.router.switchTo(old.port);
    return `after ${ms.toFixed(0)} ms`;
  });
  await step('a signed command answers', () => scene.askOnce(QUESTION, /static/i));
  await step('a checklist is posted and pressed', () => scene.postChecklist());

  await step('two releases overlap, under load', async () => {
    const load = scene.startLoad();
    try {
      await load.warm();
      await young.migrate();
      await young.start({ healthyWithinMs: HEALTHY_WITHIN_MS });
      await load.warm();
      await until(() => scene.router.underWay(old.port) > 0, 'a request under way at the old release');
      const underWay = scene.router.underWay(old.port);
      scene.router.switchTo(young.port);
      const { code, ms } = await old.stop();
      demand(code === 0, `the old release exited with ${code}`);
      demand(ms <= STOPS_WITHIN_MS, `the old release took ${ms.toFixed(0)} ms to stop`);
      await load.warm();
      const { sent, failed } = await load.end();
      demand(failed.length === 0, `${failed.length} of ${sent} requests failed: ${failed.slice(0, 5).join('; ')}`);
      return `${sent} requests, none failed; exit 0 after ${ms.toFixed(0)} ms with ${underWay} under way; the old release went on over the new schema`;
    } finally {
      await load.end();
    }
  });
  await step('every press that was acknowledged is stored, and the message shows it', async () => {
    const run = await scene.truth.read();
    const presses = scene.presses.all();
    const lost = findLost(run, presses);
    demand(lost.length === 0, `lost: ${JSON.stringify(lost.slice(0, 3))}`);
    const ms = await scene.truth.untilTrue(30_000);
    demand(ms !== undefined, (await scene.truth.differences()).join('; '));
    return `${presses.length} presses`;
  });

  await step('a backup by the commands of docs/hosting.md, restored', () =>
    dumpAndRestore({ root, url: database.url, folder }),
  );
  await step('something holds a lock and does not let go', async () => {
    const letGo = await scene.holdRuns();
    try {
      const started = performance.now();
      const told = await scene.pressOnce();
      const ms = performance.now() - started;
      demand(/not saved/i.test(told ?? ''), `the presser was told: ${told}`);
      demand(ms < 3_000, `the presser was told after ${ms.toFixed(0)} ms`);
      return `the presser told after ${ms.toFixed(0)} ms: not saved`;
    } finally {
      await letGo();
    }
  });
  await step('the database is taken away', async () => {
    cutter.cut();
    const health = await young.health();
    demand(health.status === 200, `/healthz answers ${health.status}`);
    demand(health.body.database === 'unreachable', `/healthz says ${JSON.stringify(health.body)}`);
    await scene.askOnce(QUESTION, /static/i);
    const told = await scene.pressOnce();
    demand(/not saved/i.test(told ?? ''), `the presser was told: ${told}`);
    return '/healthz 200, “unreachable”; a question answered; the presser told: not saved';
  });
  await step('the database is back', async () => {
    cutter.mend();
    await until(
      async () => (await young.health()).body.database === 'reachable',
      '/healthz to say “reachable”',
      15_000,
    );
    const told = await scene.pressOnce();
    demand(told === undefined, `the presser was told: ${told}`);
    demand(findLost(await scene.truth.read(), scene.presses.all()).length === 0, 'the press is not stored');
    return 'recovered by itself; a press is stored';
  });
  await step('SIGTERM at rest', async () => {
    const { code, ms } = await young.stop();
    demand(code === 0 && ms <= STOPS_WITHIN_MS, `exit ${code} after ${ms.toFixed(0)} ms`);
    return `exit 0 after ${ms.toFixed(0)} ms`;
  });
  await step('512 MiB', () => confined.judgeMemory([old, young]));
  return confined;
}

try {
  const { leftOut, weaker } = await rehearse();
  for (const line of weaker) say(`Weaker than on a platform: ${line}`);
  for (const line of leftOut) say(`Left out: ${line}`);
  if (leftOut.length > 0 && process.env.REQUIRE_ALL) throw new Error('REQUIRE_ALL is set, and something was left out');
  say(summary());
} catch (error) {
  say(`FAILED: ${error instanceof Error ? error.message : error}`);
  if (scene) say(`The app’s log:\n${scene.output()}`);
  process.exitCode = 1;
} finally {
  for (const clean of cleanups.reverse())
    await Promise.resolve(clean()).catch((error) => say(`Not cleaned up: ${error.message}`));
}
process.exit();

/** Runs the commands that docs/hosting.md gives for a backup of Postgres, as they stand there, and compares what came back. */
export async function dumpAndRestore({ root, url, folder }) {
  const chapter = readFileSync(join(root, 'docs/hosting.md'), 'utf8');
  const commandOf = (tool) => {
    const line = chapter.split('\n').find((each) => each.startsWith(`${tool} `));
    demand(line !== undefined, `docs/hosting.md has no line that begins with ${tool}`);
    return line;
  };
  const target = await temporaryPostgres();
  try {
    for (const [tool, database] of [
      ['pg_dump', url],
      ['pg_restore', target.url],
    ]) {
      const env = { PATH: process.env.PATH, DATABASE_URL: database };
      await runCommand('sh', ['-c', commandOf(tool)], { cwd: folder, env });
    }
    const [before, after] = [await contentsOf(url), await contentsOf(target.url)];
    demand(before.events > 0, 'there was nothing to restore');
    demand(
      JSON.stringify(after) === JSON.stringify(before),
      'the restored database differs from the one that was dumped',
    );
    return `${before.items.length} items and ${before.events} changes are as before`;
  } finally {
    await target.remove();
  }
}

async function contentsOf(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const read = async (query) => (await client.query(query)).rows;
    const [{ count }] = await read('select count(*) from item_events');
    return {
      runs: await read('select * from runs order by id'),
      items: await read('select * from run_items order by run, position'),
      steps: await read('select name from guidepost_migrations order by name'),
      events: Number(count),
    };
  } finally {
    await client.end();
  }
}
