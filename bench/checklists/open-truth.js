import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../dist/storage/open-database.js';
import { createRunStore } from '../../dist/storage/runs.js';

/** What the database holds and what the message shows, to be compared with what was pressed. */
export async function openTruth({ url, slack, message }) {
  const database = await openDatabase({ url });
  const runs = createRunStore(database);
  const installation = slack.workspace.snapshot().team.id;
  const [run] = await runs.inChannel({ installation, channel: message.channel, limit: 1 });
  const read = () => runs.get({ installation, run: run.id });

  return {
    run,
    read,
    /** Each way in which the message differs from the run: its progress, and each button that it offers. */
    differences: async () => differencesOf(await read(), message),
    /** @returns milliseconds until the message is true, undefined where it is not within the limit */
    untilTrue: async (withinMs) => {
      const started = performance.now();
      while (performance.now() - started < withinMs) {
        const current = await read();
        if (differencesOf(current, message).length === 0 && current.shownVersion === current.wantedVersion)
          return performance.now() - started;
        await sleep(25);
      }
      return undefined;
    },
    close: () => database.close(),
  };
}

function differencesOf(run, message) {
  const settled = run.items.filter(({ state }) => state.kind !== 'open').length;
  const differences = [];
  if (!new RegExp(`\\b${settled} of ${run.items.length}\\b`).test(message.plainText())) {
    differences.push(`the message does not say ${settled} of ${run.items.length}`);
  }
  for (const { item, done } of offersOf(message.blocks)) {
    const { state } = run.items.find(({ id }) => id === item);
    if (done !== (state.kind === 'open')) differences.push(`${item} is ${state.kind}, its button says otherwise`);
  }
  return differences;
}

/** What the buttons of a message would set. */
function offersOf(node) {
  if (Array.isArray(node)) return node.flatMap(offersOf);
  if (node === null || typeof node !== 'object') return [];
  if (node.type === 'button' && node.value?.startsWith('{')) {
    const value = JSON.parse(node.value);
    return value.do === 'set-item' ? [value] : [];
  }
  return Object.values(node).flatMap(offersOf);
}
