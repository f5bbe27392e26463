import { type Kysely, type Migration, sql } from 'kysely';

/** Checklist runs, their items, and every change of an item. */
export const runs: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('runs')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('message', 'text')
      .addColumn('page', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('guide_revision', 'text', (column) => column.notNull())
      .addColumn('posted_by', 'text', (column) => column.notNull())
      .addColumn('posted_by_name', 'text', (column) => column.notNull())
      .addColumn('posted_at', 'bigint', (column) => column.notNull())
      .addColumn('shown_window', 'integer', (column) => column.notNull())
      .addColumn('completed_at', 'bigint')
      .addColumn('wanted_version', 'integer', (column) => column.notNull())
      .addColumn('drawn_version', 'integer', (column) => column.notNull())
      .addColumn('completion_said', 'integer', (column) => column.notNull())
      .addColumn('parked_reason', 'text')
      .addPrimaryKeyConstraint('runs_key', ['installation', 'id'])
      .execute();
    await db.schema
      .createIndex('runs_in_channel')
      .on('runs')
      .columns(['installation', 'channel', 'posted_at'])
      .execute();
    // Contains only runs that have something to send, so looking for them is cheap. The store's query repeats this condition word for word.
    await sql`create index runs_owing on runs (posted_at) where message is not null and parked_reason is null
      and (drawn_version < wanted_version or (completed_at is not null and completion_said = 0))`.execute(db);
    await db.schema
      .createTable('run_items')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('run', 'text', (column) => column.notNull())
      .addColumn('item', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('title_content', 'text', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('state_by', 'text')
      .addColumn('state_by_name', 'text')
      .addColumn('state_at', 'bigint')
      .addPrimaryKeyConstraint('run_items_key', ['installation', 'run', 'item'])
      .addForeignKeyConstraint('run_items_run', ['installation', 'run'], 'runs', ['installation', 'id'], (key) =>
        key.onDelete('cascade'),
      )
      .execute();
    await db.schema
      .createTable('item_events')
      .addColumn('installation', 'text', (column) => column.notNull())
      .addColumn('run', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('item', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('changed_by', 'text', (column) => column.notNull())
      .addColumn('changed_by_name', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('item_events_key', ['installation', 'run', 'version'])
      .addForeignKeyConstraint('item_events_run', ['installation', 'run'], 'runs', ['installation', 'id'], (key) =>
        key.onDelete('cascade'),
      )
      .execute();
  },
};
