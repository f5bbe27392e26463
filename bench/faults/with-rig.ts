import { slowDay } from '../checklists/bad-days.js';
import { findLost } from '../checklists/find-lost.js';
import { pressFor } from '../checklists/press-for.js';
import { startRig } from '../checklists/start-rig.js';
import { temporaryPostgres, temporarySqlite } from '../checklists/temporary-database.js';

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
    slowDay(rig.slack.faults, { seed });
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
