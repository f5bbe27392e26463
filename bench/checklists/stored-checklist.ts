import { setTimeout as sleep } from 'node:timers/promises';
import type { PostedMessage, SimulatedSlack } from '@guidepost/slack-simulator';
import { progressOf } from '../../src/checklist/progress.js';
import type { Run, RunEvent } from '../../src/checklist/run.js';
import { type ButtonAction, decodeValue } from '../../src/slack/block-kit/action-value.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/runs.js';
import { required } from '../measure.js';

/** Compares the posted message with the database. */
export interface StoredChecklist {
  /** As it was when it was posted. */
  readonly run: Run;
  read(): Promise<Run>;
  history(): Promise<RunEvent[]>;
  /** The differences between the message and the database: its progress, and each button. */
  differences(): Promise<string[]>;
  /** @returns the milliseconds until the message shows what is stored; undefined if it does not within the limit */
  untilShown(withinMs: number): Promise<number | undefined>;
  close(): Promise<void>;
}

export async function openStoredChecklist(options: {
  url: string;
  slack: SimulatedSlack;
  message: PostedMessage;
}): Promise<StoredChecklist> {
  const { url, slack, message } = options;
  const database = await openDatabase({ url });
  const runs = createRunStore(database);
  const installation = slack.workspace.snapshot().team.id;
  const [newest] = await runs.inChannel({ installation, channel: message.channel, limit: 1 });
  const run = required(newest, 'posted checklist');
  const key = { installation, run: run.id };
  const read = async () => required(await runs.get(key), 'posted checklist');
  return {
    run,
    read,
    history: () => runs.history(key),
    differences: async () => differencesOf(await read(), message),
    untilShown: async (withinMs) => {
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

function differencesOf(run: Run, message: PostedMessage): string[] {
  const { done, total } = progressOf(run);
  const differences: string[] = [];
  if (!new RegExp(`\\b${done} of ${total}\\b`).test(message.plainText())) {
    differences.push(`the message does not say ${done} of ${total}`);
  }
  const actions = buttonsOf(message.blocks).filter((action) => action.do.startsWith('item:'));
  if (actions.length === 0) differences.push('the message has no buttons for items');
  for (const action of actions) {
    if (!('item' in action)) continue;
    const state = run.items.find(({ id }) => id === action.item)?.state.kind;
    const isForOpen = action.do !== 'item:set' || action.done;
    if (isForOpen !== (state === 'open'))
      differences.push(`${action.item} is ${state}, but has a button for ${action.do}`);
  }
  return differences;
}

/** What the buttons in these blocks would do. */
function buttonsOf(node: unknown): ButtonAction[] {
  if (Array.isArray(node)) return node.flatMap(buttonsOf);
  if (node === null || typeof node !== 'object') return [];
  if ('type' in node && node.type === 'button' && 'value' in node) {
    const action = decodeValue(`${node.value}`);
    return action === undefined ? [] : [action];
  }
  return Object.values(node).flatMap(buttonsOf);
}
