import type { Transaction } from 'kysely';
import { type ChangedRun, changeItem, type ItemChange } from '../checklist/change-item.js';
import type { Run } from '../checklist/run.js';
import type { RunKey } from '../checklist/run-store.js';
import type { Database } from './database.js';
import { newestOwed, owe, setOwed } from './notifications.js';
import { readRun, updateRun } from './run-queries.js';
import { toEventRow, toItemRows, toRunRow } from './run-rows.js';
import type { Tables } from './tables.js';
import { withRunLocked } from './transaction.js';

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

/** What a change of an item has to have said: the completion or its withdrawal, and a message to whoever was assigned. */
export async function oweForItem(
  trx: Transaction<Tables>,
  { before, after, change }: { before: Run; after: Run; change: ItemChange },
): Promise<void> {
  if (before.completedAt === undefined && after.completedAt !== undefined) await oweCompletion(trx, after);
  if (before.completedAt !== undefined && after.completedAt === undefined) await withdrawCompletion(trx, after);
  if (change.part === 'assignee' && change.assignee !== undefined && change.assignee.id !== change.by.id) {
    // Once for the item and the person, however often it changes hands.
    await owe(trx, after, {
      id: `assigned:${change.item}:${change.assignee.id}`,
      saying: { kind: 'assigned', item: change.item, to: change.assignee, by: change.by },
    });
  }
}

function oweCompletion(trx: Transaction<Tables>, run: Run): Promise<void> {
  return owe(trx, run, { id: `completion:${run.wantedVersion}`, saying: { kind: 'completion' } });
}

async function withdrawCompletion(trx: Transaction<Tables>, run: Run): Promise<void> {
  const line = await newestOwed(trx, run, 'completion');
  if (line?.state === 'owed') await setOwed(trx, run, line.id, { state: 'dropped' });
  if (line?.state === 'sending' || line?.state === 'sent') {
    await owe(trx, run, { id: `withdrawal:${run.wantedVersion}`, saying: { kind: 'withdrawal', of: line.id } });
  }
}
