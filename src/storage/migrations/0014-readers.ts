import type { Kysely, Migration } from 'kysely';

/** What each person read lately, for their Home, and what channels have chosen. */
export const readers: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('reads')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('page', 'text', (column) => column.notNull())
      .addColumn('read_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('reads_key', ['installation', 'person', 'page'])
      .execute();
    await db.schema.createIndex('reads_by_age').on('reads').column('read_at').execute();
    await db.schema
      .createTable('channel_settings')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('preferred_page', 'text')
      .addColumn('answers_mentions', 'integer', (column) => column.notNull())
      .addColumn('questions_to', 'text')
      .addColumn('changed_by', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('channel_settings_key', ['installation', 'channel'])
      .execute();
  },
};
