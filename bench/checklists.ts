// npm run bench -- checklists: 20 people press buttons 2,000 times on one checklist of 40 items. Three processes share one Postgres,
// and Slack is slow. Exits with 1 if a press was lost, or if the message does not show what is stored.
import { parseArgs } from 'node:util';
import { requirePostgres, temporaryPostgres } from './checklists/databases.js';
import { brokenRules, findLost } from './checklists/find-lost.js';
import { ITEMS } from './checklists/items.js';
import { pressFor } from './checklists/presses.js';
import { slowDay, startRig } from './checklists/rig.js';
import { quantile, say } from './measure.js';

const { values } = parseArgs({
  options: {
    presses: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '40' },
    processes: { type: 'string', default: '3' },
  },
});
const [wanted, seconds, processes] = [Number(values.presses), Number(values.seconds), Number(values.processes)];

requirePostgres();
const database = await temporaryPostgres();
const rig = await startRig({ database, processes });
let failed = true;
try {
  slowDay(rig.slack);
  rig.slack.clearJournal();
  say(`20 people, ${ITEMS.size} items, ${wanted} presses in ${seconds} s, ${processes} processes, one Postgres;`);
  say('every Web API call takes 200 ms, and a tenth of them fail with 429 or 500');
  const tookMs = await pressFor({ rig, presses: wanted, seconds });
  const shownAfterMs = await rig.stored.untilShown(60_000);
  const presses = rig.presses.all();
  const [run, history] = [await rig.stored.read(), await rig.stored.history()];
  const [lost, broken] = [findLost(run, presses, history), brokenRules(run, history)];
  const acknowledged = presses.filter(({ outcome }) => outcome === 'acknowledged');
  const times = acknowledged.map(({ ms }) => ms);
  const updates = rig.slack.calls.filter(({ method }) => method === 'chat.update').map(({ at }) => at);
  const minutes = (tookMs + (shownAfterMs ?? 0)) / 60_000;
  const figures = {
    'presses sent': `${presses.length}, ${(presses.length / (tookMs / 1_000)).toFixed(0)} a second`,
    'presses acknowledged': acknowledged.length,
    '  refused, with a reason': presses.filter(({ outcome }) => outcome === 'refused').length,
    'presses lost': lost.length,
    'rules broken': broken.length,
    'acknowledgement, p50 and p99': `${quantile(times, 0.5).toFixed(0)} ms, ${quantile(times, 0.99).toFixed(0)} ms`,
    'chat.update calls': `${updates.length}, ${(updates.length / minutes).toFixed(0)} a minute`,
    '  most in any 60 s': mostInAMinute(updates),
    'until the message is up to date': shownAfterMs === undefined ? 'not within 60 s' : `${shownAfterMs.toFixed(0)} ms`,
  };
  for (const [name, value] of Object.entries(figures)) say(`${name.padEnd(35)} ${value}`);
  for (const difference of await rig.stored.differences()) say(`  ${difference}`);
  for (const rule of broken) say(`  ${rule}`);
  failed = lost.length + broken.length > 0 || shownAfterMs === undefined || acknowledged.length < wanted;
} finally {
  if (failed) for (const app of rig.apps) say(app.output().slice(-2_000));
  await rig.stop();
  await database.remove();
}
process.exit(failed ? 1 : 0);

function mostInAMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time < start + 60_000).length));
}
