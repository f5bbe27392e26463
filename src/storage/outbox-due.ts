import { type Kysely, sql, type Transaction } from 'kysely';
import type { RunKey } from '../checklist/run-store.js';
import type { Backlog } from '../telemetry/metrics.js';
import type { Database } from './database.js';
import type { Tables } from './tables.js';
import { type StoreClock, storeClock } from './transaction.js';

/** As many runs of one installation can be due at once: its whole burst. */
const PER_INSTALLATION = 20;

interface Wanted {
  readonly limit: number;
  readonly except: readonly string[];
}

/** See `DeliveryStore.due`. */
export async function dueRuns(
  db: Database,
  clock: StoreClock,
  wanted: Wanted,
): Promise<{ runs: RunKey[]; nextInMs?: number }> {
  const now = await clock(db.kysely);
  const [behind, speaking, next] = [
    await runsBehind(db, now, wanted),
    await runsWithRows(db, now, wanted),
    await nextTime(db, now),
  ];
  const budgets = await spentUntil(db.kysely, [...new Set(behind.map(({ installation }) => installation))]);
  const drawable = behind.filter(
    ({ installation, place }) => place <= redrawsLeft(budgets.get(installation) ?? 0, now),
  );
  const times = [...budgets.values()].map((spent) => waitFor(spent, now)).filter((wait) => wait > 0);
  if (next !== undefined) times.push(Math.max(1, next - now));

  const keys = new Map<string, RunKey>();
  for (const { installation, run } of [...drawable, ...speaking]) {
    keys.set(JSON.stringify([installation, run]), { installation, run });
  }
  return { runs: [...keys.values()], ...(times.length === 0 ? {} : { nextInMs: Math.min(...times) }) };
}

/** Runs whose message is behind, each with its place in its installation's queue: the least recently drawn first. */
async function runsBehind(
  { kysely }: Database,
  now: number,
  { limit, except }: Wanted,
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

/** Runs about which something is to be said now, those that waited longest first, each installation in its turn. */
function runsWithRows({ kysely }: Database, now: number, { limit, except }: Wanted): Promise<RunKey[]> {
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

/** Slack allows `chat.update` about 50 times a minute for a workspace, with some indulgence for a burst. */
const BURST = 20;
const PER_MINUTE = 45;
const MS_PER_DRAW = Math.ceil(60_000 / PER_MINUTE);

/**
 * The budget is one moment for each installation, up to which the even pace is used up. A redraw moves it on by one turn; as long
 * as it is no more than a burst ahead of now, another redraw is allowed (the generic cell rate algorithm of ITU-T I.371).
 */
const AHEAD = (BURST - 1) * MS_PER_DRAW;

/** Milliseconds until a redraw is allowed; 0 where it is now. */
export function waitFor(spentUntil: number, now: number): number {
  return Math.max(0, spentUntil - now - AHEAD);
}

/** How many redraws are allowed at once. */
export function redrawsLeft(spentUntil: number, now: number): number {
  return waitFor(spentUntil, now) > 0 ? 0 : Math.floor((AHEAD - Math.max(0, spentUntil - now)) / MS_PER_DRAW) + 1;
}

/** Takes one redraw from the budget, if there is one. */
export async function takeRedraw(trx: Transaction<Tables>, installation: string, now: number): Promise<boolean> {
  const taken = await trx
    .insertInto('redraw_budgets')
    .values({ installation, spent_until: now + MS_PER_DRAW })
    .onConflict((conflict) =>
      conflict
        .column('installation')
        .doUpdateSet((eb) => ({
          spent_until: eb
            .case()
            .when('redraw_budgets.spent_until', '>', now)
            .then(eb('redraw_budgets.spent_until', '+', MS_PER_DRAW))
            .else(now + MS_PER_DRAW)
            .end(),
        }))
        .where('redraw_budgets.spent_until', '<=', now + AHEAD),
    )
    .returning('installation')
    .executeTakeFirst();
  return taken !== undefined;
}

/** No redraw of the installation before then, and no burst afterwards: Slack has said that it was too much. */
export async function pauseRedraws(trx: Transaction<Tables>, installation: string, until: number): Promise<void> {
  const spent_until = until + AHEAD;
  await trx
    .insertInto('redraw_budgets')
    .values({ installation, spent_until })
    .onConflict((conflict) =>
      conflict
        .column('installation')
        .doUpdateSet({ spent_until })
        .where('redraw_budgets.spent_until', '<', spent_until),
    )
    .execute();
}

export async function spentUntil(db: Kysely<Tables>, installations: readonly string[]): Promise<Map<string, number>> {
  if (installations.length === 0) return new Map();
  const rows = await db
    .selectFrom('redraw_budgets')
    .selectAll()
    .where('installation', 'in', [...installations])
    .execute();
  return new Map(rows.map(({ installation, spent_until }) => [installation, spent_until]));
}

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
