import type { Kysely, Migration } from 'kysely';

/** What people asked, and what came of it, where `ASK_LOG` is on. */
export const asks: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('asks')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('surface', 'text', (column) => column.notNull())
      .addColumn('person', 'text')
      .addColumn('question', 'text')
      .addColumn('outcome', 'text')
      .addColumn('pages', 'text', (column) => column.notNull())
      .addColumn('section', 'text')
      .addColumn('helpful', 'integer')
      .addColumn('comment', 'text')
      .addPrimaryKeyConstraint('asks_key', ['installation', 'id'])
      .execute();
    await db.schema.createIndex('asks_by_time').on('asks').columns(['installation', 'at']).execute();
    await db.schema.createIndex('asks_by_person').on('asks').columns(['installation', 'person']).execute();
    await db.schema.createIndex('asks_by_age').on('asks').column('at').execute();
  },
};
