import type { RunKey } from '../../checklist/run-store.js';
import type { Database } from '../database.js';

/** The condition is that of the index `runs_owing`; the zero is written out, because an index is not chosen by a bound value. */
export const owingRuns = ({ kysely }: Database, limit: number): Promise<RunKey[]> =>
  kysely
    .selectFrom('runs')
    .select(['installation', 'id as run'])
    .where('message', 'is not', null)
    .where('parked_reason', 'is', null)
    .where((eb) =>
      eb.or([
        eb('drawn_version', '<', eb.ref('wanted_version')),
        eb.and([eb('completed_at', 'is not', null), eb('completion_said', '=', eb.lit(0))]),
      ]),
    )
    .orderBy('posted_at')
    .limit(limit)
    .execute();
