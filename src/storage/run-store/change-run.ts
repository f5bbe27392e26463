import type { RunStore } from '../../checklist/run-store.js';
import { FIRST_VERSION } from '../../checklist/start-run.js';
import type { Database } from '../database.js';
import { newestOwed, owe } from './owe.js';
import { readRun } from './read-runs.js';
import { settlePosting } from './settle-posting.js';
import { milliseconds, storable, toShownWindow } from './to-rows.js';
import { transaction, withRunLocked } from './transaction.js';
import { updateRun } from './update-run.js';

type Changes = Pick<RunStore, 'posted' | 'discard' | 'showWindow' | 'archive' | 'bringDown'>;

/** What happens to a run beside its items. */
export function changeRun(db: Database): Changes {
  return {
    posted: (key, message) =>
      withRunLocked(db, key, async (trx) => {
        const run = await readRun(trx, key);
        const posting = await newestOwed(trx, run, 'posting');
        const isNews =
          run.message === undefined || (posting?.state === 'uncertain' && Number(message) > Number(run.message));
        // What the message shows is at least what the run was created with.
        if (isNews) await settlePosting(trx, run, { row: posting?.id, message, version: FIRST_VERSION });
        return readRun(trx, key);
      }),

    discard: (key) =>
      transaction(db, async (trx) => {
        await trx.deleteFrom('runs').where('installation', '=', key.installation).where('id', '=', key.run).execute();
      }),

    showWindow: (key, window, sequence) =>
      withRunLocked(db, key, async (trx) => {
        if (window !== 'first-open' && (!Number.isInteger(window) || window < 0))
          throw new RangeError(`A run has no part ${window}; parts count from 0`);
        const run = await readRun(trx, key);
        const place = { installation: run.installation, id: run.id };
        const { window_sequence } = await trx
          .selectFrom('runs')
          .select('window_sequence')
          .where('installation', '=', run.installation)
          .where('id', '=', run.id)
          .executeTakeFirstOrThrow();
        if (sequence !== undefined) {
          if (sequence <= window_sequence) return run;
          await updateRun(trx, place, { window_sequence: sequence });
        }
        if (run.window === window) return run;
        const shown = { shown_window: toShownWindow(window), wanted_version: run.wantedVersion + 1 };
        await updateRun(trx, place, { ...shown, parked_reason: null });
        return readRun(trx, key);
      }),

    archive: ({ by, at, ...key }) =>
      withRunLocked(db, key, async (trx) => {
        const run = await readRun(trx, key);
        if (run.archivedAt !== undefined) return run;
        const archived = { archived_at: milliseconds(at), archived_by: by.id, archived_by_name: storable(by.name) };
        await updateRun(trx, run, { ...archived, wanted_version: run.wantedVersion + 1 });
        return readRun(trx, key);
      }),

    bringDown: ({ from, by, at, ...key }) =>
      withRunLocked(db, key, async (trx) => {
        const run = await readRun(trx, key);
        if (run.message !== from) return run;
        const last = await newestOwed(trx, run, 'posting');
        if (last?.state === 'owed' || last?.state === 'sending') return run;
        // Where the last posting failed, a repeat of the press that asked for it still sees the same message: only a later one counts.
        if (milliseconds(at) <= (last?.asked_at ?? milliseconds(run.postedAt))) return run;
        const id = `posting:${(last?.number ?? 0) + 1}`;
        await owe(trx, run, { id, saying: { kind: 'posting' }, asked: { by, at } });
        return run;
      }),
  };
}
