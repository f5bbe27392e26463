import type { ItemChange } from '../../checklist/item-change.js';
import type { Run } from '../../checklist/run.js';
import type { RunKey } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import { applyItemChanges } from './apply-item-changes.js';

interface Waiting {
  readonly change: ItemChange;
  readonly resolve: (run: Run) => void;
  readonly reject: (error: unknown) => void;
}

/** As many presses are written at once; a statement takes a limited number of values. */
const AT_ONCE = 200;

/**
 * Writes presses. Those on one run that arrive while another is being written are written together afterwards, in the order in
 * which they came: a team that presses at once waits for one commit, not for one each. Every press ends after its own commit.
 */
export function createItemChanges(db: Database): (key: RunKey, change: ItemChange) => Promise<Run> {
  const queues = new Map<string, Waiting[]>();

  const writeAll = async (id: string, key: RunKey, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, AT_ONCE);
      try {
        const applied = await applyItemChanges(
          db,
          key,
          batch.map(({ change }) => change),
        );
        applied.forEach((result, index) => {
          if ('run' in result) batch[index]?.resolve(result.run);
          else batch[index]?.reject(result.error);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(id); // In the same breath as the check above, so that no press falls between the two.
  };

  return (key, change) =>
    new Promise((resolve, reject) => {
      const id = JSON.stringify([key.installation, key.run]);
      const waiting = { change, resolve, reject };
      const underWay = queues.get(id);
      if (underWay !== undefined) {
        underWay.push(waiting);
        return;
      }
      const queue = [waiting];
      queues.set(id, queue);
      void writeAll(id, key, queue);
    });
}
