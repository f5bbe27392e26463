import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}

/** Addresses that are told about runs, and what they are still to be told. */
export const hooks: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('hooks')
      .addColumn('installation', 'text', required)
      .addColumn('id', 'text', required)
      .addColumn('url', 'text', required)
      .addColumn('events', 'text', required)
      .addColumn('channels', 'text')
      .addColumn('allow_private', 'integer', required)
      .addColumn('sealed_secret', 'text', required)
      .addColumn('created_at', 'bigint', required)
      .addColumn('disabled_at', 'bigint')
      .addColumn('disabled_reason', 'text')
      .addColumn('delivered_at', 'bigint')
      .addPrimaryKeyConstraint('hooks_key', ['installation', 'id'])
      .execute();
    // Without a foreign key to the hook: a hook that is removed at the same moment must not make a press fail.
    await db.schema
      .createTable('hook_deliveries')
      .addColumn('installation', 'text', required)
      .addColumn('id', 'text', required)
      .addColumn('hook', 'text', required)
      .addColumn('run', 'text', required)
      .addColumn('number', 'integer', required)
      .addColumn('event', 'text', required)
      .addColumn('state', 'text', required)
      .addColumn('failures', 'integer', required)
      .addColumn('send_after', 'bigint', required)
      .addColumn('claim', 'text')
      .addColumn('claimed_until', 'bigint', required)
      .addColumn('written_at', 'bigint', required)
      .addColumn('finished_at', 'bigint')
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('hook_deliveries_key', ['installation', 'id'])
      .addForeignKeyConstraint('hook_deliveries_run', ['installation', 'run'], 'runs', ['installation', 'id'], (key) =>
        key.onDelete('cascade'),
      )
      .execute();
    await sql`create unique index hook_deliveries_order on hook_deliveries (installation, run, hook, number)`.execute(
      db,
    );
    await sql`create index hook_deliveries_next on hook_deliveries (send_after) where state = 'next'`.execute(db);
    await sql`create index hook_deliveries_open on hook_deliveries (hook) where finished_at is null`.execute(db);
  },
};
