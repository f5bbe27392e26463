import { setTimeout as sleep } from 'node:timers/promises';
import { startConnectionCutter } from '../checklists/connection-cutter.js';
import { withRig } from './with-rig.js';

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
    cutter.restore();
    await sleep(1_000);
    return {};
  });
}
