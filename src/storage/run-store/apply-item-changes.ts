import type { Transaction } from 'kysely';
import { type ChangedRun, changeItem } from '../../checklist/change-item.js';
import type { ItemChange } from '../../checklist/item-change.js';
import type { Run } from '../../checklist/run.js';
import type { RunKey } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import type { Tables } from '../tables.js';
import { oweForItem } from './owe-for-item.js';
import { readRun } from './read-runs.js';
import { toEventRow, toItemRows, toRunRow } from './to-rows.js';
import { withRunLocked } from './transaction.js';
import { updateRun } from './update-run.js';

/** What one of the presses led to: the run as it was after it, or why it could not be applied. */
export type Applied = { readonly run: Run } | { readonly error: unknown };

type Step = ChangedRun & { readonly before: Run; readonly change: ItemChange };

/**
 * Applies presses, one after the other, to the run as it is now, and writes the items, the run, the events and what is owed for
 * them together. A press that cannot be applied leaves the others as they are.
 */
export function applyItemChanges(db: Database, key: RunKey, changes: readonly ItemChange[]): Promise<Applied[]> {
  return withRunLocked(db, key, async (trx) => {
    const before = await readRun(trx, key);
    let run = before;
    const steps: Step[] = [];
    const applied = changes.map((change): Applied => {
      try {
        const step = { ...changeItem(run, change), before: run, change };
        steps.push(step);
        run = step.run;
        return { run };
      } catch (error) {
        return { error };
      }
    });
    await writeItems(trx, before, run);
    await writeChanges(
      trx,
      run,
      steps.filter(({ changed }) => changed),
    );
    return applied;
  });
}

/** In one statement, however many items there are. */
async function writeItems(trx: Transaction<Tables>, before: Run, after: Run): Promise<void> {
  const rows = toItemRows(after).filter((_, index) => after.items[index] !== before.items[index]);
  if (rows.length === 0) return;
  await trx
    .insertInto('run_items')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['installation', 'run', 'item']).doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        state_by: eb.ref('excluded.state_by'),
        state_by_name: eb.ref('excluded.state_by_name'),
        state_at: eb.ref('excluded.state_at'),
        state_reason: eb.ref('excluded.state_reason'),
        assignee: eb.ref('excluded.assignee'),
        assignee_name: eb.ref('excluded.assignee_name'),
        assigned_by: eb.ref('excluded.assigned_by'),
        assigned_by_name: eb.ref('excluded.assigned_by_name'),
        due: eb.ref('excluded.due'),
        note: eb.ref('excluded.note'),
        state_sequence: eb.ref('excluded.state_sequence'),
        assignee_sequence: eb.ref('excluded.assignee_sequence'),
        due_sequence: eb.ref('excluded.due_sequence'),
        note_sequence: eb.ref('excluded.note_sequence'),
      })),
    )
    .execute();
}

async function writeChanges(trx: Transaction<Tables>, run: Run, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  const { completed_at, wanted_version } = toRunRow(run);
  await updateRun(trx, run, { completed_at, wanted_version, parked_reason: null });
  await trx
    .insertInto('item_events')
    .values(steps.map(({ run: after, change }) => toEventRow(after, change)))
    .execute();
  for (const { before, run: after, change } of steps) await oweForItem(trx, { before, after, change });
}
