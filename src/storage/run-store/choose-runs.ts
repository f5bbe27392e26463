import type { SelectQueryBuilder } from 'kysely';
import type { Tables } from '../tables.js';
import type { RunsQuery } from './read-runs.js';

type Query<O> = SelectQueryBuilder<Tables, 'runs', O>;

export function newestFirst<O>(runs: Query<O>): Query<O> {
  return runs.orderBy('posted_at', 'desc').orderBy('id', 'desc');
}

/** A channel's runs. */
export function newestIn(
  runs: RunsQuery,
  { installation, channel, limit }: { installation: string; channel: string; limit: number },
): RunsQuery {
  return newestFirst(runs.where('installation', '=', installation).where('channel', '=', channel)).limit(limit);
}

/** Neither complete nor archived, nor refused in the first place. */
export function stillOpen<O>(runs: Query<O>): Query<O> {
  return runs
    .where('completed_at', 'is', null)
    .where('archived_at', 'is', null)
    .where((eb) =>
      eb.or([eb('message', 'is not', null), eb('parked_reason', 'is', null), eb('parked_reason', '=', 'uncertain')]),
    );
}

/** Those that a person posted, has an item of, or did something in. */
export function ofPerson<O>(
  runs: Query<O>,
  { installation, person }: { installation: string; person: string },
): Query<O> {
  return runs
    .where('runs.installation', '=', installation)
    .where((eb) =>
      eb.or([
        eb('posted_by', '=', person),
        eb.exists(
          eb
            .selectFrom('run_items')
            .select('run_items.item')
            .whereRef('run_items.installation', '=', 'runs.installation')
            .whereRef('run_items.run', '=', 'runs.id')
            .where('run_items.assignee', '=', person),
        ),
        eb.exists(
          eb
            .selectFrom('item_events')
            .select('item_events.version')
            .whereRef('item_events.installation', '=', 'runs.installation')
            .whereRef('item_events.run', '=', 'runs.id')
            .where('item_events.changed_by', '=', person),
        ),
      ]),
    );
}
