import type { Insertable, Transaction } from 'kysely';
import { type ChangedRun, changeItem, type ItemChange } from '../checklist/change-item.js';
import type { Run } from '../checklist/run.js';
import type { ItemChanged, RunKey } from '../checklist/run-store.js';
import type { Database } from './database.js';
import type { WriteHookEvents } from './hook-events.js';
import { addNotification, newestNotification, updateNotification } from './notifications.js';
import { writeEvents } from './run-events.js';
import { readRun, updateRun } from './run-queries.js';
import { assignmentId, inStatements, toItemRows, toRunRow } from './run-rows.js';
import type { RunItemsTable, Tables } from './tables.js';
import { withRunLocked } from './transaction.js';

/** Changes of one item that are written together or not at all: one by a press, several by a dialog. */
type Edit = readonly ItemChange[];

interface Waiting {
  readonly edit: Edit;
  readonly resolve: (changed: ItemChanged) => void;
  readonly reject: (error: unknown) => void;
}

/** The most presses written by one transaction, so that the first of them need not wait long. */
const MAX_BATCH = 200;

/**
 * Writes presses. Presses on the same run that arrive while one is being written are written together afterwards, in the order
 * in which they came: a team that presses at the same time waits for one commit, not for one each. Every press resolves after
 * its own commit.
 */
export function createItemChanges(
  db: Database,
  writeHookEvents: WriteHookEvents,
): (key: RunKey, edit: Edit) => Promise<ItemChanged> {
  const queues = new Map<string, Waiting[]>();

  const writeAll = async (id: string, key: RunKey, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_BATCH);
      try {
        const applied = await applyItemChanges(
          db,
          key,
          batch.map(({ edit }) => edit),
          writeHookEvents,
        );
        applied.forEach((result, index) => {
          if ('run' in result) batch[index]?.resolve(result);
          else batch[index]?.reject(result.error);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(id); // No `await` since the check above, so no press gets lost in between.
  };

  return (key, edit) =>
    new Promise((resolve, reject) => {
      const id = JSON.stringify([key.installation, key.run]);
      const waiting = { edit, resolve, reject };
      const queued = queues.get(id);
      if (queued !== undefined) {
        queued.push(waiting);
        return;
      }
      const queue = [waiting];
      queues.set(id, queue);
      void writeAll(id, key, queue);
    });
}

/** The result of one edit: the run after it, or why it could not be applied. */
type Applied = ItemChanged | { readonly error: unknown };

type Step = ChangedRun & { readonly before: Run; readonly change: ItemChange };

/**
 * Applies edits, one after the other, to the run as it is now, and writes the items, the run, the events and the notifications
 * in one transaction. An edit that cannot be applied does not affect the others.
 */
function applyItemChanges(
  db: Database,
  key: RunKey,
  edits: readonly Edit[],
  writeHookEvents: WriteHookEvents,
): Promise<Applied[]> {
  return withRunLocked(db, key, async (trx) => {
    const before = await readRun(trx, key);
    let run = before;
    const steps: Step[] = [];
    const applied = edits.map((edit): Applied => {
      try {
        const taken = stepsOf(run, edit);
        const refused = taken.find((step) => step.refused !== undefined)?.refused;
        if (refused) return { run, refused };
        steps.push(...taken);
        run = taken.at(-1)?.run ?? run;
        return { run };
      } catch (error) {
        return { error };
      }
    });
    await writeItems(trx, before, run);
    const changes = steps.filter(({ changed }) => changed);
    await writeChanges(trx, run, changes);
    await writeHookEvents(
      trx,
      changes.map(({ before: was, change, run: after }) => ({ before: was, after, at: change.at })),
    );
    return applied;
  });
}

/** The changes of an edit, each applied to the run after the one before. */
function stepsOf(run: Run, edit: Edit): Step[] {
  let before = run;
  return edit.map((change) => {
    const step = { ...changeItem(before, change), before, change };
    before = step.run;
    return step;
  });
}

/** In one statement, unless hundreds of items changed. */
async function writeItems(trx: Transaction<Tables>, before: Run, after: Run): Promise<void> {
  const changed = toItemRows(after, (item, index) => item !== before.items[index]);
  for (const rows of inStatements(changed)) await writeRows(trx, rows);
}

async function writeRows(trx: Transaction<Tables>, rows: readonly Insertable<RunItemsTable>[]): Promise<void> {
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
        approvals: eb.ref('excluded.approvals'),
        evidence: eb.ref('excluded.evidence'),
        via_parent: eb.ref('excluded.via_parent'),
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
  await writeEvents(trx, steps);
  for (const { before, run: after, change } of steps) await addItemNotifications(trx, { before, after, change });
}

/** Adds what a change of an item has to tell people: the completion or its withdrawal, and a message to a new assignee. */
async function addItemNotifications(
  trx: Transaction<Tables>,
  { before, after, change }: { before: Run; after: Run; change: ItemChange },
): Promise<void> {
  await tellCompletion(trx, before, after);
  if (change.field === 'assignee' && change.assignee !== undefined && change.assignee.id !== change.by.id) {
    await addNotification(trx, after, {
      id: assignmentId(change.item, change.assignee),
      content: { kind: 'assigned', item: change.item, to: change.assignee, by: change.by },
    });
  }
}

/** Adds the line about the completion, or takes it back, if a change made the difference. */
export async function tellCompletion(trx: Transaction<Tables>, before: Run, after: Run): Promise<void> {
  if (before.completedAt === undefined && after.completedAt !== undefined) await addCompletion(trx, after);
  if (before.completedAt !== undefined && after.completedAt === undefined) await withdrawCompletion(trx, after);
}

function addCompletion(trx: Transaction<Tables>, run: Run): Promise<void> {
  return addNotification(trx, run, { id: `completion:${run.wantedVersion}`, content: { kind: 'completion' } });
}

async function withdrawCompletion(trx: Transaction<Tables>, run: Run): Promise<void> {
  const line = await newestNotification(trx, run, 'completion');
  if (line?.state === 'owed') await updateNotification(trx, run, line.id, { state: 'dropped' });
  if (line?.state === 'sending' || line?.state === 'sent') {
    await addNotification(trx, run, {
      id: `withdrawal:${run.wantedVersion}`,
      content: { kind: 'withdrawal', of: line.id },
    });
  }
}
