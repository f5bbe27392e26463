import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { Database } from './database.js';
import { runs } from './migrations/0001-runs.js';
import { teamwork } from './migrations/0002-teamwork.js';
import { workspaces } from './migrations/0003-workspaces.js';
import type { Tables } from './tables.js';

/** Any number will do, as long as nobody else in the same database uses it. */
const LOCK = 7_105_893_261_400_113n;

/** As long another process may be at it. */
const MIGRATION_MS = 60_000;

/**
 * As long a step waits for a table that somebody uses. Whoever came after it waits behind it, presses too, so it gives way and
 * tries again.
 */
const TABLE_MS = 2_000;
const TRIES = 5;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Brings the database up to this program, all or nothing, and returns the names of the steps taken. Several processes
 * may do so at once: one works, the others wait and then find nothing left to do. This module loads Kysely: import it
 * when it is needed.
 * @throws DatabaseTooNew
 */
export async function migrate(db: Database): Promise<string[]> {
  return db.unhurried(async (connection) => {
    for (let left = TRIES; ; left -= 1) {
      try {
        await begin(connection, db.dialect);
        const taken = await takeSteps(connection, db.dialect);
        await sql`commit`.execute(connection);
        return taken;
      } catch (error) {
        // Where the connection is lost the transaction is gone too; the first error is the one to tell.
        await sql`rollback`.execute(connection).catch(() => {});
        if (left === 1 || (error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      }
    }
  });
}

// Kysely's migrator does not lock SQLite at all, and Postgres only after it has made its own tables. A lock around it covers both.
async function begin(connection: Kysely<Tables>, dialect: Database['dialect']): Promise<void> {
  if (dialect === 'sqlite') {
    await sql`begin immediate`.execute(connection);
    return;
  }
  await sql`begin`.execute(connection);
  await sql`set local lock_timeout = ${sql.lit(MIGRATION_MS)}`.execute(connection);
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(connection);
  await sql`set local lock_timeout = ${sql.lit(TABLE_MS)}`.execute(connection);
}

async function takeSteps(connection: Kysely<Tables>, dialect: Database['dialect']): Promise<string[]> {
  refuseNewer(await appliedMigrations({ kysely: connection, dialect }));
  const schema = dialect === 'postgres' ? await currentSchema(connection) : undefined;
  const migrator = new Migrator({
    db: connection,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    disableTransactions: true, // It runs inside ours.
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.map(({ migrationName }) => migrationName);
}

/** Without the schema's name Kysely would take another application's tables in the same database for ours. */
async function currentSchema(connection: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(connection);
  const name = rows[0]?.name;
  if (typeof name === 'string') return name;
  throw new Error(
    'The search_path of the Postgres user names no schema that exists. Create one, or set search_path to one.',
  );
}

/** Every step that the database has to take, in the order of the names. A published step never changes: add another. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-runs': runs,
  '0002-teamwork': teamwork,
  '0003-workspaces': workspaces,
};

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

/**
 * The names of the steps that `migrate` would take, for a program that starts without migrating.
 * @throws DatabaseTooNew
 */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const applied = await appliedMigrations(db);
  refuseNewer(applied);
  return Object.keys(migrations).filter((name) => !applied.includes(name));
}

/** The database has taken steps that this program does not know: an older version runs on a newer one's data. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';
  constructor(readonly unknown: readonly string[]) {
    super(
      `The database was brought up to date by a newer Guidepost (it has ${unknown.join(', ')}, which this version does not know). ` +
        'Run that version or a later one, or restore the copy of the database from before the upgrade.',
    );
  }
}

/** @throws DatabaseTooNew */
export function refuseNewer(applied: readonly string[]): void {
  const unknown = applied.filter((name) => !(name in migrations));
  if (unknown.length > 0) throw new DatabaseTooNew(unknown);
}
