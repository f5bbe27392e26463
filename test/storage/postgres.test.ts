import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { StoreUnavailable } from '../../src/checklist/errors.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase, ping } from '../../src/storage/open-database.js';
import { itLong } from '../long-tests.js';
import { asAdmin, describeWithPostgres } from './on-each-database.js';

describe('a Postgres that is unavailable', () => {
  let server: Server | undefined;
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server?.close();
  });

  it('can be opened, and is reported as unreachable', async () => {
    const db = await openDatabase({ url: 'postgres://127.0.0.1:1/app' });
    expect(await ping(db)).toEqual({ error: expect.any(StoreUnavailable) });
    await db.close();
  });

  itLong('is reported as unreachable in time when it accepts the connection and never answers', async () => {
    server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const db = await openDatabase({ url: `postgres://127.0.0.1:${port}/app` });
    expect(await ping(db, 50)).toEqual({ error: undefined });
    await db.close();
  });
});

describeWithPostgres('a Postgres that answers', (admin) => {
  let db: Database;
  afterEach(() => db?.close());

  it('returns 64-bit integers as numbers', async () => {
    db = await openDatabase({ url: admin });
    expect((await sql`select 1763600000123::bigint as at`.execute(db.kysely)).rows).toEqual([{ at: 1763600000123 }]);
  });

  it('has time limits, except for migrations', async () => {
    db = await openDatabase({ url: admin });
    const limit = sql`show statement_timeout`;
    expect((await limit.execute(db.kysely)).rows).toEqual([{ statement_timeout: '5s' }]);
    expect((await db.withoutTimeouts((connection) => limit.execute(connection))).rows).toEqual([
      { statement_timeout: '0' },
    ]);
    expect((await sql`show lock_timeout`.execute(db.kysely)).rows).toEqual([{ lock_timeout: '1500ms' }]);
    expect((await sql`show idle_in_transaction_session_timeout`.execute(db.kysely)).rows).toEqual([
      { idle_in_transaction_session_timeout: '10s' },
    ]);
  });

  it('uses no more connections than allowed, and rejects queries that wait too long for one', async () => {
    db = await openDatabase({ url: admin, poolSize: 2 });
    const slow = () => sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(4.5)`.execute(db.kysely);
    const busy = [slow(), slow()];
    await expect(sql`select 1`.execute(db.kysely)).rejects.toThrow(StoreUnavailable);
    expect(new Set((await Promise.all(busy)).map(({ rows }) => rows[0]?.pid)).size).toBe(2);
  });

  it('distinguishes temporary failures from permanent ones', async () => {
    db = await openDatabase({ url: admin });
    await expect(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db.kysely)).rejects.toThrow(
      StoreUnavailable,
    );
    await expect(sql`select 1 / 0`.execute(db.kysely)).rejects.not.toThrow(StoreUnavailable);
    const full = sql`do $$ begin raise exception 'no space left on device' using errcode = 'disk_full'; end $$`;
    await expect(full.execute(db.kysely)).rejects.toMatchObject({ name: 'StoreFull' });
  });

  it('says which command to run if a table or a column is missing', async () => {
    db = await openDatabase({ url: admin });
    for (const wrong of [sql`select no_such_column`, sql`select 1 from no_such_table`]) {
      await expect(wrong.execute(db.kysely)).rejects.toThrow(/not up to date .*no_such.*guidepost migrate/);
    }
  });

  it('says what to do when a migration cannot lock a table', async () => {
    const schema = `locked_${process.pid}_${Date.now()}`;
    const url = new URL(admin);
    url.searchParams.set('options', `-c search_path=${schema}`);
    await asAdmin(admin, `create schema ${schema}; create table ${schema}.runs (id text)`);
    const user = new pg.Client({ connectionString: url.href });
    await user.connect();
    try {
      await user.query('begin; lock table runs');
      db = await openDatabase({ url: url.href });
      const locking = db.withoutTimeouts(async (connection) => {
        await sql`set lock_timeout = 100`.execute(connection);
        await sql`alter table runs add column x text`.execute(connection);
      });
      await expect(locking).rejects.toThrow(/DATABASE_URL cannot be used: something holds a lock for too long/);
    } finally {
      await user.end();
      await asAdmin(admin, `drop schema ${schema} cascade`);
    }
  });

  it('survives the loss of every connection, idle or in use, and is reachable again', async () => {
    db = await openDatabase({ url: admin });
    const pid = async (kysely: Database['kysely']) =>
      (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(kysely)).rows[0]?.pid;
    const idle = await pid(db.kysely);
    await asAdmin(admin, `select pg_terminate_backend(${idle})`);
    await expect(
      db.kysely.transaction().execute(async (trx) => {
        await asAdmin(admin, `select pg_terminate_backend(${await pid(trx)})`);
        await pid(trx);
      }),
    ).rejects.toThrow();
    expect(await pid(db.kysely)).not.toBe(idle);
    expect(await ping(db)).toBe('answers');
  });

  it('is migrated even if another schema has tables of the same names', async () => {
    const schema = `beside_${process.pid}_${Date.now()}`;
    await asAdmin(admin, `create schema ${schema}_a; create schema ${schema}_b`);
    try {
      for (const name of [`${schema}_a`, `${schema}_b`]) {
        const url = new URL(admin);
        url.searchParams.set('options', `-c search_path=${name}`);
        db = await openDatabase({ url: url.href });
        expect(await migrate(db)).toContain('0001-runs');
        expect(await migrate(db)).toEqual([]);
        await db.close();
      }
    } finally {
      await asAdmin(admin, `drop schema ${schema}_a cascade; drop schema ${schema}_b cascade`);
    }
  });

  it('says that no schema can be used, instead of failing halfway', async () => {
    const url = new URL(admin);
    url.searchParams.set('options', '-c search_path=nowhere');
    db = await openDatabase({ url: url.href });
    await expect(migrate(db)).rejects.toThrow('search_path of the Postgres user names no schema that exists');
  });
});
