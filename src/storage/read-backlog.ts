import { sql } from 'kysely';
import type { Backlog } from '../telemetry/metrics.js';
import type { Database } from './database.js';
import { storeClock } from './delivery-store/store-clock.js';

/** What is owed to Slack at the moment. Reads the two small indexes that hold nothing else. */
export async function readBacklog(database: Database, machine?: () => number): Promise<Backlog> {
  const { kysely } = database;
  const now = await storeClock(database, machine)(kysely);
  // The conditions are those of the indexes `runs_behind` and `owed_open`.
  const { rows } = await sql<{ redraws: number; oldest: number | null; sayings: number }>`
    select count(*) as redraws, min(since) as oldest,
      (select count(*) from owed where state in ('owed', 'sending')) as sayings
    from (
      select (
        select min(changed_at) from item_events
        where item_events.installation = runs.installation and item_events.run = runs.id
          and item_events.version > runs.drawn_version
      ) as since
      from runs
      where message is not null and parked_reason is null
        and (drawn_version < wanted_version or confirm_at is not null)
        and drawn_version < wanted_version -- without those that are drawn once more to be certain
    ) as behind`.execute(kysely);
  const [{ redraws, oldest, sayings } = { redraws: 0, oldest: null, sayings: 0 }] = rows;
  return {
    redraws: Number(redraws),
    // Times of presses are Slack's, whose clock may be a little ahead.
    oldestRedrawSeconds: oldest === null ? 0 : Math.max(0, now - Number(oldest)) / 1_000,
    sayings: Number(sayings),
  };
}
