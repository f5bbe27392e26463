import type { Kysely, Migration } from 'kysely';

/** Where people are in their direct messages with the app. */
export const conversations: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('conversations')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('written_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('conversations_key', ['installation', 'person'])
      .execute();
  },
};
