import { type Kysely, type Migration, sql } from 'kysely';

/** Whether pages are still right: what their owners said, and the messages that ask them. */
export const pageReviews: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('page_reviews')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('slug', 'text', (column) => column.notNull())
      .addColumn('reviewed_on', 'text')
      .addColumn('reviewed_by', 'text')
      .addColumn('asked_at', 'bigint')
      .addColumn('ask_after', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('page_reviews_key', ['installation', 'slug'])
      .execute();
    await db.schema
      .createTable('review_messages')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('question', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('send_after', 'bigint', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull())
      .addColumn('claimed_until', 'bigint', (column) => column.notNull())
      .addColumn('written_at', 'bigint', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('review_messages_key', ['installation', 'person', 'id'])
      .execute();
    await sql`create index review_messages_open on review_messages (written_at)
      where state in ('owed', 'sending')`.execute(db);
  },
};
