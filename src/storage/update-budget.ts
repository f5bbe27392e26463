import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.js';

/** Slack allows `chat.update` about 50 times a minute for a workspace, and tolerates a short burst. */
const BURST = 20;
const PER_MINUTE = 45;
const MS_PER_UPDATE = Math.ceil(60_000 / PER_MINUTE);

/**
 * The budget of each installation is one point in time, up to which the even pace is used up. An update moves it ahead by one
 * interval; as long as it is no more than a burst ahead of now, another update is allowed (the generic cell rate algorithm, GCRA,
 * of ITU-T I.371).
 */
export const MAX_AHEAD_MS = (BURST - 1) * MS_PER_UPDATE;

/** Milliseconds until an update is allowed; 0 if it is now. */
export function waitFor(spentUntil: number, now: number): number {
  return Math.max(0, spentUntil - now - MAX_AHEAD_MS);
}

/** How many updates are allowed right now. */
export function updatesLeft(spentUntil: number, now: number): number {
  return waitFor(spentUntil, now) > 0
    ? 0
    : Math.floor((MAX_AHEAD_MS - Math.max(0, spentUntil - now)) / MS_PER_UPDATE) + 1;
}

/** Takes one update from the budget, if there is one left. */
export async function takeFromBudget(trx: Transaction<Tables>, installation: string, now: number): Promise<boolean> {
  const taken = await trx
    .insertInto('redraw_budgets')
    .values({ installation, spent_until: now + MS_PER_UPDATE })
    .onConflict((conflict) =>
      conflict
        .column('installation')
        .doUpdateSet((eb) => ({
          spent_until: eb
            .case()
            .when('redraw_budgets.spent_until', '>', now)
            .then(eb('redraw_budgets.spent_until', '+', MS_PER_UPDATE))
            .else(now + MS_PER_UPDATE)
            .end(),
        }))
        .where('redraw_budgets.spent_until', '<=', now + MAX_AHEAD_MS),
    )
    .returning('installation')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Allows no update of the installation before then, and no burst afterwards, because Slack has rate limited it. */
export async function pauseUpdates(trx: Transaction<Tables>, installation: string, until: number): Promise<void> {
  const spent_until = until + MAX_AHEAD_MS;
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

/** The installations' budgets; one that is missing is unused. */
export async function readBudgets(db: Kysely<Tables>, installations: readonly string[]): Promise<Map<string, number>> {
  if (installations.length === 0) return new Map();
  const rows = await db
    .selectFrom('redraw_budgets')
    .selectAll()
    .where('installation', 'in', [...installations])
    .execute();
  return new Map(rows.map(({ installation, spent_until }) => [installation, spent_until]));
}
