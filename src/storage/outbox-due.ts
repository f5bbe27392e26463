import { sql } from 'kysely';
import type { RunKey } from '../checklist/run-store.js';
import type { Backlog } from '../telemetry/metrics.js';
import type { Database } from './database.js';
import { databaseClock } from './transaction.js';
import { readBudgets, updatesLeft, waitFor } from './update-budget.js';

/** The most runs of one installation that are due at the same time: its whole burst. */
const PER_INSTALLATION = 20;

interface DueQuery {
  readonly limit: number;
  readonly except: readonly string[];
}

/** See `OutboxStore.due`. */
export async function dueRuns(
  db: Database,
  now: number,
  query: DueQuery,
): Promise<{ runs: RunKey[]; nextInMs?: number }> {
  const [behind, notifying, next] = [
    await runsBehind(db, now, query),
    await runsWithNotifications(db, now, query),
    await nextTime(db, now),
  ];
  const budgets = await readBudgets(db.kysely, [...new Set(behind.map(({ installation }) => installation))]);
  const updatable = behind.filter(
    ({ installation, place }) => place <= updatesLeft(budgets.get(installation) ?? 0, now),
  );
  const times = [...budgets.values()].map((spent) => waitFor(spent, now)).filter((wait) => wait > 0);
  if (next !== undefined) times.push(Math.max(1, next - now));

  const keys = new Map<string, RunKey>();
  for (const { installation, run } of [...updatable, ...notifying]) {
    keys.set(JSON.stringify([installation, run]), { installation, run });
  }
  return { runs: [...keys.values()], ...(times.length === 0 ? {} : { nextInMs: Math.min(...times) }) };
}

/** Runs whose message is out of date, each with its place in its installation's queue: the least recently updated first. */
async function runsBehind(
  { kysely }: Database,
  now: number,
  { limit, except }: DueQuery,
): Promise<{ installation: string; run: string; place: number }[]> {
  const rows = await kysely
    .selectFrom(
      kysely
        .selectFrom('runs')
        .select(['installation', 'id as run', 'drawn_at'])
        .select(sql<number>`row_number() over (partition by installation order by drawn_at, posted_at, id)`.as('place'))
        // The condition of the index `runs_behind`.
        .where('message', 'is not', null)
        .where('parked_reason', 'is', null)
        .where((eb) => eb.or([eb('drawn_version', '<', eb.ref('wanted_version')), eb('confirm_at', 'is not', null)]))
        .where((eb) => eb.or([eb('drawn_version', '<', eb.ref('wanted_version')), eb('confirm_at', '<=', now)]))
        .where('draw_after', '<=', now)
        .where('leased_until', '<=', now)
        .$if(except.length > 0, (rows) => rows.where('installation', 'not in', except))
        .as('behind'),
    )
    .selectAll()
    .where('place', '<=', PER_INSTALLATION)
    .orderBy('place')
    .orderBy('drawn_at')
    .limit(limit)
    .execute();
  return rows.map(({ installation, run, place }) => ({ installation, run, place: Number(place) }));
}

/** Runs that have a notification to send now, those that waited longest first; the installations take turns. */
function runsWithNotifications({ kysely }: Database, now: number, { limit, except }: DueQuery): Promise<RunKey[]> {
  return kysely
    .selectFrom(
      kysely
        .selectFrom('owed')
        .innerJoin('runs', (join) =>
          join.onRef('runs.installation', '=', 'owed.installation').onRef('runs.id', '=', 'owed.run'),
        )
        .select(['owed.installation', 'owed.run'])
        .select(
          sql<number>`row_number() over (partition by owed.installation order by min(owed.send_after), owed.run)`.as(
            'place',
          ),
        )
        .where(sql<boolean>`owed.state in ('owed', 'sending')`) // The condition of the index `owed_open`.
        .where('owed.send_after', '<=', now)
        .where('runs.leased_until', '<=', now)
        .where((eb) => eb.or([eb('runs.message', 'is not', null), eb('owed.id', 'like', 'posting:%')]))
        .$if(except.length > 0, (rows) => rows.where('owed.installation', 'not in', except))
        .groupBy(['owed.installation', 'owed.run'])
        .as('waiting'),
    )
    .select(['installation', 'run'])
    .where('place', '<=', PER_INSTALLATION)
    .orderBy('place')
    .limit(limit)
    .execute();
}

/** The earliest time at which something that has to wait can be sent. */
async function nextTime({ kysely }: Database, now: number): Promise<number | undefined> {
  const { rows } = await sql<{ next: number | null }>`
    select min(next) as next from (
      select min(case when draw_after > leased_until then draw_after else leased_until end) as next from runs
        where message is not null and parked_reason is null and drawn_version < wanted_version
          and (draw_after > ${now} or leased_until > ${now})
      union all
      select min(confirm_at) from runs
        where message is not null and parked_reason is null and confirm_at > ${now}
      union all
      select min(send_after) from owed where state in ('owed', 'sending') and send_after > ${now}
    ) as times`.execute(kysely);
  return rows[0]?.next ?? undefined;
}

const NOTHING = { updates: 0, oldest: null, notifications: 0, hook_events: 0 };

/** How much is pending. Reads small indexes that contain nothing else. */
export async function readBacklog(database: Database, machine?: () => number): Promise<Backlog> {
  const { kysely } = database;
  const now = await databaseClock(database, machine)(kysely);
  // The conditions are those of the indexes `runs_behind`, `owed_open` and `hook_deliveries_open`.
  const { rows } = await sql<{ updates: number; oldest: number | null; notifications: number; hook_events: number }>`
    select count(*) as updates, min(since) as oldest,
      (select count(*) from owed where state in ('owed', 'sending')) as notifications,
      (select count(*) from hook_deliveries where finished_at is null) as hook_events
    from (
      select (
        select min(changed_at) from item_events
        where item_events.installation = runs.installation and item_events.run = runs.id
          and item_events.version > runs.drawn_version
      ) as since
      from runs
      where message is not null and parked_reason is null
        and (drawn_version < wanted_version or confirm_at is not null)
        and drawn_version < wanted_version -- without those that are updated once more to be certain
    ) as behind`.execute(kysely);
  const [{ updates, oldest, notifications, hook_events } = NOTHING] = rows;
  return {
    updates: Number(updates),
    // The times of presses are Slack's, whose clock may be a little ahead.
    oldestUpdateSeconds: oldest === null ? 0 : Math.max(0, now - Number(oldest)) / 1_000,
    notifications: Number(notifications),
    hookEvents: Number(hook_events),
  };
}
