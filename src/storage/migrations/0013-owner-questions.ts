import { type Kysely, type Migration, sql } from 'kysely';

/** What people ask who looks after a page, and the messages about it. */
export const ownerQuestions: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('owner_questions')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('asker', 'text', (column) => column.notNull())
      .addColumn('asker_name', 'text', (column) => column.notNull())
      .addColumn('page', 'text')
      .addColumn('page_title', 'text')
      .addColumn('question', 'text')
      .addColumn('missing', 'text')
      .addColumn('asked_at', 'bigint', (column) => column.notNull())
      .addColumn('answer', 'text')
      .addColumn('answered_by', 'text')
      .addColumn('answered_by_name', 'text')
      .addColumn('link', 'text')
      .addPrimaryKeyConstraint('owner_questions_key', ['installation', 'id'])
      .execute();
    await db.schema.createIndex('owner_questions_by_age').on('owner_questions').column('asked_at').execute();
    await db.schema
      .createTable('owner_messages')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('question', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('send_after', 'bigint', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull())
      .addColumn('claimed_until', 'bigint', (column) => column.notNull())
      .addColumn('written_at', 'bigint', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('owner_messages_key', ['installation', 'person', 'id'])
      .addForeignKeyConstraint(
        'owner_messages_question',
        ['installation', 'question'],
        'owner_questions',
        ['installation', 'id'],
        (constraint) => constraint.onDelete('cascade'),
      )
      .execute();
    await db.schema
      .createIndex('owner_messages_by_question')
      .on('owner_messages')
      .columns(['installation', 'question'])
      .execute();
    await sql`create index owner_messages_open on owner_messages (written_at)
      where state in ('owed', 'sending')`.execute(db);
  },
};
