import { sql } from 'kysely';
import type { Database } from './database.js';

export const MIGRATION_TABLE = 'guidepost_migrations';

/** The names of the steps that the database has taken, oldest first; none in an empty database. */
export async function appliedMigrations({ kysely, dialect }: Pick<Database, 'kysely' | 'dialect'>): Promise<string[]> {
  const table =
    dialect === 'sqlite'
      ? sql`select name from sqlite_master where type = 'table' and name = ${MIGRATION_TABLE}`
      : sql`select 1 where to_regclass(${MIGRATION_TABLE}) is not null`;
  if ((await table.execute(kysely)).rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)} order by name`.execute(
    kysely,
  );
  return rows.map(({ name }) => name);
}
