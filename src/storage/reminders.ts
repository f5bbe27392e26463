import { sql } from 'kysely';
import type { DueItem, ReminderStore } from '../outbox/reminders.js';
import type { Database } from './database.js';
import { addNotification } from './notifications.js';
import { readRun } from './run-queries.js';
import { ifRunExists, withRunLocked } from './transaction.js';

/** Finds overdue items, in either database. */
export function createReminderStore(db: Database): ReminderStore {
  return {
    overdue: async ({ day, moment }, limit) => {
      const isDay = sql<boolean>`length(run_items.due) = 10`; // The others are moments.

      const items = db.kysely
        .selectFrom('run_items')
        .innerJoin('runs', (join) =>
          join.onRef('runs.installation', '=', 'run_items.installation').onRef('runs.id', '=', 'run_items.run'),
        )
        .select(['run_items.installation', 'run_items.run', 'run_items.item', 'run_items.due', 'run_items.assignee'])
        .select(
          sql<number>`row_number() over (partition by run_items.installation order by run_items.due, run_items.run, run_items.item)`.as(
            'place',
          ),
        )
        .where(sql<boolean>`run_items.state = 'open'`) // The condition of the index `run_items_due`.
        .where((eb) =>
          eb.or([
            eb.and([eb('run_items.due', '<', day), isDay]),
            eb.and([eb('run_items.due', '<=', moment.toISOString()), eb.not(isDay)]),
          ]),
        )
        .where('run_items.assignee', 'is not', null)
        .where('runs.message', 'is not', null)
        .where('runs.archived_at', 'is', null)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('owed')
                .select('owed.id')
                .whereRef('owed.installation', '=', 'run_items.installation')
                .whereRef('owed.run', '=', 'run_items.run')
                .where(
                  'owed.id',
                  '=',
                  sql<string>`'overdue:' || run_items.item || ':' || run_items.due || ':' || run_items.assignee`,
                ),
            ),
          ),
        );
      const rows = await db.kysely
        .selectFrom(items.as('overdue'))
        .select(['installation', 'run', 'item', 'due', 'assignee'])
        .orderBy('place')
        .orderBy('due')
        .limit(limit)
        .execute();
      return rows.flatMap(({ due, assignee, ...item }): DueItem[] =>
        due === null || assignee === null ? [] : [{ ...item, due, assignee }],
      );
    },

    remind: ({ item: id, due, assignee, ...key }) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, async (trx) => {
          const run = await readRun(trx, key);
          const item = run.items.find((candidate) => candidate.id === id);
          const to = item?.assignee;
          if (item?.state.kind !== 'open' || item.due !== due || to?.id !== assignee || run.archivedAt) return;
          const content = { kind: 'overdue', item: id, to: { id: to.id, name: to.name } } as const;
          await addNotification(trx, run, { id: `overdue:${id}:${due}:${assignee}`, content });
        }),
      ),
  };
}
