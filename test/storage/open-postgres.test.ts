import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Database } from '../../src/storage/database.js';
import { isReachable } from '../../src/storage/is-reachable.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { asAdmin, describeWithPostgres } from './on-each-database.js';

describe('a Postgres that is away', () => {
  let server: Server | undefined;
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server?.close();
  });

  it('does not stop the program from starting, and is said to be out of reach', async () => {
    const db = await openDatabase({ url: 'postgres://127.0.0.1:1/app' });
    expect(await isReachable(db)).toBe(false);
    await db.close();
  });

  it('is said to be out of reach in time when it takes the call and then says nothing', async () => {
    server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const db = await openDatabase({ url: `postgres://127.0.0.1:${port}/app` });
    expect(await isReachable(db, 50)).toBe(false);
    await db.close();
  });
});

describeWithPostgres('a Postgres that answers', (admin) => {
  let db: Database;
  afterEach(() => db?.close());

  it('gives 64-bit numbers as numbers', async () => {
    db = await openDatabase({ url: admin });
    expect((await sql`select 1763600000123::bigint as at`.execute(db.kysely)).rows).toEqual([{ at: 1763600000123 }]);
  });

  it('ends what takes too long, except for a migration', async () => {
    db = await openDatabase({ url: admin });
    const limit = sql`show statement_timeout`;
    expect((await limit.execute(db.kysely)).rows).toEqual([{ statement_timeout: '5s' }]);
    expect((await db.unhurried((connection) => limit.execute(connection))).rows).toEqual([{ statement_timeout: '0' }]);
  });

  it('lives on when every connection is cut, idle or in use, and is reachable again', async () => {
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
    expect(await isReachable(db)).toBe(true);
  });

  it('migrates beside another application that has tables of the same names in another schema', async () => {
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

  it('says that no schema can be used instead of failing in the middle', async () => {
    const url = new URL(admin);
    url.searchParams.set('options', '-c search_path=nowhere');
    db = await openDatabase({ url: url.href });
    await expect(migrate(db)).rejects.toThrow('search_path of the Postgres user names no schema that exists');
  });
});
