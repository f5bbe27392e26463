import type { Transaction } from 'kysely';
import type { ItemChange } from '../../checklist/item-change.js';
import type { Run } from '../../checklist/run.js';
import type { Tables } from '../tables.js';
import { newestOwed, owe, setOwed } from './owe.js';

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
