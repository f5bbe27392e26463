import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { required } from '../measure.js';
import { freePort, portOf } from '../speed/server.js';

/** A database that is deleted at the end. */
export interface TemporaryDatabase {
  readonly url: string;
  /** A second URL of the database, which works even while `url` is cut off. */
  readonly inspectUrl?: string;
  remove(): Promise<void>;
}

/** An empty SQLite file. */
export async function temporarySqlite(): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
  return { url: `sqlite:${join(folder, 'bench.db')}`, remove: async () => rmSync(folder, { recursive: true }) };
}

/** Exits and says what to set if no Postgres is configured. @param alternative what to do without one */
export function requirePostgres(alternative = ''): void {
  if (process.env.TEST_DATABASE_URL) return;
  process.stderr.write(`Set TEST_DATABASE_URL to a Postgres whose role may create databases${alternative}.\n`);
  process.exit(2);
}

/** An empty database on the server of TEST_DATABASE_URL. */
export async function temporaryPostgres(): Promise<TemporaryDatabase> {
  const admin = required(process.env.TEST_DATABASE_URL, 'TEST_DATABASE_URL');
  const name = `guidepost_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(admin);
  url.pathname = `/${name}`;
  await asAdmin(admin, `create database ${name}`);
  return { url: url.href, remove: () => asAdmin(admin, `drop database ${name} with (force)`) };
}

async function asAdmin(admin: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A server of its own, which can be stopped without ceremony. */
export interface OwnPostgres extends TemporaryDatabase {
  /** Ends it as a crash does (`-m immediate`): nothing is written to the end, and it recovers at the next start. */
  crash(): void;
  start(): void;
}

/**
 * Starts a Postgres server in a temporary folder; undefined where its programs are not installed.
 * @param options of the server, such as `-c max_connections=20`
 */
export async function startOwnPostgres(options = ''): Promise<OwnPostgres | undefined> {
  const root = '/usr/lib/postgresql';
  const version = existsSync(root) ? readdirSync(root).sort((one, other) => Number(other) - Number(one))[0] : undefined;
  if (version === undefined) return undefined;
  const programs = join(root, version, 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-postgres-'));
  // Postgres refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  const run = (program: string, ...args: string[]): void => {
    const command = [join(programs, program), '-D', join(folder, 'data'), ...args];
    const [first = '', ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    execFileSync(first, rest, { stdio: 'ignore', cwd: '/' });
  };
  run('initdb', '-N', '-U', 'postgres', '-A', 'trust');
  const port = await freePort();
  const start = (): void =>
    run('pg_ctl', '-w', '-o', `-p ${port} -c listen_addresses=127.0.0.1 -k ${folder} ${options}`, 'start');
  start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    crash: () => run('pg_ctl', '-m', 'immediate', 'stop'),
    start,
    async remove() {
      run('pg_ctl', '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true });
    },
  };
}

/** A proxy to a database. */
export interface DatabaseProxy {
  readonly url: string;
  /** Breaks all connections and refuses new ones: to its clients, the database is down. */
  cut(): void;
  restore(): void;
  stop(): void;
}

/** Starts a proxy that can be cut. Other clients of the same database are not affected. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let isCut = false;
  const track = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((socket) => {
    track(socket);
    if (isCut) return socket.destroy();
    const onward = connect(Number(target.port || 5432), target.hostname);
    track(onward);
    socket.pipe(onward).pipe(socket);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = `${portOf(server)}`;
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    restore: () => {
      isCut = false;
    },
    stop: () => {
      cut();
      server.close();
    },
  };
}
