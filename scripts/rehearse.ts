// npm run rehearse: does what a platform does with a release, from a clean clone to the next release and a database outage,
// confined as strictly as this machine allows. Needs TEST_DATABASE_URL, and root for all steps. It prints what it skips; with
// REQUIRE_ALL, skipping anything is a failure. A failed step prints the app's log and exits with 1.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { requirePostgres, startDatabaseProxy, temporaryPostgres } from '../bench/checklists/databases.js';
import { findLost } from '../bench/checklists/find-lost.js';
import { projectPath, required, say } from '../bench/measure.js';
import { type Confinement, confine } from './rehearse/confine.js';
import { createRelease, makeNextRelease, makeRelease, openPackedPlayground, packRelease } from './rehearse/release.js';
import { startScene } from './rehearse/scene.js';
import { assert, createSteps, runCommand, until } from './rehearse/steps.js';

const HEALTHY_WITHIN_MS = 10_000;
const STOPS_WITHIN_MS = 10_000;
const QUESTION = 'how do I serve static files?';

const root = projectPath('.');
const { step, summary } = createSteps(say);
const cleanups: (() => unknown)[] = [];
let log = '';

async function rehearse(): Promise<Confinement> {
  requirePostgres();
  const database = await temporaryPostgres();
  cleanups.push(() => database.remove());
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-rehearsal-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const first = join(folder, 'first');
  await step('clean clone, install, build, prune', () => makeRelease(root, first));
  const tarball = await step('npm pack: what runs, and nothing else', () => packRelease(first, folder));
  await step('npx opens the playground in an empty folder', () => openPackedPlayground(tarball.file, folder));
  const next = join(folder, 'next');
  await step('a next release, with one more migration', () => makeNextRelease(first, next));
  const confinement = await step('confined', () => confine(folder));
  cleanups.push(() => confinement.remove());

  const proxy = await startDatabaseProxy(database.url);
  cleanups.push(() => proxy.stop());
  const secrets = {
    signingSecret: randomBytes(16).toString('hex'),
    botToken: `xoxb-${randomBytes(8).toString('hex')}`,
  };
  const scene = await startScene({ ...secrets, databaseUrl: database.url });
  cleanups.push(() => scene.stop());
  const environment = {
    NODE_ENV: 'production',
    MIGRATE_ON_START: 'false',
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_API_URL: scene.apiUrl,
    DATABASE_URL: proxy.url,
    RATE_LIMIT_PER_MINUTE: '0',
  };
  const onOutput = (text: string) => {
    log += text;
  };
  const oldRelease = createRelease({ tree: first, confinement, environment, onOutput });
  const newRelease = createRelease({ tree: next, confinement, environment, onOutput });
  cleanups.push(() => Promise.all([oldRelease.kill(), newRelease.kill()]));

  await step('release: the line of the Procfile', () => oldRelease.migrate());
  await step(`web: the line of the Procfile, healthy within ${HEALTHY_WITHIN_MS / 1_000} s`, async () => {
    const ms = await oldRelease.start({ healthyWithinMs: HEALTHY_WITHIN_MS });
    scene.router.switchTo(oldRelease.port);
    return `after ${ms.toFixed(0)} ms`;
  });
  await step('a signed command is answered', () => scene.ask(QUESTION, /static/i));
  await step('a checklist is posted, and a button pressed', () => scene.postChecklist());

  await step('two releases overlap under load', async () => {
    const load = scene.startLoad();
    try {
      await load.more();
      await newRelease.migrate();
      await newRelease.start({ healthyWithinMs: HEALTHY_WITHIN_MS });
      await load.more();
      await until(() => scene.router.inFlight(oldRelease.port) > 0, 'a request in flight at the old release');
      const inFlight = scene.router.inFlight(oldRelease.port);
      scene.router.switchTo(newRelease.port);
      const { code, ms } = await oldRelease.stop();
      assert(code === 0, `the old release exited with ${code}`);
      assert(ms <= STOPS_WITHIN_MS, `the old release took ${ms.toFixed(0)} ms to stop`);
      await load.more();
      const { sent, failed } = await load.end();
      assert(failed.length === 0, `${failed.length} of ${sent} requests failed: ${failed.slice(0, 5).join('; ')}`);
      return `${sent} requests, none failed; the old release kept running on the new tables, and exited with 0 after ${ms.toFixed(0)} ms with ${inFlight} requests in flight`;
    } finally {
      await load.end();
    }
  });
  const { stored, presses } = scene.checklist();
  await step('every acknowledged press is stored, and the message shows it', async () => {
    const lost = findLost(await stored.read(), presses.all(), await stored.history());
    assert(lost.length === 0, `lost: ${JSON.stringify(lost.slice(0, 3))}`);
    const ms = await stored.untilShown(30_000);
    assert(ms !== undefined, (await stored.differences()).join('; '));
    return `${presses.all().length} presses`;
  });

  await step('a backup by the commands of docs/hosting.md, restored', () => dumpAndRestore(database.url, folder));
  await step('something holds a lock and does not release it', async () => {
    const release = await scene.lockRuns();
    try {
      const started = performance.now();
      const reply = await scene.pressOnce();
      const ms = performance.now() - started;
      assertNotSaved(reply);
      assert(ms < 3_000, `the reply took ${ms.toFixed(0)} ms`);
      return `after ${ms.toFixed(0)} ms, the reply says that nothing was saved`;
    } finally {
      await release();
    }
  });
  await step('the database goes away', async () => {
    proxy.cut();
    const health = await newRelease.health();
    assert(health.status === 200, `/healthz answers ${health.status}`);
    assert(health.body.database === 'unreachable', `/healthz says ${JSON.stringify(health.body)}`);
    await scene.ask(QUESTION, /static/i);
    assertNotSaved(await scene.pressOnce());
    return '/healthz answers 200 and “unreachable”; a question is answered; the reply to a press says that nothing was saved';
  });
  await step('the database is back', async () => {
    proxy.restore();
    const isReachable = async () => (await newRelease.health()).body.database === 'reachable';
    await until(isReachable, '/healthz to say “reachable”', 15_000);
    const reply = await scene.pressOnce();
    assert(reply === undefined, `the reply to the press: ${reply}`);
    const lost = findLost(await stored.read(), presses.all(), await stored.history());
    assert(lost.length === 0, 'the press is not stored');
    return 'recovered by itself; a press is stored';
  });
  await step('SIGTERM without load', async () => {
    const { code, ms } = await newRelease.stop();
    assert(code === 0 && ms <= STOPS_WITHIN_MS, `exit ${code} after ${ms.toFixed(0)} ms`);
    return `exit 0 after ${ms.toFixed(0)} ms`;
  });
  await step('512 MiB', () => confinement.checkMemory([oldRelease, newRelease]));
  return confinement;
}

