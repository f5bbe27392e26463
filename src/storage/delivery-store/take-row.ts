import type { Selectable, Transaction } from 'kysely';
import type { Run } from '../../checklist/run.js';
import type { Step } from '../../delivery/delivery-store.js';
import type { Saying } from '../../delivery/owed.js';
import { type OpenWithdrawal, setOwed } from '../run-store/owe.js';
import type { OwedTable, Tables } from '../tables.js';
import { isMoot } from './is-moot.js';

type Row = Selectable<OwedTable>;

/** Takes the first row that can be sent now into `sending`, and drops those before it whose cause is gone. */
export async function takeRow(trx: Transaction<Tables>, run: Run, now: number): Promise<Step | undefined> {
  const rows = await trx
    .selectFrom('owed')
    .selectAll()
    .where('installation', '=', run.installation)
    .where('run', '=', run.id)
    .orderBy('number')
    .execute();
  for (const row of rows.filter(({ state }) => state === 'owed' || state === 'sending')) {
    const saying = resolve(JSON.parse(row.saying), run, rows);
    if (saying === undefined || (row.state === 'owed' && isMoot(saying, run))) {
      await setOwed(trx, run, row.id, { state: 'dropped' });
    } else if (saying !== 'later' && row.send_after <= now && isTurn(saying, run)) {
      if (row.state === 'owed') await setOwed(trx, run, row.id, { state: 'sending' });
      return {
        kind: row.state === 'owed' ? 'say' : 'find',
        owed: { id: row.id, saying },
        run,
        failures: row.failures,
      };
    }
  }
  return undefined;
}

/** A withdrawal names the line's row; the line itself is known once that is sent, and there is nothing to withdraw where it never was. */
function resolve(saying: Saying | OpenWithdrawal, run: Run, rows: readonly Row[]): Saying | 'later' | undefined {
  if (saying.kind !== 'withdrawal' || !('of' in saying)) return saying;
  const line = rows.find(({ id }) => id === saying.of);
  if (line?.state === 'owed' || line?.state === 'sending') return 'later';
  return line?.message ? { kind: 'withdrawal', channel: run.channel, line: line.message } : undefined;
}

/** The thread speaks of the completion when the message shows it. Anything but a posting needs the message. */
function isTurn({ kind }: Saying, run: Run): boolean {
  if (kind === 'posting') return true;
  if (run.message === undefined) return false;
  return kind !== 'completion' || run.drawnVersion >= run.wantedVersion || run.parkedReason !== undefined;
}
