import { changeItem } from '../../checklist/change-item.js';
import type { ItemChange } from '../../checklist/item-change.js';
import type { Run, RunItem } from '../../checklist/run.js';
import { ItemNotFound, type RunKey } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import { oweForItem } from './owe-for-item.js';
import { readRun } from './read-runs.js';
import { toEventRow, toItemColumns, toRunRow } from './to-rows.js';
import { withRunLocked } from './transaction.js';

/** Applies one press to the run as it is now, and writes the item, the run, the event and what is owed for it together. */
export const applyItemChange = (db: Database, key: RunKey, change: ItemChange): Promise<Run> =>
  withRunLocked(db, key, async (trx) => {
    const before = await readRun(trx, key);
    const { run: after, changed, taken } = changeItem(before, change);
    if (!taken) return before;

    const item = itemOf(after, change.item);
    await trx
      .updateTable('run_items')
      .set(toItemColumns(item))
      .where('installation', '=', key.installation)
      .where('run', '=', key.run)
      .where('item', '=', change.item)
      .execute();
    if (!changed) return after;

    const { completed_at, wanted_version } = toRunRow(after);
    await trx
      .updateTable('runs')
      .set({ completed_at, wanted_version, parked_reason: null })
      .where('installation', '=', key.installation)
      .where('id', '=', key.run)
      .execute();
    await trx
      .insertInto('item_events')
      .values(toEventRow(after, item, change))
      .execute();
    await oweForItem(trx, { before, after, change });
    return after;
  });

const itemOf = (run: Run, id: string): RunItem => {
  const item = run.items.find((candidate) => candidate.id === id);
  if (item === undefined) throw new ItemNotFound(run.id, id);
  return item;
};
