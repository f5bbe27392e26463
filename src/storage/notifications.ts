import type { Transaction } from 'kysely';
import type { Person, Run } from '../checklist/run.js';
import type { NotificationContent, NotificationState } from '../outbox/store.js';
import { updateRun } from './run-queries.js';
import { milliseconds, withoutNul } from './run-rows.js';
import type { Tables } from './tables.js';

export interface NewNotification {
  /** Says what it is about. If the run already has a notification of this id, nothing is written, so it is sent once. */
  readonly id: string;
  readonly content: NotificationContent | OpenWithdrawal;
  readonly asked?: { readonly by: Person; readonly at: Date };
}

/** Names the completion line to take back by the id of its row, since the line may not have been sent yet. */
export interface OpenWithdrawal {
  readonly kind: 'withdrawal';
  readonly of: string;
}

/** Adds a notification about the run to the outbox, in the transaction of its cause. The run must be locked. */
export async function addNotification(
  trx: Transaction<Tables>,
  run: Run,
  { id, content, asked }: NewNotification,
): Promise<void> {
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
      saying: withoutNul(JSON.stringify(content)),
      version: run.wantedVersion,
      state: 'owed',
      send_after: 0,
      failures: 0,
      asked_by: asked?.by.id ?? null,
      asked_by_name: asked === undefined ? null : withoutNul(asked.by.name),
      asked_at: asked === undefined ? null : milliseconds(asked.at),
    })
    .onConflict((conflict) => conflict.columns(['installation', 'run', 'id']).doNothing())
    .execute();
}

/** The run's newest notification of this kind. Ids begin with their kind. */
export function newestNotification(
  trx: Transaction<Tables>,
  run: Pick<Run, 'installation' | 'id'>,
  kind: NotificationContent['kind'],
): Promise<
  | {
      id: string;
      number: number;
      state: NotificationState;
      message: string | null;
      reason: string | null;
    }
  | undefined
> {
  return trx
    .selectFrom('owed')
    .select(['id', 'number', 'state', 'message', 'reason'])
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .where('id', 'like', `${kind}:%`)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function updateNotification(
  trx: Transaction<Tables>,
  run: Pick<Run, 'installation' | 'id'>,
  id: string,
  changes: { state: NotificationState; message?: string; reason?: string | null },
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
  /** The row of the posting; runs of the first release have none. */
  readonly row: string | undefined;
  readonly message: string;
  /** The version of the run that the message shows. */
  readonly version: number;
}

/** The run has a message, or a new one: updates go there from now on, and the old message has to point to it. */
export async function recordPosting(
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
  if (row !== undefined) await updateNotification(trx, run, row, { state: 'sent', message, reason: null });
  if (moved !== undefined) {
    await addNotification(trx, run, {
      id: `moved:${moved}`,
      content: { kind: 'moved', channel: run.channel, message: moved },
    });
  }
}
