import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiClient, apiClient, createToken, DEPLOYMENTS } from './api-client.js';
import { startSite, type TestSite } from './start-site.js';

const [FIRST, SECOND] = ['T0FIRST001', 'T0SECOND02'];
const RUN = { page: 'going-live', name: 'shop', channel: DEPLOYMENTS };

let site: TestSite;
let first: ApiClient;
let second: ApiClient;
beforeAll(async () => {
  site = await startSite({ processes: 2 });
  for (const workspace of [FIRST, SECOND]) await site.install(workspace);
  const [one, two] = site.apps;
  if (one === undefined || two === undefined) throw new Error('Two processes are needed');
  const clientOf = async (workspace: string, app: typeof one) =>
    apiClient({ url: (path) => site.urlOf(app) + path }, await createToken(site.databaseUrl, { workspace }));
  [first, second] = [await clientOf(FIRST, one), await clientOf(SECOND, two)];
});
afterAll(() => site.stop());

describe('tokens of several workspaces', () => {
  it('start the same name in each, with its own bot, and see nothing of each other', async () => {
    const runs = [await first.post('/runs', RUN), await second.post('/runs', RUN)];
    expect(runs.map(({ status }) => status)).toEqual([201, 201]);
    for (const workspace of [FIRST, SECOND]) {
      const posted = site.slack.in(workspace).workspace.as('ada').in('#deployments').messages();
      expect(posted.map((message) => message.plainText()).join('\n')).toContain('posted by ci');
    }
    const [own, theirs] = runs.map(({ body }) => body.id);
    expect((await first.get(`/runs/${own}`)).status).toBe(200);
    expect((await first.get(`/runs/${theirs}`)).body).toEqual((await first.get('/runs/unknown')).body);
    expect((await second.get('/runs')).body.runs.map(({ id }: { id: string }) => id)).toEqual([theirs]);
  });

  it('are gone with the workspace that removes the app', async () => {
    await site.slack.uninstall(SECOND);
    let answer = await second.get('/runs');
    while (answer.status !== 401) answer = await second.get('/runs');
    expect((await first.get('/runs')).status).toBe(200);
  });
});
