import type { Transaction } from 'kysely';
import type { Person, Run } from '../../checklist/run.js';
import type { OwedState, Saying } from '../../delivery/owed.js';
import type { Tables } from '../tables.js';
import { milliseconds, storable } from './to-rows.js';

export interface NewOwed {
  /** Says what it is about, so that the same thing is owed once: where the run has such a row already, nothing is written. */
  readonly id: string;
  readonly saying: Saying | OpenWithdrawal;
  readonly asked?: { readonly by: Person; readonly at: Date };
}

/** The completion line to be withdrawn by the id of its row, since it may not have been sent yet. */
export interface OpenWithdrawal {
  readonly kind: 'withdrawal';
  readonly of: string;
}

/** Writes what is to be said about the run, in the transaction of its cause. The run must be locked. */
export async function owe(trx: Transaction<Tables>, run: Run, { id, saying, asked }: NewOwed): Promise<void> {
  const { last } = await trx
    .selectFrom('owed')
    .select((eb) => eb.fn.max<number | null>('number').as('last'))
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('owed')
    .values({
      installation: run.installation,
      run: run.id,
      id,
      number: (last ?? 0) + 1,
      saying: storable(JSON.stringify(saying)),
      version: run.wantedVersion,
      state: 'owed',
      send_after: 0,
      failures: 0,
      asked_by: asked?.by.id ?? null,
      asked_by_name: asked === undefined ? null : storable(asked.by.name),
      asked_at: asked === undefined ? null : milliseconds(asked.at),
    })
    .onConflict((conflict) => conflict.columns(['installation', 'run', 'id']).doNothing())
    .execute();
}

/** The newest row whose id begins so; ids begin with their kind. */
export function newestOwed(
  trx: Transaction<Tables>,
  run: Pick<Run, 'installation' | 'id'>,
  kind: Saying['kind'],
): Promise<
  | {
      id: string;
      number: number;
      state: OwedState;
      message: string | null;
      reason: string | null;
      asked_at: number | null;
    }
  | undefined
> {
  return trx
    .selectFrom('owed')
    .select(['id', 'number', 'state', 'message', 'reason', 'asked_at'])
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .where('id', 'like', `${kind}:%`)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function setOwed(
  trx: Transaction<Tables>,
  run: Pick<Run, 'installation' | 'id'>,
  id: string,
  changes: { state: OwedState; message?: string; reason?: string | null },
): Promise<void> {
  await trx
    .updateTable('owed')
    .set(changes)
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .where('id', '=', id)
    .execute();
}
