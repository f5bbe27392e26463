// npm run faults -- [--rounds N] [--seconds N] [--only sqlite|postgres]: what was acknowledged survives processes that are killed, a
// database that goes away, and a stop. Exits with 1 where a press was lost or a message is not true in the end.
import { parseArgs } from 'node:util';
import { requirePostgres } from './checklists/temporary-database.js';
import { databaseAway } from './faults/database-away.js';
import { killedProcesses } from './faults/killed-processes.js';
import { stoppedProcesses } from './faults/stopped-processes.js';

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
