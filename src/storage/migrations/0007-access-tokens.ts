import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';

function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}

/** The tokens of the HTTP API, and the keys of the requests that have started a run. */
export const accessTokens: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('access_tokens')
      .addColumn('installation', 'text', required)
      .addColumn('id', 'text', required)
      .addColumn('name', 'text', required)
      .addColumn('hash', 'text', required)
      .addColumn('channels', 'text', required)
      .addColumn('may', 'text', required)
      .addColumn('created_by', 'text', required)
      .addColumn('created_at', 'bigint', required)
      .addColumn('last_used_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .addPrimaryKeyConstraint('access_tokens_key', ['installation', 'id'])
      .execute();
    await sql`create unique index access_tokens_hash on access_tokens (hash)`.execute(db);
    await sql`create unique index access_tokens_name on access_tokens (installation, name)
      where revoked_at is null`.execute(db);
    await db.schema
      .createTable('idempotency_keys')
      .addColumn('installation', 'text', required)
      .addColumn('token', 'text', required)
      .addColumn('key', 'text', required)
      .addColumn('request', 'text', required)
      .addColumn('run', 'text', required)
      .addColumn('used_at', 'bigint', required)
      .addPrimaryKeyConstraint('idempotency_keys_key', ['installation', 'token', 'key'])
      .execute();
    await sql`create index idempotency_keys_age on idempotency_keys (installation, used_at)`.execute(db);
    await sql`create index runs_named on runs (installation, channel, page, name)
      where name is not null`.execute(db);
  },
};
