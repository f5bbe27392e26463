// Checks blocks with servers that run: SQL with a Postgres of its own, and the pooler's settings with a pooler before it.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnPostgres, startOwnPostgres } from '../../bench/checklists/databases.js';
import { freePort } from '../../bench/speed/server.js';
import { type Block, checked, type Outcome, type Tool } from './block.js';
import { inFolder, isOlderThan, run } from './run.js';

export interface Servers {
  /** Runs SQL in a database that has what the guide's example shop has. */
  readonly postgres: Tool;
  /** Starts the pooler and asks the server through it. */
  readonly pgbouncer: Tool;
  /** Ends what was started. */
  stop(): Promise<void>;
}

/** The roles and tables of the guide's shop. What a block creates itself is left out. */
const SHOP = [
  'CREATE ROLE app LOGIN',
  'CREATE ROLE app_a LOGIN IN ROLE app',
  'CREATE ROLE ana LOGIN',
  'CREATE TABLE customers (id bigserial PRIMARY KEY)',
  `CREATE TABLE orders (id bigserial PRIMARY KEY, customer_id bigint, email text, status text, total numeric, total_cents bigint,
    note text, address text)`,
  'CREATE TABLE users (id bigserial PRIMARY KEY, email text, name text, phone text, password text)',
  'CREATE TABLE sessions (id int)',
  'CREATE TABLE password_resets (id int)',
  'CREATE TABLE audit_log (id int)',
  'CREATE MATERIALIZED VIEW monthly_sales AS SELECT sum(total) FROM orders',
];
/** A block may make databases and roles, too. */
const REMOVE_ALL = `SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE datname !~ '^(template|postgres)' \\gexec
SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname !~ '^(pg_|postgres)' \\gexec
`;

/** The servers start with the first block that needs them. */
export function lazyServers(): Servers {
  let started: Promise<OwnPostgres | undefined> | undefined;
  const server = (): Promise<OwnPostgres | undefined> => {
    started ??= startOwnPostgres('-c shared_preload_libraries=pg_stat_statements -c fsync=off');
    return started;
  };
  return {
    postgres: async (block) => {
      const own = await server();
      return own && runSql(own.url, block);
    },
    pgbouncer: async (block) => {
      const own = await server();
      return own && runPooler(new URL(own.url), block);
    },
    stop: async () => (await started)?.remove(),
  };
}

function runSql(url: string, { code }: Block): Outcome | undefined {
  const shop = new URL(url);
  shop.pathname = '/shop';
  const made = SHOP.filter((statement) => {
    const [start = ''] = /^CREATE (MATERIALIZED )?\w+ \w+ /.exec(statement) ?? [];
    return !code.includes(start);
  });
  const ready = psql(url, `${REMOVE_ALL}CREATE DATABASE shop;`) && psql(shop.href, `${made.join(';\n')};`);
  if (ready === undefined) return undefined;
  const { output, status } = psql(shop.href, code) ?? ready;
  // Only a standby can be promoted. The function is there, and that is all that this server can tell.
  const isFine = status === 0 || /recovery is not in progress/.test(output);
  return checked('Postgres', isFine ? '' : output);
}

/** The statements are sent one by one, as a person would: some refuse to be part of a transaction. */
function psql(url: string, statements: string): { status: number | null; output: string } | undefined {
  return run('psql', [url, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', '-'], statements);
}

async function runPooler(server: URL, { code }: Block): Promise<Outcome | undefined> {
  const version = run('pgbouncer', ['--version']);
  if (version === undefined) return undefined;
  const port = await freePort();
  return inFolder((folder) => {
    const known = isOlderThan(version.output, 1, 21) ? code.replace(/^max_prepared_statements .*$/m, '') : code;
    const here = known
      .replace(/host=\S+ dbname=\S+/, `host=${server.hostname} port=${server.port} dbname=postgres`)
      .replace(/^listen_port .*$/m, `listen_port = ${port}`)
      .replace(/^auth_file .*$/m, `auth_file = ${folder}/users.txt`);
    const files = `unix_socket_dir =\nlogfile = ${folder}/log\npidfile = ${folder}/pid\n`;
    writeFileSync(join(folder, 'pgbouncer.ini'), `${here}\n${files}`);
    writeFileSync(join(folder, 'users.txt'), '"postgres" "secret"\n');
    // PgBouncer does not run as root, and the other user has to write there.
    chmodSync(folder, 0o777);
    const as = process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
    const started = run('env', [...as, 'pgbouncer', '-d', join(folder, 'pgbouncer.ini')]);
    if (started?.status !== 0) return checked('PgBouncer', started?.output ?? 'It did not start.');
    try {
      const isReady = (): boolean => run('pg_isready', ['-q', '-h', '127.0.0.1', '-p', `${port}`])?.status === 0;
      for (let tries = 0; tries < 100 && !isReady(); tries++) run('sleep', ['0.05']);
      const answer = psql(`postgres://postgres:secret@127.0.0.1:${port}/app`, 'SELECT 1');
      return checked('PgBouncer', answer?.status === 0 ? '' : (answer?.output ?? 'It did not answer.'));
    } finally {
      process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')));
    }
  });
}
