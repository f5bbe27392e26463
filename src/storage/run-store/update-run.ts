import type { Transaction, Updateable } from 'kysely';
import type { Run } from '../../checklist/run.js';
import type { RunsTable, Tables } from '../tables.js';

/** Writes some columns of one run. The run must be locked where they depend on what was read. */
export async function updateRun(
  trx: Transaction<Tables>,
  { installation, id }: Pick<Run, 'installation' | 'id'>,
  changes: Updateable<RunsTable>,
): Promise<void> {
  await trx.updateTable('runs').set(changes).where('installation', '=', installation).where('id', '=', id).execute();
}
