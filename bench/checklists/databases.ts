import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** An empty SQLite file. */
export async function temporarySqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
  return { url: `sqlite:${join(folder, 'bench.db')}`, remove: async () => rmSync(folder, { recursive: true }) };
}

/** Ends the program, and says what to set, where no Postgres is named. @param otherwise what to do without one */
export function requirePostgres(otherwise = '') {
  if (process.env.TEST_DATABASE_URL) return;
  process.stderr.write(`Set TEST_DATABASE_URL to a Postgres whose role may create databases${otherwise}.\n`);
  process.exit(2);
}

/** An empty database beside the one that TEST_DATABASE_URL names, which `requirePostgres` has asked for. */
export async function temporaryPostgres() {
  const admin = process.env.TEST_DATABASE_URL;
  const name = `guidepost_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(admin);
  url.pathname = `/${name}`;
  await asAdmin(admin, `create database ${name}`);
  return { url: url.href, remove: () => asAdmin(admin, `drop database ${name} with (force)`) };
}

async function asAdmin(admin, statement) {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A way to a database that can be cut: to whoever goes it, the server has stopped. Others on the same server notice nothing. */
export async function startConnectionCutter(databaseUrl) {
  const target = new URL(databaseUrl);
  const open = new Set();
  let isCut = false;
  const keep = (socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((socket) => {
    keep(socket);
    if (isCut) return socket.destroy();
    const onwards = connect(Number(target.port || 5432), target.hostname);
    keep(onwards);
    socket.pipe(onwards).pipe(socket);
    socket.on('close', () => onwards.destroy());
    onwards.on('close', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = `${server.address().port}`;
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    mend: () => {
      isCut = false;
    },
    stop: async () => {
      cut();
      server.close();
    },
  };
}