function assertNotSaved(reply: string | undefined): void {
  assert(/(not|n't|n’t) saved/i.test(reply ?? ''), `the reply to the press: ${reply}`);
}

/** Runs the commands that docs/hosting.md gives for a backup of Postgres, as they are written there, and compares the result. */
async function dumpAndRestore(url: string, folder: string): Promise<string> {
  const chapter = readFileSync(join(root, 'docs/hosting.md'), 'utf8').split('\n');
  const target = await temporaryPostgres();
  try {
    for (const [tool, databaseUrl] of [
      ['pg_dump', url],
      ['pg_restore', target.url],
    ] as const) {
      const command = required(
        chapter.find((line) => line.startsWith(`${tool} `)),
        `line in docs/hosting.md that begins with ${tool}`,
      );
      const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl };
      await runCommand('sh', ['-c', command], { cwd: folder, env });
    }
    const [before, after] = [await contentsOf(url), await contentsOf(target.url)];
    assert(before.events > 0, 'there was nothing to restore');
    assert(JSON.stringify(after) === JSON.stringify(before), 'the restored database differs from the original');
    return `${before.items.length} items and ${before.events} changes are as before`;
  } finally {
    await target.remove();
  }
}

async function contentsOf(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const read = async (query: string) => (await client.query(query)).rows;
    const [counted] = await read('select count(*) from item_events');
    return {
      runs: await read('select * from runs order by id'),
      items: await read('select * from run_items order by run, position'),
      migrations: await read('select name from guidepost_migrations order by name'),
      events: Number(counted?.count),
      others: await read('select * from run_events order by run, version'),
    };
  } finally {
    await client.end();
  }
}

try {
  const { leftOut, weaker } = await rehearse();
  for (const line of weaker) say(`Less strict than on a platform: ${line}`);
  for (const line of leftOut) say(`Left out: ${line}`);
  if (leftOut.length > 0 && process.env.REQUIRE_ALL) throw new Error('REQUIRE_ALL is set, and something was left out');
  say(summary());
} catch (error) {
  say(`FAILED: ${error instanceof Error ? error.message : error}`);
  if (log !== '') say(`The app’s log:\n${log}`);
  process.exitCode = 1;
} finally {
  for (const clean of cleanups.reverse()) {
    try {
      await clean();
    } catch (error) {
      say(`Not cleaned up: ${error instanceof Error ? error.message : error}`);
    }
  }
}
process.exit();
