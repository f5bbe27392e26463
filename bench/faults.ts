// npm run faults -- [--rounds N] [--seconds N] [--only sqlite|postgres]: acknowledged presses, approvals and evidence must survive killed
// processes, a database outage, and a stop, and no rule of the checklist may be got round. Exits with 1 if a press was lost or a rule broken, or
// if a message does not show what is stored in the end.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  requirePostgres,
  startDatabaseProxy,
  startOwnPostgres,
  type TemporaryDatabase,
  temporaryPostgres,
  temporarySqlite,
} from './checklists/databases.js';
import { brokenRules, findLost, type SentPress } from './checklists/find-lost.js';
import { pressFor } from './checklists/presses.js';
import { type AppProcess, type ExitCode, type Rig, slowDay, startRig } from './checklists/rig.js';
import { createRandom, pick, say } from './measure.js';

/** Presses a second. */
const RATE = 50;

/** Longer than the lease of a killed process, and than the wait for Slack's rate limit. */
const SHOWN_WITHIN_MS = 30_000;

type DatabaseKind = 'sqlite' | 'postgres';
/** The fewer of two numbers of processes that are tried. */
const PROCESSES = { sqlite: 1, postgres: 2 };

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
  },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const kinds = (['sqlite', 'postgres'] as const).filter((kind) => (values.only ?? kind) === kind);
if (kinds.includes('postgres')) requirePostgres(', or add --only sqlite');
const totals = { acknowledged: 0, lost: 0, broken: 0, outdated: 0, twice: 0, kills: 0, badExits: 0 };
const started = performance.now();

