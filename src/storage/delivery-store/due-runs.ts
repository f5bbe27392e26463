import { sql } from 'kysely';
import type { RunKey } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import { redrawsLeft, spentUntil, waitFor } from './redraw-budget.js';
import type { StoreClock } from './store-clock.js';

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
