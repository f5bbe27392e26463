import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { requirePostgres, startConnectionCutter, temporaryPostgres, temporarySqlite } from './checklists/databases.js';
import { findLost, pressFor } from './checklists/presses.js';
import { slowDay, startRig } from './checklists/rig.js';
import { createRandom } from './measure.js';

// npm run faults -- [--rounds N] [--seconds N] [--only sqlite|postgres]: what was acknowledged survives processes that are killed, a
// database that goes away, and a stop. Exits with 1 where a press was lost or a message is not true in the end.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
  },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
function say(line) {
  return process.stdout.write(`${line}\n`);
}
const kinds = ['sqlite', 'postgres'].filter((kind) => (values.only ?? kind) === kind);
if (kinds.includes('postgres')) requirePostgres(', or add --only sqlite');
const totals = { acknowledged: 0, lost: 0, untrue: 0, kills: 0, unexpected: 0 };
const started = performance.now();

function note(name, result) {
  const { acknowledged, sent, lost, trueAfterMs, kills = 0, exits } = result;
  totals.acknowledged += acknowledged;
  totals.lost += lost.length;
  totals.kills += kills;
  if (trueAfterMs === undefined) totals.untrue += 1;
  if (exits?.some((code) => code !== 0)) totals.unexpected += 1;
  say(
    [
      name.padEnd(36),
      `${acknowledged} of ${sent} presses acknowledged`,
      `${lost.length} lost`,
      ...(kills > 0 ? [`${kills} kills`] : []),
      ...(exits === undefined ? [] : [`exit codes ${exits.join(', ')}`]),
      trueAfterMs === undefined ? 'the message is NOT true in the end' : `true after ${trueAfterMs.toFixed(0)} ms`,
    ].join(' · '),
  );
  for (const line of result.explanation ?? []) say(`    ${line}`);
}

for (let round = 1; round <= rounds; round += 1) {
  const began = performance.now();
  const results = await Promise.all(kinds.map((kind) => killedProcesses({ kind, seconds, seed: round })));
  for (const [index, result] of results.entries()) note(`round ${round}, killed, ${kinds[index]}`, result);
  say(`    in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
}
if (kinds.includes('postgres')) note('the database stopped and started', await databaseAway({ seconds }));
for (const kind of kinds) note(`stopped by SIGTERM, ${kind}`, await stoppedProcesses({ kind, seconds }));

say(
  `${rounds} rounds in ${((performance.now() - started) / 1_000).toFixed(0)} s: ${totals.kills} kills, ${totals.acknowledged} presses acknowledged, ${totals.lost} lost, ${totals.untrue} messages not true in the end`,
);
process.exit(totals.lost + totals.untrue + totals.unexpected === 0 ? 0 : 1);

/** Presses a second; as many as 2,000 in forty. */
const RATE = 50;

/** Longer than a lease of a dead process and a full turn of the budget. */
const TRUE_WITHIN_MS = 30_000;

/**
 * Runs the load over a rig, beside it what does the damage, and compares what was acknowledged with the database and the message.
 * @param damage called with the rig; the load ends when it resolves. What it returns is part of the result.
 */
export async function withRig({ kind, seconds, seed = 1, reach = async (database) => database }, damage) {
  const made = kind === 'sqlite' ? await temporarySqlite() : await temporaryPostgres();
  const database = await reach(made);
  const rig = await startRig({ database, processes: kind === 'sqlite' ? 1 : 3 });
  try {
    slowDay(rig.slack.trouble, { seed });
    let isOver = false;
    const load = pressFor({ rig, presses: RATE * seconds * 4, seconds: seconds * 4, seed, isOver: () => isOver });
    const observed = await damage(rig);
    isOver = true;
    await load;
    const trueAfterMs = await rig.truth.untilTrue(TRUE_WITHIN_MS);
    const run = await rig.truth.read();
    const presses = rig.presses.all();
    const lost = findLost(run, presses);
    const differences = trueAfterMs === undefined ? await rig.truth.differences() : [];
    return {
      sent: presses.length,
      acknowledged: presses.filter(({ outcome }) => outcome === 'acknowledged').length,
      lost,
      trueAfterMs,
      ...observed,
      explanation: [
        ...lost.map((press) => `lost: ${JSON.stringify(press)}`),
        ...differences,
        ...(lost.length + differences.length > 0 ? rig.apps.map((app) => app.output().slice(-3_000)) : []),
      ],
    };
  } finally {
    await rig.stop();
    await database.stop?.();
    await made.remove();
  }
}

/** Every second a process that answers, chosen at random, is killed in the middle of what it does, and started again. */
export function killedProcesses({ kind, seconds, seed }) {
  return withRig({ kind, seconds, seed }, async ({ apps }) => {
    const random = createRandom(seed + 1_000);
    const starting = new Map();
    for (let kills = 1; kills <= seconds; kills += 1) {
      await sleep(700 + random() * 600);
      // Where none answers, the second counts from when one does.
      if (starting.size === apps.length) await Promise.race(starting.values()).then(() => sleep(700 + random() * 600));
      const running = apps.filter((app) => !starting.has(app));
      const app = running[Math.floor(random() * running.length)];
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

/** Every process is asked to stop in the middle of the load, as a platform does for a new release, and started again. */
export function stoppedProcesses({ kind, seconds }) {
  return withRig({ kind, seconds }, async ({ apps }) => {
    const exits = [];
    for (const app of apps) {
      await sleep((seconds * 1_000) / (apps.length + 1));
      exits.push(await app.stop());
      await app.start();
    }
    await sleep(500);
    return { exits };
  });
}

/** The database is away for some seconds in the middle: its connections break, and no new one is taken. */
export async function databaseAway({ seconds }) {
  let cutter;
  const reach = async ({ url }) => {
    cutter = await startConnectionCutter(url);
    return { url: cutter.url, inspectUrl: url, stop: () => cutter.stop() };
  };
  return withRig({ kind: 'postgres', seconds, reach }, async () => {
    await sleep(1_000);
    cutter.cut();
    await sleep((seconds - 2) * 1_000);
    cutter.mend();
    await sleep(1_000);
    return {};
  });
}
