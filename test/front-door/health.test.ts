import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { runInProcess } from '../cli/run-in-process.js';
import { itLong } from '../long-tests.js';
import { describeWithPostgres, type EmptyDatabase, emptyPostgres } from '../storage/on-each-database.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

/** What `/healthz` says, and the shortest time of some attempts: other work on the machine only adds to it. */
async function health(workspace: TestWorkspace): Promise<{ says: unknown; status: number; ms: number }> {
  let ms = Number.POSITIVE_INFINITY;
  let says: unknown;
  let status = 0;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const asked = performance.now();
    const reply = await fetch(workspace.url('/healthz'));
    says = await reply.json();
    status = reply.status;
    ms = Math.min(ms, performance.now() - asked);
  }
  return { says, status, ms };
}

/** The app waits for its database longer than this elsewhere: 2.5 s for a connection, 5 s for a statement. */
const LIMIT_MS = 2_000;

describe('/healthz while a database accepts connections and never answers', () => {
  let workspace: TestWorkspace;
  let silent: Server;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    silent = createServer((socket) => sockets.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    workspace = await startWorkspace(await guideOf(launchFiles), {
      databaseUrl: `postgres://anyone:anything@127.0.0.1:${port}/any`,
      migrateOnStart: false,
    });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await workspace.stop();
    silent.close();
  });

  itLong('answers in time, and says that the database cannot be reached', async () => {
    const { says, status, ms } = await health(workspace);
    expect(status).toBe(200);
    expect(says).toMatchObject({ status: 'ready', database: 'unreachable' });
    expect(ms).toBeLessThan(LIMIT_MS);
  });
});

describeWithPostgres('/healthz while tables are locked', (admin) => {
  let database: EmptyDatabase;
  let workspace: TestWorkspace;
  let other: pg.Client;
  beforeEach(async () => {
    database = await emptyPostgres(admin);
    expect((await runInProcess(['migrate'], { env: { DATABASE_URL: database.url } })).code).toBe(0);
    other = new pg.Client({ connectionString: database.url });
    other.on('error', () => {});
    await other.connect();
    await other.query('begin');
    const { rows } = await other.query("select tablename from pg_tables where schemaname = 'public'");
    for (const { tablename } of rows) await other.query(`lock table "${tablename}" in access exclusive mode`);
    workspace = await startWorkspace(await guideOf(launchFiles), { databaseUrl: database.url, migrateOnStart: false });
  });
  afterEach(async () => {
    await other.end();
    await workspace.stop();
    await database.remove();
  });

  it('answers in time, and again with the right state once they are not', async () => {
    const { status, ms } = await health(workspace);
    expect(status).toBe(200);
    expect(ms).toBeLessThan(LIMIT_MS);
    await other.query('rollback');
    const isReachable = async (): Promise<boolean> =>
      ((await health(workspace)).says as { database: string }).database === 'reachable';
    while (!(await isReachable())) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});
