import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../tables.js';

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
