import { PostgresAdapter, PostgresDialect } from 'kysely';

/**
 * Postgres without the lock that Kysely's migrator takes for the whole session: `migrate` holds one for its transaction
 * instead, which also works through a connection pooler and is released by whatever ends the transaction.
 */
export class UnlockedPostgresDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new UnlockedPostgresAdapter();
  }
}

class UnlockedPostgresAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
