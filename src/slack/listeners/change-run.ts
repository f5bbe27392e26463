import { ItemNotFound, RunNotFound } from '../../checklist/errors.js';
import type { Run } from '../../checklist/run.js';
import type { RunKey } from '../../checklist/run-store.js';
import type { ButtonAction } from '../button-action.js';
import { runGoneNotice } from '../messages/notices.js';
import type { Services } from '../services.js';
import type { Press, PressListener } from './listener.js';

/** Done or Reopen on a posted checklist. */
export function setItem(services: Services): PressListener<'set-item'> {
  return (press) =>
    changeRun(services, press, (key) =>
      services.runs.setItem({
        ...key,
        item: press.action.item,
        outcome: press.action.done ? { kind: 'done' } : { kind: 'open' },
        by: press.by,
        at: press.at,
        sequence: press.sequence,
      }),
    );
}

/** Shows another part of a long checklist, for everyone; the first part follows the first open item. */
export function showWindow(services: Services): PressListener<'show-window'> {
  return (press) =>
    changeRun(services, press, (key) =>
      services.runs.showWindow(key, press.action.window === 0 ? 'first-open' : press.action.window, press.sequence),
    );
}

type RunPress = Press<Extract<ButtonAction, { run: string }>>;

/** Acknowledged after its commit: what a person saw accepted is on disk. */
function changeRun({ outbox, runs }: Services, press: RunPress, change: (key: RunKey) => Promise<Run>): Promise<void> {
  return whileItIsKept(press, async (key) => {
    const run = await change(key);
    await press.acknowledge();
    // The reply to the posting was lost, but the message arrived: it was pressed.
    const message = press.body.container.message_ts;
    if (typeof message === 'string' && message !== run.message) await runs.markPosted(key, message);
    outbox.requestUpdate(key);
  });
}

/** Does something with the run of a press, or says that the run is gone. */
export async function whileItIsKept(press: RunPress, work: (key: RunKey) => Promise<void>): Promise<void> {
  try {
    await work({ installation: press.installation, run: press.action.run });
  } catch (error) {
    if (!(error instanceof RunNotFound || error instanceof ItemNotFound)) throw error;
    await press.acknowledge();
    await press.whisper(runGoneNotice(press.look));
  }
}
