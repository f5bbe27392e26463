import type { Transaction } from 'kysely';
import type { Run } from '../../checklist/run.js';
import type { Tables } from '../tables.js';
import { owe, setOwed } from './owe.js';
import { updateRun } from './update-run.js';

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
