import type { Run } from '../../checklist/run.js';
import type { RunKey } from '../../checklist/run-store.js';
import { type ItemChange, setItemState } from '../../checklist/set-item-state.js';
import type { Database } from '../database.js';
import { readRun } from './read-runs.js';
import { toEventRow, toRunRow, toStateColumns } from './to-rows.js';
import { withRunLocked } from './transaction.js';

/** Applies one press to the run as it is now, and writes the item, the run and the event together. */
export const setItem = (db: Database, key: RunKey, change: ItemChange): Promise<Run> =>
  withRunLocked(db, key, async (trx) => {
    const before = await readRun(trx, key);
    const after = setItemState(before, change);
    if (after === before) return before;

    const { completed_at, wanted_version } = toRunRow(after);
    await trx
      .updateTable('runs')
      .set({ completed_at, wanted_version, parked_reason: null })
      .where('installation', '=', key.installation)
      .where('id', '=', key.run)
      .execute();
    await trx
      .updateTable('run_items')
      .set(toStateColumns(change.done ? { kind: 'done', by: change.by, at: change.at } : { kind: 'open' }))
      .where('installation', '=', key.installation)
      .where('run', '=', key.run)
      .where('item', '=', change.item)
      .execute();
    await trx.insertInto('item_events').values(toEventRow(after, change)).execute();
    return after;
  });