for (let round = 1; round <= rounds; round += 1) {
  const began = performance.now();
  // Two at a time, on a machine of two processors.
  for (const more of [0, 1]) {
    const results = await Promise.all(kinds.map((kind) => killProcesses(kind, PROCESSES[kind] + more, round)));
    for (const [index, kind] of kinds.entries()) {
      const result = results[index];
      if (result) report(`round ${round}, killed, ${PROCESSES[kind] + more} on ${kind}`, result);
    }
  }
  const crashed = kinds.includes('postgres') ? await crashDatabase(round) : undefined;
  if (crashed) report(`round ${round}, the server crashed`, crashed);
  else if (kinds.includes('postgres'))
    say('    the crash of the server is left out: its programs are not in /usr/lib/postgresql');
  say(`    in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
}
if (kinds.includes('postgres')) report('the database went away', await takeDatabaseAway());
for (const kind of kinds) report(`stopped by SIGTERM, ${kind}`, await stopProcesses(kind));

say(
  `${rounds} rounds in ${((performance.now() - started) / 1_000).toFixed(0)} s: ${totals.kills} kills, ${totals.acknowledged} presses acknowledged, ${totals.lost} lost, ${totals.broken} rules broken, ${totals.outdated} messages out of date in the end, ${totals.twice} posted twice`,
);
process.exit(totals.lost + totals.broken + totals.outdated + totals.twice + totals.badExits === 0 ? 0 : 1);

/** About once a second, kills a random process in the middle of its work and starts it again. */
function killProcesses(kind: DatabaseKind, processes: number, seed: number): Promise<Result> {
  return underLoad({ kind, seed, processes }, async ({ apps }) => {
    const random = createRandom(seed + 1_000);
    const pause = () => sleep(700 + random() * 600);
    const starting = new Map<AppProcess, Promise<unknown>>();
    for (let kills = 1; kills <= seconds; kills += 1) {
      await pause();
      if (starting.size === apps.length) {
        // None runs: wait until one does.
        await Promise.race(starting.values());
        await pause();
      }
      const app = pick(
        apps.filter((each) => !starting.has(each)),
        random,
      );
      await app.kill();
      starting.set(
        app,
        app.start().then(() => starting.delete(app)),
      );
    }
    await Promise.all(starting.values());
    return { kills: seconds };
  });
}

/** Stops every process under load, as a platform does for a new release, and starts it again. */
function stopProcesses(kind: DatabaseKind): Promise<Result> {
  return underLoad({ kind }, async ({ apps }) => {
    const exits: ExitCode[] = [];
    for (const app of apps) {
      await sleep((seconds * 1_000) / (apps.length + 1));
      exits.push(await app.stop());
      await app.start();
    }
    await sleep(500);
    return { exits };
  });
}

/** Ends the database server as a crash does, twice, and starts it again. */
async function crashDatabase(seed: number): Promise<Result | undefined> {
  const database = await startOwnPostgres();
  if (database === undefined) return undefined;
  return underLoad({ kind: 'postgres', seed, database }, async () => {
    for (const pause of [1_000, 1_500]) {
      await sleep(pause);
      database.crash();
      await sleep(500);
      database.start();
    }
    await sleep(1_000);
    return { kills: 2 };
  });
}

/** Breaks the database's connections and refuses new ones for some seconds. */
async function takeDatabaseAway(): Promise<Result> {
  const database = await temporaryPostgres();
  const proxy = await startDatabaseProxy(database.url);
  const remove = () => {
    proxy.stop();
    return database.remove();
  };
  const proxied = { url: proxy.url, inspectUrl: database.url, remove };
  return underLoad({ kind: 'postgres', database: proxied }, async () => {
    await sleep(1_000);
    proxy.cut();
    await sleep((seconds - 2) * 1_000);
    proxy.restore();
    await sleep(1_000);
    return {};
  });
}

interface Damage {
  kills?: number;
  exits?: ExitCode[];
}

interface Result extends Damage {
  sent: number;
  acknowledged: number;
  /** For a reason that a rule gives. */
  refused: number;
  lost: Partial<SentPress>[];
  broken: string[];
  /** Messages that Slack has twice. */
  twice: number;
  shownAfterMs: number | undefined;
  explanation: string[];
}

/** Presses buttons while `damage` does its work, then compares what was acknowledged with the database and the message. */
async function underLoad(
  options: { kind: DatabaseKind; seed?: number; database?: TemporaryDatabase; processes?: number },
  damage: (rig: Rig) => Promise<Damage>,
): Promise<Result> {
  const { kind, seed = 1 } = options;
  const database = options.database ?? (await (kind === 'sqlite' ? temporarySqlite() : temporaryPostgres()));
  const rig = await startRig({ database, processes: options.processes ?? (kind === 'sqlite' ? 1 : 3) });
  try {
    slowDay(rig.slack, seed);
    let isOver = false;
    const load = pressFor({ rig, presses: RATE * seconds * 4, seconds: seconds * 4, seed, isOver: () => isOver });
    const done = await damage(rig);
    isOver = true;
    await load;
    const shownAfterMs = await rig.stored.untilShown(SHOWN_WITHIN_MS);
    const presses = rig.presses.all();
    const [run, history] = [await rig.stored.read(), await rig.stored.history()];
    const [lost, broken] = [findLost(run, presses, history), brokenRules(run, history)];
    const differences = shownAfterMs === undefined ? await rig.stored.differences() : [];
    return {
      sent: presses.length,
      acknowledged: presses.filter(({ outcome }) => outcome === 'acknowledged').length,
      refused: presses.filter(({ outcome }) => outcome === 'refused').length,
      lost,
      broken,
      twice: postedTwice(rig.slack.workspace.messages),
      shownAfterMs,
      ...done,
      explanation: [
        ...lost.map((press) => `lost: ${JSON.stringify(press)}`),
        ...broken.map((rule) => `rule: ${rule}`),
        ...differences,
        ...(lost.length + broken.length + differences.length > 0
          ? rig.apps.map((app) => app.output().slice(-3_000))
          : []),
      ],
    };
  } finally {
    await rig.stop();
    await database.remove();
  }
}

/** Every message that the app sends once carries what it is about in its metadata. */
function postedTwice(messages: readonly { readonly metadata?: object }[]): number {
  const keys = messages.flatMap(({ metadata }) => (metadata === undefined ? [] : [JSON.stringify(metadata)]));
  return keys.length - new Set(keys).size;
}

function report(name: string, result: Result): void {
  const { acknowledged, broken, sent, lost, refused, twice, shownAfterMs, kills = 0, exits, explanation } = result;
  totals.twice += twice;
  totals.acknowledged += acknowledged;
  totals.lost += lost.length;
  totals.broken += broken.length;
  totals.kills += kills;
  if (shownAfterMs === undefined) totals.outdated += 1;
  if (exits?.some((code) => code !== 0)) totals.badExits += 1;
  say(
    [
      name.padEnd(36),
      `${acknowledged} of ${sent} presses acknowledged, ${refused} refused`,
      `${lost.length} lost`,
      `${broken.length} rules broken`,
      `${twice} posted twice`,
      ...(kills > 0 ? [`${kills} kills`] : []),
      ...(exits === undefined ? [] : [`exit codes ${exits.join(', ')}`]),
      shownAfterMs === undefined
        ? 'the message is OUT OF DATE in the end'
        : `message up to date after ${shownAfterMs.toFixed(0)} ms`,
    ].join(' · '),
  );
  for (const line of explanation) say(`    ${line}`);
}
