import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { StoreUnavailable } from '../../src/checklist/errors.js';
import { CannotOpenDatabase } from '../../src/storage/database.js';
import { DatabaseTooNew, migrate } from '../../src/storage/migrate.js';
import { openStorage, singleFlight } from '../../src/storage/open.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { aNewRun } from '../checklist/runs.js';
import { describeWithPostgres, type EmptyDatabase, emptyPostgres } from './on-each-database.js';

it('shares work in progress between all callers, and starts again for later callers, even after a failure', async () => {
  let calls = 0;
  const ask = singleFlight(async () => {
    calls += 1;
    await Promise.resolve();
    if (calls === 1) throw new Error('away');
    return calls;
  });
  expect(await Promise.allSettled([ask(), ask(), ask()])).toMatchObject(Array(3).fill({ status: 'rejected' }));
  expect(await Promise.all([ask(), ask()])).toEqual([2, 2]);
  expect(await ask()).toBe(3);
});

describe('a Postgres that is unavailable at the start', () => {
  const away = 'postgres://somebody:secret@127.0.0.1:1/app';

  it('does not keep storage from opening: the stores say that it is unavailable, and the log says what to check', async () => {
    const problems: Error[] = [];
    const storage = await openStorage({
      url: away,
      migrateOnStart: true,
      onUnavailable: (error) => problems.push(error),
    });
    await expect(storage.runs.get({ installation: 'T1', run: 'r' })).rejects.toThrow(StoreUnavailable);
    expect(await storage.status()).toBe('unreachable');
    expect(problems.map(({ message }) => message)).toEqual([
      'The database of DATABASE_URL cannot be used: no server listens there; start it, or correct its host and port',
    ]);
    await storage.close();
  });

  it.each([true, false])(
    'keeps storage from opening if it is required, whether the start migrates (%s)',
    async (migrateOnStart) => {
      await expect(openStorage({ url: away, migrateOnStart, isRequired: true })).rejects.toMatchObject({
        name: 'CannotOpenDatabase',
        message:
          'The database of DATABASE_URL cannot be used: no server listens there; start it, or correct its host and port. With DATABASE_REQUIRED=true the app does not start without it',
      });
    },
  );

  it('does so too when a release step migrates', async () => {
    const storage = await openStorage({ url: away, migrateOnStart: false });
    await expect(storage.runs.get({ installation: 'T1', run: 'r' })).rejects.toThrow(StoreUnavailable);
    await storage.close();
  });
});

it.each(['mysql://db/app', 'sqlite:', 'postgres://'])(
  'refuses to open %j, which the operator has to fix',
  async (url) => {
    await expect(openStorage({ url, migrateOnStart: true })).rejects.toThrow(CannotOpenDatabase);
  },
);

describeWithPostgres('a Postgres', (admin) => {
  let empty: EmptyDatabase;
  beforeEach(async () => {
    empty = await emptyPostgres(admin);
  });
  afterEach(() => empty.remove());

  it('that comes up after the start is migrated and works from then on, without a restart', async () => {
    const { hostname, port } = new URL(empty.url);
    const gate = await startGate(hostname, Number(port || 5432));
    gate.close();
    const url = new URL(empty.url);
    url.host = `127.0.0.1:${gate.port}`;
    const storage = await openStorage({ url: url.href, migrateOnStart: true });
    await expect(storage.runs.create(aNewRun())).rejects.toThrow(StoreUnavailable);
    gate.open();
    await until(async () => (await storage.status()) === 'reachable');
    const { run } = await storage.runs.create(aNewRun());
    expect(await storage.runs.get({ installation: run.installation, run: run.id })).toEqual(run);
    await storage.close();
    await gate.stop();
  });

  it('that another process keeps migrating does not hold up the start', async () => {
    const database = await openDatabase(empty);
    let finish = (): void => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let other = Promise.resolve();
    await new Promise<void>((locked) => {
      other = database.withoutTimeouts((connection) =>
        connection.transaction().execute(async (trx) => {
          await sql`select pg_advisory_xact_lock(7105893261400113)`.execute(trx);
          locked();
          await held;
        }),
      );
    });
    const storage = await openStorage({ ...empty, migrateOnStart: true });
    await expect(storage.runs.create(aNewRun())).rejects.toThrow(StoreUnavailable);
    finish();
    await other;
    await until(async () => (await storage.status()) === 'reachable');
    expect((await storage.runs.create(aNewRun())).created).toBe(true);
    await Promise.all([storage.close(), database.close()]);
  });

  it('that is required stops the start until the release step has been run', async () => {
    const options = { ...empty, migrateOnStart: false, isRequired: true };
    await expect(openStorage(options)).rejects.toThrow(/not up to date: run guidepost migrate/);
    const database = await openDatabase(empty);
    await migrate(database);
    await database.close();
    await (await openStorage(options)).close();
  });

  it('that refuses the password, or was migrated by a newer version, stops the start', async () => {
    const wrong = new URL(empty.url);
    wrong.username = 'nobody-of-this-name';
    await expect(openStorage({ url: wrong.href, migrateOnStart: true })).rejects.toThrow(CannotOpenDatabase);
    const database = await openDatabase(empty);
    await migrate(database);
    await sql`insert into guidepost_migrations (name, timestamp) values ('9999-later', '2030-01-01')`.execute(
      database.kysely,
    );
    await database.close();
    await expect(openStorage({ ...empty, migrateOnStart: true })).rejects.toThrow(DatabaseTooNew);
  });
});

/** A proxy to a server, which can be closed and opened. */
async function startGate(host: string, to: number) {
  let isOpen = true;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (!isOpen) return socket.destroy();
    const onwards = connect(to, host);
    for (const end of [socket, onwards]) {
      sockets.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => sockets.delete(end));
    }
    socket.pipe(onwards).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    open: () => {
      isOpen = true;
    },
    close: () => {
      isOpen = false;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(50);
}
