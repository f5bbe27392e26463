import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';

type ColumnType = 'text' | 'bigint' | 'integer';
type Column = readonly [name: string, type: ColumnType, initial?: string | number];

/** What a team records about a run and its items, the outbox, who is sending for a run, and the events seen. */
export const teamwork: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await addColumns(db, 'runs', [
      ['name', 'text'],
      ['left_out', 'text', '[]'],
      ['moved_from', 'text'],
      ['archived_at', 'bigint'],
      ['archived_by', 'text'],
      ['archived_by_name', 'text'],
      ['window_sequence', 'bigint', 0],
      ['leased_by', 'text'],
      ['leased_until', 'bigint', 0],
      ['draw_after', 'bigint', 0],
      ['draw_failures', 'integer', 0],
      ['drawn_at', 'bigint', 0],
      ['confirm_at', 'bigint'],
      ['compared_revision', 'text'],
      ['said_changed', 'integer'],
    ]);
    await addColumns(db, 'run_items', [
      ['state_reason', 'text'],
      ['assignee', 'text'],
      ['assignee_name', 'text'],
      ['assigned_by', 'text'],
      ['assigned_by_name', 'text'],
      ['due', 'text'],
      ['note', 'text'],
      ['state_sequence', 'bigint', 0],
      ['assignee_sequence', 'bigint', 0],
      ['due_sequence', 'bigint', 0],
      ['note_sequence', 'bigint', 0],
    ]);
    await addColumns(db, 'item_events', [
      ['part', 'text', 'state'],
      ['detail', 'text'],
    ]);
    await createOwed(db);
    await createRemaining(db);
    await carryOver(db);
  },
};

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}

async function addColumns(db: Kysely<unknown>, table: string, columns: readonly Column[]): Promise<void> {
  for (const [name, type, initial] of columns) {
    await db.schema
      .alterTable(table)
      .addColumn(name, type, (column) => (initial === undefined ? column : column.notNull().defaultTo(initial)))
      .execute();
  }
}

async function createOwed(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('owed')
    .addColumn('installation', 'text', required)
    .addColumn('run', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('saying', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('send_after', 'bigint', required)
    .addColumn('failures', 'integer', required)
    .addColumn('message', 'text')
    .addColumn('reason', 'text')
    .addColumn('asked_by', 'text')
    .addColumn('asked_by_name', 'text')
    .addColumn('asked_at', 'bigint')
    .addPrimaryKeyConstraint('owed_key', ['installation', 'run', 'id'])
    .addForeignKeyConstraint('owed_run', ['installation', 'run'], 'runs', ['installation', 'id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute();
  await sql`create index owed_open on owed (send_after) where state in ('owed', 'sending')`.execute(db);
  // Replaces the index of 0001: the completion line is a row of `owed` now.
  await sql`drop index runs_owing`.execute(db);
  await sql`create index runs_behind on runs (draw_after)
    where message is not null and parked_reason is null and (drawn_version < wanted_version or confirm_at is not null)`.execute(
    db,
  );
}

async function createRemaining(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('redraw_budgets')
    .addColumn('installation', 'text', required)
    .addColumn('spent_until', 'bigint', required)
    .addPrimaryKeyConstraint('redraw_budgets_key', ['installation'])
    .execute();
  await db.schema
    .createTable('event_deliveries')
    .addColumn('installation', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('claimed_by', 'text', required)
    .addColumn('claimed_until', 'bigint', required)
    .addColumn('handled', 'integer', required)
    .addColumn('seen_at', 'bigint', required)
    .addPrimaryKeyConstraint('event_deliveries_key', ['installation', 'id'])
    .execute();
  await db.schema.createIndex('event_deliveries_seen').on('event_deliveries').column('seen_at').execute();
  await sql`create index run_items_due on run_items (due) where due is not null and state = 'open'`.execute(db);
}

/** Carries over from the previous release: completion lines that were not sent yet, and windows that nobody had changed. */
async function carryOver(db: Kysely<unknown>): Promise<void> {
  await sql`insert into owed (installation, run, id, number, saying, version, state, send_after, failures, message, reason)
    select installation, id, 'completion:' || wanted_version, 1, '{"kind":"completion"}', wanted_version, 'owed', 0, 0, null, null
    from runs where message is not null and completed_at is not null and completion_said = 0`.execute(db);
  await sql`update runs set shown_window = -1 where shown_window = 0`.execute(db);
}
