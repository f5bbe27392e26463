import type { Run } from '../../checklist/run.js';
import { ItemNotFound, RunNotFound } from '../../checklist/run-store.js';
import { runGoneNotice } from '../messages/notices.js';
import type { Services } from '../services.js';
import type { Press, PressListener } from './listener.js';

/** Done or Reopen on a posted checklist. Acknowledged after its commit: what a person saw accepted is on disk. */
export const setItem =
  (services: Services): PressListener<'set-item'> =>
  (press) =>
    changeRun(services, press, (key) =>
      services.runs.setItem({
        ...key,
        item: press.action.item,
        outcome: press.action.done ? { kind: 'done' } : { kind: 'open' },
        by: { id: press.body.user.id, name: press.body.user.name ?? press.body.user.username ?? press.body.user.id },
        at: services.now(),
      }),
    );

/** Shows another part of a long checklist, for everyone. */
export const showWindow =
  (services: Services): PressListener<'show-window'> =>
  (press) =>
    changeRun(services, press, (key) => services.runs.showWindow(key, press.action.window));

type RunPress = Press<Extract<Press['action'], { do: 'set-item' | 'show-window' }>>;
type Change = (key: { installation: string; run: string }) => Promise<Run>;

const changeRun = async ({ delivery, runs }: Services, press: RunPress, change: Change): Promise<void> => {
  const key = { installation: press.installation, run: press.action.run };
  try {
    const run = await change(key);
    await press.acknowledge();
    // The reply to the posting was lost, but the message arrived: it was pressed.
    const message = press.body.container.message_ts;
    if (run.message === undefined && typeof message === 'string') await runs.posted(key, message);
    delivery.wanted(key);
  } catch (error) {
    if (!(error instanceof RunNotFound || error instanceof ItemNotFound)) throw error;
    await press.acknowledge();
    await press.whisper(runGoneNotice(press.look));
  }
};
