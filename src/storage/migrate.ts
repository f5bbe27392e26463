import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { Database } from './database.js';
import { runs } from './migrations/0001-runs.js';
import { teamwork } from './migrations/0002-teamwork.js';
import { workspaces } from './migrations/0003-workspaces.js';
import { publicChannels } from './migrations/0004-public-channels.js';
import { runbooks } from './migrations/0005-runbooks.js';
import { authorMessages } from './migrations/0006-author-messages.js';
import { accessTokens } from './migrations/0007-access-tokens.js';
import { bypasses } from './migrations/0008-bypasses.js';
import { hooks } from './migrations/0009-hooks.js';
import { conversations } from './migrations/0010-conversations.js';
import { pageReviews } from './migrations/0011-page-reviews.js';
import { asks } from './migrations/0012-asks.js';
import { ownerQuestions } from './migrations/0013-owner-questions.js';
import { readers } from './migrations/0014-readers.js';
import type { Tables } from './tables.js';

/** Every migration, in the order of the names. A released migration never changes: add another file in `migrations/`, and a line here. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-runs': runs,
  '0002-teamwork': teamwork,
  '0003-workspaces': workspaces,
  '0004-public-channels': publicChannels,
  '0005-runbooks': runbooks,
  '0006-author-messages': authorMessages,
  '0007-access-tokens': accessTokens,
  '0008-bypasses': bypasses,
  '0009-hooks': hooks,
  '0010-conversations': conversations,
  '0011-page-reviews': pageReviews,
  '0012-asks': asks,
  '0013-owner-questions': ownerQuestions,
  '0014-readers': readers,
};

export const MIGRATION_TABLE = 'guidepost_migrations';

/** Any number will do, as long as nothing else in the same database uses it. */
const LOCK = 7_105_893_261_400_113n;

/** How long another process may take for its migration. */
const MIGRATION_MS = 60_000;

/**
 * How long a migration waits for a table that is in use. Later queries, presses too, wait behind it, so it gives up soon and
 * tries again.
 */
const TABLE_MS = 2_000;
const TRIES = 5;
const LOCK_NOT_AVAILABLE = '55P03';

/** The database has migrations that this program does not know: an older version runs on a newer one's data. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';
  constructor(readonly unknown: readonly string[]) {
    super(
      `The database was migrated by a newer Guidepost (it has ${unknown.join(', ')}, which this version does not know). ` +
        'Run that version or a later one, or restore the copy of the database from before the upgrade.',
    );
  }
}

/**
 * Brings the database up to date, all or nothing, and returns the names of the migrations applied. Several processes may do so
 * at the same time: one works, the others wait and then find nothing left to do.
 * @throws DatabaseTooNew
 */
export async function migrate(db: Database): Promise<string[]> {
  return db.withoutTimeouts(async (connection) => {
    for (let left = TRIES; ; left -= 1) {
      try {
        await begin(connection, db.dialect);
        const applied = await applyAll(connection, db.dialect);
        await sql`commit`.execute(connection);
        return applied;
      } catch (error) {
        // If the connection is lost, the transaction is gone too. The first error is the one to report.
        await sql`rollback`.execute(connection).catch(() => {});
        if (left === 1 || (error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      }
    }
  });
}

/**
 * The names of the migrations that `migrate` would apply.
 * @throws DatabaseTooNew
 */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const applied = await appliedMigrations(db);
  refuseTooNew(applied);
  return Object.keys(migrations).filter((name) => !applied.includes(name));
}

/** @throws DatabaseTooNew */
export function refuseTooNew(applied: readonly string[]): void {
  const unknown = applied.filter((name) => !(name in migrations));
  if (unknown.length > 0) throw new DatabaseTooNew(unknown);
}

// Kysely's migrator does not lock SQLite at all, and Postgres only after it has created its own tables. A lock around it covers both.
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

async function applyAll(connection: Kysely<Tables>, dialect: Database['dialect']): Promise<string[]> {
  refuseTooNew(await appliedMigrations({ kysely: connection, dialect }));
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

/** The names of the migrations that the database has, oldest first; none in an empty database. */
async function appliedMigrations({ kysely, dialect }: Pick<Database, 'kysely' | 'dialect'>): Promise<string[]> {
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

/** Without the schema's name Kysely would mistake another application's tables in the same database for ours. */
async function currentSchema(connection: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(connection);
  const name = rows[0]?.name;
  if (typeof name === 'string') return name;
  throw new Error(
    'The search_path of the Postgres user names no schema that exists. Create one, or set search_path to one.',
  );
}
