import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';

type Column = readonly [name: string, type: 'text' | 'bigint' | 'integer', initial?: string | number];

const columns: Readonly<Record<string, readonly Column[]>> = {
  runs: [
    ['checklist', 'text'],
    ['thread', 'text'],
    ['phases', 'text', '[]'],
    ['variables', 'text', '{}'],
    ['roles', 'text', '[]'],
    ['managed_by_anyone', 'integer', 1],
    ['lead', 'text'],
    ['archive_sequence', 'bigint', 0],
  ],
  run_items: [
    ['phase', 'text'],
    ['parent', 'text'],
    ['rules', 'text', '{}'],
    ['does_not_apply', 'text'],
    ['added_by', 'text'],
    ['added_by_name', 'text'],
    ['approvals', 'text', '[]'],
    ['evidence', 'text'],
    ['via_parent', 'integer', 0],
  ],
};

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}

/**
 * Phases, rules, variables, roles, sign-offs and evidence. Runs of earlier releases keep what they allowed: anyone may archive
 * them and skip their items. What earlier releases could not name in a history is in a table of its own, which they do not read.
 */
export const runbooks: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const [table, added] of Object.entries(columns)) {
      for (const [name, type, initial] of added) {
        await db.schema
          .alterTable(table)
          .addColumn(name, type, (column) => (initial === undefined ? column : column.notNull().defaultTo(initial)))
          .execute();
      }
    }
    await db.schema
      .createTable('run_events')
      .addColumn('installation', 'text', required)
      .addColumn('run', 'text', required)
      .addColumn('version', 'integer', required)
      .addColumn('kind', 'text', required)
      .addColumn('item', 'text')
      .addColumn('detail', 'text')
      .addColumn('changed_by', 'text', required)
      .addColumn('changed_by_name', 'text', required)
      .addColumn('changed_at', 'bigint', required)
      .addPrimaryKeyConstraint('run_events_key', ['installation', 'run', 'version'])
      .addForeignKeyConstraint('run_events_run', ['installation', 'run'], 'runs', ['installation', 'id'], (key) =>
        key.onDelete('cascade'),
      )
      .execute();
    await sql`create index runs_led on runs (installation, lead)
      where lead is not null and completed_at is null and archived_at is null`.execute(db);
  },
};
