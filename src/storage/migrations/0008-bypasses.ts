import type { Kysely, Migration } from 'kysely';

/** Who opened the gate of a run although items were open. Earlier releases read neither this column nor these events. */
export const bypasses: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .alterTable('runs')
      .addColumn('bypasses', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
  },
};
