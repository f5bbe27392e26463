import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { asAdmin, describeWithPostgres, type EmptyDatabase, emptyPostgres } from '../storage/on-each-database.js';
import { type ApiClient, apiClient, createToken, DEPLOYMENTS } from './api-client.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

/** Between the app and Postgres, to cut the connection. */
interface Cable {
  readonly url: string;
  cut(): void;
  mend(): void;
  remove(): Promise<void>;
}

async function cableTo(databaseUrl: string): Promise<Cable> {
  const url = new URL(databaseUrl);
  const target = { host: url.hostname, port: Number(url.port || 5432) };
  const sockets = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(target);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {}).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    mend: () => {
      isCut = false;
    },
    remove: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

describeWithPostgres('the API without its database', (admin) => {
  let database: EmptyDatabase;
  let cable: Cable;
  let workspace: TestWorkspace;
  let api: ApiClient;
  beforeEach(async () => {
    database = await emptyPostgres(admin);
    cable = await cableTo(database.url);
    workspace = await startWorkspace(await guideOf(launchFiles), { databaseUrl: cable.url });
    api = apiClient(workspace, await createToken(database.url));
  });
  afterEach(async () => {
    await workspace.stop();
    await cable.remove();
    await database.remove();
  });
  const start = (name: string) => api.post('/runs', { page: 'launch', name, channel: DEPLOYMENTS });

  it('says that it knows nothing and when to ask again, and answers when the database is back', async () => {
    const { id } = (await start('shop')).body;
    expect((await api.get(`/runs/${id}/gate`)).body.state).toBe('open');
    cable.cut();
    for (const answer of [await api.get(`/runs/${id}/gate`), await api.get('/runs'), await start('other')]) {
      expect(answer).toMatchObject({ status: 503, body: { title: 'Service Unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('5');
    }
    cable.mend();
    expect(await api.get(`/runs/${id}/gate`)).toMatchObject({ status: 200, body: { state: 'open' } });
    expect((await start('other')).status).toBe(201);
  });

  it('answers the gate while the database only allows reading, and changes nothing', async () => {
    const { id } = (await start('shop')).body;
    const name = new URL(database.url).pathname.slice(1);
    await asAdmin(admin, `alter database ${name} set default_transaction_read_only = on`);
    await asAdmin(admin, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    expect((await start('other')).status).toBe(503);
    // As if the token was used first by a server that has just started.
    await workspace.restartApp();
    expect(await api.get(`/runs/${id}/gate`)).toMatchObject({ status: 200, body: { state: 'open' } });
    expect((await start('other')).status).toBe(503);
  });
});
