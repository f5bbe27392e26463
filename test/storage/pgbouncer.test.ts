import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/storage/database.js';
import { openStorage, type Storage } from '../../src/storage/open.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf } from '../outbox/start-scene.js';
import { describeWithPostgres, type EmptyDatabase, emptyPostgres } from './on-each-database.js';

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer'].find((path) =>
  existsSync(path),
);

interface Pooler {
  /** The same database through the pooler. */
  url(database: string): string;
  stop(): void;
}

/** A PgBouncer in transaction mode with so few connections to the server that each transaction gets another one. */
async function startPooler(program: string, server: URL): Promise<Pooler> {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-pgbouncer-'));
  const port = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  const users = join(folder, 'users.txt');
  writeFileSync(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
server_round_robin = 1
`,
  );
  writeFileSync(users, `"${decodeURIComponent(server.username)}" "${decodeURIComponent(server.password)}"\n`);
  // PgBouncer does not run as root, and the other user has to read its files.
  chmodSync(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  const pooler: ChildProcess = isRoot
    ? spawn('setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, '-q', settings])
    : spawn(program, ['-q', settings]);
  const url = (database: string): string => {
    const through = new URL(server);
    through.host = `127.0.0.1:${port}`;
    through.pathname = new URL(database).pathname;
    return through.href;
  };
  const stop = (): void => {
    pooler.kill();
    rmSync(folder, { recursive: true });
  };
  let output = '';
  for (const stream of [pooler.stdout, pooler.stderr]) stream?.on('data', (text) => (output += text));
  for (;;) {
    if (pooler.exitCode !== null) {
      stop();
      throw new Error(`PgBouncer has ended: ${output}`);
    }
    const client = new pg.Client({ connectionString: url(server.href) });
    const answered = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (answered) return { url, stop };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

if (PROGRAM === undefined && !process.env.REQUIRE_ALL) {
  describe.skip('Postgres behind PgBouncer: LEFT OUT, because PgBouncer is not installed', () =>
    it('is left out', () => {}));
} else {
  describeWithPostgres('Postgres behind PgBouncer in transaction mode', (admin) => {
    let empty: EmptyDatabase;
    let pooler: Pooler;
    let db: Database;
    let storage: Storage;
    beforeAll(async () => {
      if (PROGRAM === undefined) throw new Error('REQUIRE_ALL is set, but PgBouncer is not installed.');
      empty = await emptyPostgres(admin);
      pooler = await startPooler(PROGRAM, new URL(admin));
      const url = pooler.url(empty.url);
      storage = await openStorage({ url, migrateOnStart: true });
      db = await openDatabase({ url });
    });
    afterAll(async () => {
      await Promise.all([storage?.close(), db?.close()]);
      pooler?.stop();
      await empty?.remove();
    });

    /** As another program that shares the pooler's connections to the server sees it. */
    const seenByOthers = async (name: string): Promise<Set<string>> => {
      const client = new pg.Client({ connectionString: pooler.url(empty.url) });
      await client.connect();
      const values = new Set<string>();
      try {
        for (let each = 0; each < 9; each += 1) {
          const { rows } = await client.query(`select current_setting('${name}') as value`);
          values.add(rows[0]?.value);
        }
        return values;
      } finally {
        await client.end();
      }
    };

    it('saves what people press at the same time', async () => {
      const { run } = await storage.runs.create(aNewRun(20));
      const press = (item: string) =>
        storage.runs.setItem({ ...keyOf(run), item, outcome: { kind: 'done' }, by: aPerson(), at: new Date() });
      await Promise.all(run.items.map(({ id }) => press(id)));
      const { items, completedAt } = await storage.runs.get(keyOf(run));
      expect(items.every(({ state }) => state.kind === 'done')).toBe(true);
      expect(completedAt).toBeDefined();
      expect((await storage.runs.history(keyOf(run))).length).toBe(21);
      expect(await storage.status()).toBe('reachable');
    });

    it('has its time limits in every transaction and every single statement, on whichever connection', async () => {
      const limits = sql<{ statement: string; lock: string; idle: string }>`select
        current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle`;
      const expected = { statement: '5s', lock: '1500ms', idle: '10s' };
      for (let each = 0; each < 9; each += 1) {
        expect((await limits.execute(db.kysely)).rows).toEqual([expected]);
        const inside = await db.kysely.transaction().execute((trx) => limits.execute(trx));
        expect(inside.rows).toEqual([expected]);
      }
    });

    it('gives up on a lock in time, and leaves the other connections as they were', async () => {
      const { run } = await storage.runs.create(aNewRun(2, { id: 'locked' }));
      const other = new pg.Client({ connectionString: empty.url });
      await other.connect();
      try {
        await other.query('begin; select id from runs for update');
        const change = { ...keyOf(run), item: 'i1', outcome: { kind: 'done' }, by: aPerson(), at: new Date() } as const;
        await expect(storage.runs.setItem(change)).rejects.toThrow(/lock timeout/);
        await other.query('rollback');
        expect((await storage.runs.setItem(change)).run.items[0]?.state.kind).toBe('done');
      } finally {
        await other.end();
      }
      for (const name of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
        expect(await seenByOthers(name)).toEqual(new Set(['0']));
      }
    });
  });
}
