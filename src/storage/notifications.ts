import type { Transaction } from 'kysely';
import type { Person, Run } from '../checklist/run.js';
import type { OwedState, Saying } from '../outbox/store.js';
import { updateRun } from './run-queries.js';
import { milliseconds, storable } from './run-rows.js';
import type { Tables } from './tables.js';

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

export interface Posted {
  /** The row of the posting; none for a run of the first release. */
  readonly row: string | undefined;
  readonly message: string;
  /** The version of the run that the message shows. */
  readonly version: number;
}

/** The run has a message, or a newer one: it is drawn there from now on, and an older one has to point to it. */
export async function settlePosting(
  trx: Transaction<Tables>,
  run: Run,
  { row, message, version }: Posted,
): Promise<void> {
  const moved = run.message !== undefined && run.message !== message ? run.message : undefined;
  await updateRun(trx, run, {
    message,
    parked_reason: null,
    drawn_version: version,
    draw_after: 0,
    draw_failures: 0,
    ...(moved === undefined ? {} : { moved_from: moved }),
  });
  if (row !== undefined) await setOwed(trx, run, row, { state: 'sent', message, reason: null });
  if (moved !== undefined) {
    await owe(trx, run, { id: `moved:${moved}`, saying: { kind: 'moved', channel: run.channel, message: moved } });
  }
}

/** Whether something owed need not be said any more, because its cause is gone. */
export function isMoot(saying: Saying | 'later', run: Run): boolean {
  if (saying === 'later') return false;
  switch (saying.kind) {
    case 'completion':
      return run.completedAt === undefined;
    case 'assigned':
    case 'overdue': {
      const item = run.items.find(({ id }) => id === saying.item);
      const isTheirs = item?.state.kind === 'open' && item.assignee?.id === saying.to.id;
      return !isTheirs || run.archivedAt !== undefined || (saying.kind === 'overdue' && item.due === undefined);
    }
    case 'posting':
    case 'moved':
    case 'withdrawal':
      return false;
  }
}
