// npm run bench -- checklists: 20 people, 40 items, 2,000 presses over three processes and one Postgres, on Slack's slow day.
import { parseArgs } from 'node:util';
import { requirePostgres, temporaryPostgres } from './checklists/databases.js';
import { findLost, pressFor } from './checklists/presses.js';
import { slowDay, startRig } from './checklists/rig.js';

const { values } = parseArgs({
  options: {
    presses: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '40' },
    processes: { type: 'string', default: '3' },
  },
});
const [wanted, seconds, processes] = [values.presses, values.seconds, values.processes].map(Number);
function say(line) {
  return process.stdout.write(`${line}\n`);
}

requirePostgres();
const database = await temporaryPostgres();
const rig = await startRig({ database, processes });
let failed = true;
try {
  slowDay(rig.slack.faults);
  rig.slack.clearJournal();
  say(`20 people, ${rig.items} items, ${wanted} presses in ${seconds} s, ${processes} processes, one Postgres;`);
  say('the Web API takes 200 ms, and a tenth of its calls fail with 429 or 500');
  const tookMs = await pressFor({ rig, presses: wanted, seconds });
  const trueAfterMs = await rig.truth.untilTrue(60_000);
  const presses = rig.presses.all();
  const run = await rig.truth.read();
  const lost = findLost(run, presses);
  const acknowledged = presses.filter(({ outcome }) => outcome === 'acknowledged');
  const times = acknowledged.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const percentile = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
  const updates = rig.slack.calls.filter(({ method }) => method === 'chat.update');
  const minutes = (tookMs + (trueAfterMs ?? 0)) / 60_000;
  say(
    `presses sent                        ${presses.length}, ${(presses.length / (tookMs / 1_000)).toFixed(0)} a second`,
  );
  say(`presses acknowledged                ${acknowledged.length}`);
  say(`  not so, and their presser told    ${presses.filter(({ outcome }) => outcome === 'told').length}`);
  say(`presses lost                        ${lost.length}`);
  say(`acknowledgement, p50 and p99        ${percentile(0.5)} ms, ${percentile(0.99)} ms`);
  say(`chat.update calls                   ${updates.length}, ${(updates.length / minutes).toFixed(0)} a minute`);
  say(`  at most in any 60 s               ${mostInAMinute(updates)}`);
  say(
    `until the last message is true      ${trueAfterMs === undefined ? 'not within 60 s' : `${trueAfterMs.toFixed(0)} ms`}`,
  );
  for (const difference of await rig.truth.differences()) say(`  ${difference}`);
  failed = lost.length > 0 || trueAfterMs === undefined || acknowledged.length < wanted;
} finally {
  if (failed) for (const app of rig.apps) say(app.output().slice(-2_000));
  await rig.stop();
  await database.remove();
}
process.exit(failed ? 1 : 0);

function mostInAMinute(calls) {
  const times = calls.map(({ at }) => at);
  return Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time < start + 60_000).length));
}
