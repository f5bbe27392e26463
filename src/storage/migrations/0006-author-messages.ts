import { type Kysely, type Migration, sql } from 'kysely';

/** What the authors of the guide were told last, and the direct messages to them. */
export const authorMessages: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('guide_reports')
      .addColumn('installation', 'text', (column) => column.notNull().primaryKey())
      .addColumn('digest', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('author_messages')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('send_after', 'bigint', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull())
      .addColumn('claimed_until', 'bigint', (column) => column.notNull())
      .addColumn('written_at', 'bigint', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('author_messages_key', ['installation', 'person', 'id'])
      .execute();
    await sql`create index author_messages_open on author_messages (written_at)
      where state in ('owed', 'sending')`.execute(db);
  },
};
