import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Guide } from '../../src/guide/page.js';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { releaseFiles } from '../builders/release-files.js';
import { runInProcess } from '../cli/run-in-process.js';
import { type Answer, type ApiClient, apiClient, createToken, DEPLOYMENTS, GENERAL } from './api-client.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const RELEASE = {
  page: 'release',
  name: 'shop-api 2.4',
  channel: DEPLOYMENTS,
  variables: { service: 'shop-api', version: '2.4' },
};
const LAUNCH = { page: 'launch', name: 'shop', channel: DEPLOYMENTS };
const JOB = 'https://ci.example.com/jobs/4711';

let guide: Guide;
let workspace: TestWorkspace;
beforeAll(async () => {
  guide = await guideOf({ ...launchFiles, ...releaseFiles });
});
beforeEach(async () => {
  workspace = await startWorkspace(guide);
});
afterEach(() => workspace.stop());

async function client(options: Parameters<typeof createToken>[1] = {}): Promise<ApiClient> {
  return apiClient(workspace, await createToken(workspace.databaseUrl, options));
}
function messages(person = 'ada', channel = '#deployments') {
  return workspace.slack.workspace.as(person).in(channel).messages();
}
/** The posted checklists of the channel. */
function posted(title = 'Release checklist') {
  return messages().filter((message) => message.plainText().includes(title));
}
async function start(api: ApiClient, body: object = RELEASE) {
  const { body: run, status } = await api.post('/runs', body);
  expect(status).toBe(201);
  return run;
}
const item = (run: { phases: { items: { id: string }[] }[] }, id: string) =>
  run.phases.flatMap(({ items }) => items).find((each) => each.id === id);

describe('the API', () => {
  it('is not there until a token is made, and looks like any path that is not', async () => {
    const nothing = await fetch(workspace.url('/nothing'));
    for (const path of ['/api/v1', '/api/v1/runs', '/api/v1/openapi.json']) {
      const response = await fetch(workspace.url(path), { headers: { authorization: `Bearer gp_${'x'.repeat(43)}` } });
      expect([response.status, await response.text()]).toEqual([404, '']);
      const headers = (of: Response) => [...of.headers.keys()].sort();
      expect(headers(response)).toEqual(headers(nothing));
    }
    const api = await client();
    expect(await api.get('/runs')).toMatchObject({ status: 200, body: { runs: [] } });
    const document = await (await fetch(workspace.url('/api/v1/openapi.json'))).json();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Guidepost' } });
  });

  it('refuses a request without a token, with another one, and with one that was revoked', async () => {
    const api = await client();
    const missing = await apiClient(workspace, '').get('/runs');
    expect(missing).toMatchObject({ status: 401, body: { status: 401, title: 'Unauthorized' } });
    expect(missing.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await apiClient(workspace, `gp_${'x'.repeat(43)}`).get('/runs')).status).toBe(401);
    expect((await api.get('/runs')).status).toBe(200);
    await runInProcess(['token', 'revoke', 'ci'], { env: { DATABASE_URL: workspace.databaseUrl } });
    expect(await api.get('/runs')).toMatchObject({ status: 401, body: { detail: expect.stringContaining('revoked') } });
    expect(workspace.log.join('\n')).not.toContain(api.token);
  });

  it('says what a token may not do', async () => {
    const run = await start(await client({ name: 'all' }));
    const api = await client({ name: 'gate only', may: 'gate' });
    const refused = [
      await api.post('/runs', RELEASE),
      await api.post(`/runs/${run.id}/items/freeze`, { state: 'done' }),
      await api.post(`/runs/${run.id}/bypass`, { reason: 'because' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(refused[0]?.body.detail).toContain('may not start. It may gate.');
    expect((await api.get(`/runs/${run.id}/gate`)).status).toBe(200);
    const starter = await client({ name: 'starter', may: 'start' });
    expect((await starter.get(`/runs/${run.id}/gate`)).status).toBe(403);
    expect((await starter.get(`/runs/${run.id}`)).status).toBe(200);
  });

  it('answers errors of HTTP as problems: path, method, type and size of a body', async () => {
    const api = await client();
    const problem = async (path: string, request: RequestInit) => {
      const response = await fetch(workspace.url(`/api/v1${path}`), {
        ...request,
        headers: { authorization: `Bearer ${api.token}`, ...request.headers },
      });
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      return [response.status, response.headers.get('allow')];
    };
    const type = { 'content-type': 'application/json' };
    expect(await problem('/nothing', {})).toEqual([404, null]);
    expect(await problem('/runs/a%ff', {})).toEqual([404, null]);
    expect(await problem('/runs', { method: 'DELETE' })).toEqual([405, 'GET, POST']);
    expect(await problem('/runs/x', { method: 'POST', headers: type, body: '{}' })).toEqual([405, 'GET']);
    expect(await problem('/runs', { method: 'POST', body: '{}' })).toEqual([415, null]);
    expect(await problem('/runs', { method: 'POST', headers: type, body: '[]' })).toEqual([400, null]);
    expect(await problem('/runs', { method: 'POST', headers: type, body: '{' })).toEqual([400, null]);
    const latin1 = Buffer.from('{"page": "release", "name": "café"}', 'latin1');
    expect(await problem('/runs', { method: 'POST', headers: type, body: latin1 })).toEqual([400, null]);
    expect(await problem('/openapi.json', { method: 'POST', headers: type, body: '{}' })).toEqual([405, 'GET']);
    expect(await problem('/runs', { method: 'POST', headers: type, body: ' '.repeat(70_000) })).toEqual([413, null]);
    const key = { ...type, 'idempotency-key': 'two words' };
    expect(await problem('/runs', { method: 'POST', headers: key, body: '{}' })).toEqual([400, null]);
  });

  it('works in Socket Mode, over the server of the health check', async () => {
    const other = await startWorkspace(guide, { over: 'socket' });
    try {
      const api = apiClient(other, await createToken(other.databaseUrl));
      expect((await api.post('/runs', RELEASE)).status).toBe(201);
    } finally {
      await other.stop();
    }
  });

  it('limits the requests of a token, and says when to ask again', async () => {
    const api = await client();
    let refused: Answer | undefined;
    while (refused === undefined) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => api.post('/runs', {})));
      refused = answers.find(({ status }) => status === 429);
    }
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    // Another token, and asking, have limits of their own.
    expect((await api.get('/runs')).status).toBe(200);
    expect((await (await client({ name: 'cd' })).post('/runs', {})).status).toBe(422);
  });
});

describe('a token that was cut off', () => {
  it('is not asked for as if none was sent', async () => {
    const whole = await client();
    const refused = await apiClient(workspace, whole.token.slice(0, 20)).get('/runs');
    expect([refused.status, refused.body.detail]).toEqual([
      401,
      'The header Authorization has no whole token. Send “Bearer gp_…” as guidepost token create printed it.',
    ]);
  });
});

describe('the parameters of a call', () => {
  it('are those that it has, each once: nobody gets an answer to another question', async () => {
    const api = await client();
    const { id } = (await api.post('/runs', RELEASE)).body;
    const refused = async (path: string) => {
      const { status, body } = await api.get(path);
      return [status, body.detail];
    };
    expect(await refused(`/runs/${id}/gate?phases=before`)).toEqual([
      422,
      'There is no parameter “phases”. This call has phase.',
    ]);
    expect(await refused(`/runs/${id}/gate?phase=before&phase=after`)).toEqual([422, 'Send “phase” once.']);
    expect(await refused(`/runs/${id}/export?type=md`)).toEqual([
      422,
      'There is no parameter “type”. This call has format.',
    ]);
    expect(await refused(`/runs/${id}?x`)).toEqual([422, 'There is no parameter “x”. This call has none.']);
    expect(await refused('/runs?limit=0x10')).toEqual([422, '“limit” must be a number from 1 to 50.']);
    expect((await api.post(`/runs?channel=${GENERAL}`, RELEASE)).status).toBe(422);
  });
});

describe('starting a run', () => {
  it('posts the checklist as a start in Slack does, by the token', async () => {
    const api = await client();
    const { headers, status, body: run } = await api.post('/runs', { ...RELEASE, roles: { dba: 'U0BEN00002' } });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/runs/${run.id}`);
    expect(run).toMatchObject({
      page: 'release',
      title: 'Release checklist',
      name: 'shop-api 2.4',
      state: 'open',
      channel: DEPLOYMENTS,
      startedBy: { id: expect.stringMatching(/^token:/), name: 'ci' },
      variables: { service: 'shop-api', version: '2.4', type: 'normal' },
      roles: [
        { role: 'lead', holder: null },
        { role: 'dba', holder: { id: 'U0BEN00002' } },
      ],
      url: expect.stringMatching(/^https:.*\/archives\/C0DEPLOY02\/p\d+$/),
    });
    expect(run.phases.map(({ id }: { id: string }) => id)).toEqual(['before', 'deploy', 'after']);
    const [message, ...others] = posted();
    expect(others).toEqual([]);
    expect(message?.plainText()).toContain('Announce the release of shop-api 2.4');
    expect(message?.plainText()).toContain('posted by ci');
    expect(JSON.stringify(message)).not.toContain('token:');
    expect((await api.get(`/runs/${run.id}`)).body).toEqual(run);
    // It is the same run in Slack.
    await message?.as('ben').press('Done', { nth: 0 });
    expect(item((await api.get(`/runs/${run.id}`)).body, 'announce')).toMatchObject({
      state: 'done',
      by: { id: 'U0BEN00002' },
    });
  });

  it('posts nothing before everything fits, and says at each field what does not', async () => {
    const api = await client();
    const { status, body } = await api.post('/runs', {
      page: 'release',
      channel: DEPLOYMENTS,
      nmae: 'x',
      variables: { version: 'soon', type: 'big', servce: 'shop', 'a/b~c': 7 },
      roles: { boss: 'U1', dba: 'ben' },
    });
    expect(status).toBe(422);
    expect(
      Object.fromEntries(body.errors.map(({ pointer, detail }: Record<string, string>) => [pointer, detail])),
    ).toEqual({
      '/nmae': 'There is no field “nmae”. Did you mean “name”?',
      '/name': '“name” is missing.',
      '/variables/a~1b~0c': '“a/b~c” must be a text.',
      '/roles/boss': 'The checklist has no role “boss”. It has lead, dba.',
      '/roles/dba': '“dba” must be the id of a person in Slack, such as U0123456789.',
      '/variables/service': '“service” is missing.',
      '/variables/version': '“version” does not match the pattern \\d+\\.\\d+(\\.\\d+)?.',
      '/variables/type': '“type” must be one of normal, hotfix.',
      '/variables/servce': 'The checklist has no variable “servce”. Did you mean “service”?',
    });
    expect(messages()).toEqual([]);
    expect((await api.get('/runs')).body.runs).toEqual([]);
  });

  it('names the page or the checklist that there is not', async () => {
    const api = await client();
    const errors = async (more: object) => (await api.post('/runs', { ...RELEASE, ...more })).body.errors;
    expect(await errors({ page: 'relase' })).toEqual([
      { pointer: '/page', detail: 'The guide has no page “relase”. Did you mean “release”?' },
    ]);
    expect(await errors({ checklist: 'rollback' })).toEqual([
      { pointer: '/checklist', detail: expect.stringContaining('has no checklist “rollback”. It has ') },
    ]);
    // Also by its other names, in any case.
    expect((await api.post('/runs', { ...RELEASE, page: 'Ship a Version' })).status).toBe(201);
  });

  it('starts one run for five equal requests, one after the other and at once', async () => {
    const api = await client();
    const key = { 'idempotency-key': 'job-1' };
    const one = [];
    for (let each = 0; each < 5; each += 1) one.push(await api.post('/runs', RELEASE, key));
    expect(one.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200]);
    const other = { ...RELEASE, name: 'shop-api 2.5' };
    const all = await Promise.all(
      Array.from({ length: 5 }, () => api.post('/runs', other, { 'idempotency-key': 'job-2' })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(new Set([...one, ...all].map(({ body }) => body.id)).size).toBe(2);
    expect(posted()).toHaveLength(2);
  });

  it('finds an open run of the same name, started by another token or in Slack, and starts another one once it is over', async () => {
    const [ci, cd] = [await client({ name: 'ci' }), await client({ name: 'cd' })];
    const both = await Promise.all([ci.post('/runs', LAUNCH), cd.post('/runs', LAUNCH)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1);
    const [id] = both.map(({ body }) => body.id);
    await postChecklist(workspace.slack, { topic: 'launch: by hand' });
    expect(await ci.post('/runs', { ...LAUNCH, name: 'by hand' })).toMatchObject({
      status: 200,
      body: { startedBy: { id: expect.stringMatching(/^U/) } },
    });
    const { body } = await ci.get(`/runs/${id}`);
    for (const { id: each } of body.phases[0].items) await ci.post(`/runs/${id}/items/${each}`, { state: 'done' });
    expect((await ci.get(`/runs/${id}`)).body.state).toBe('complete');
    expect((await ci.post('/runs', LAUNCH)).status).toBe(201);
  });

  it('leaves it to who leads the run to archive it, and nobody leads it before somebody takes the lead', async () => {
    await start(await client(), LAUNCH);
    const ada = workspace.slack.workspace.as('ada').in('#deployments');
    const archive = async () => (await ada.command('/guide checklists')).press('Archive');
    const { messages: told } = await archive();
    await workspace.slack.until(() => told().length > 0, { what: 'the refusal' });
    expect(told()[0]?.plainText()).toContain('Only who leads this checklist can archive it, and nobody does yet.');
    await told()[0]?.press('Take the role “lead”');
    const [message] = posted('Launch');
    await workspace.slack.until(() => message?.plainText().includes('led by ada') ?? false, { what: 'the lead' });
    await archive();
    await workspace.slack.until(() => message?.plainText().includes('Archived by ada') ?? false, {
      what: 'the archiving',
    });
  });

  it('refuses a key that was used for something else', async () => {
    const api = await client();
    const key = { 'idempotency-key': 'job-1' };
    await api.post('/runs', RELEASE, key);
    const { status, body } = await api.post('/runs', { ...RELEASE, name: 'other' }, key);
    expect([status, body.detail]).toEqual([409, expect.stringContaining('used for another request')]);
    // The order of the fields is not something else.
    const { variables, ...more } = RELEASE;
    const again = { variables: Object.fromEntries(Object.entries(variables).reverse()), ...more };
    expect((await api.post('/runs', again, key)).status).toBe(200);
  });

  it('is refused for a channel that the token is not for, and says why Slack does not take a message', async () => {
    const api = await client({ channels: `${GENERAL},${DEPLOYMENTS}` });
    const other = await api.post('/runs', { ...RELEASE, channel: 'C0RELEASE3' });
    expect([other.status, other.body.detail]).toEqual([403, 'This token is not for the channel C0RELEASE3.']);
    workspace.slack.faults.next('chat.postMessage', { error: 'is_archived' });
    const key = { 'idempotency-key': 'job-1' };
    const refused = await api.post('/runs', RELEASE, key);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/channel' }] } });
    expect((await api.get('/runs')).body.runs).toEqual([]);
    expect((await api.post('/runs', RELEASE, key)).status).toBe(201);
  });
});

describe('setting an item', () => {
  it('shows the name of the token and the link to the job in the message, in Show all, in the history and in the export', async () => {
    const api = await client();
    const run = await start(api);
    const { status, body } = await api.post(`/runs/${run.id}/items/announce`, { state: 'done', evidence: JOB });
    expect(status).toBe(200);
    expect(item(body, 'announce')).toMatchObject({ state: 'done', by: { name: 'ci' }, evidence: JOB });
    const [message] = posted();
    await workspace.slack.until(() => message?.plainText().includes('Done by ci') ?? false, { what: 'the tick' });
    expect(JSON.stringify(message?.blocks ?? messages())).not.toMatch(/slack:\/\/user\?id=token|<@/);
    expect(message?.plainText()).toContain('ci.example.com/jobs/4711');
    const ada = workspace.slack.workspace.as('ada');
    await message?.press('Show all');
    await workspace.slack.until(() => ada.hasDialog, { what: 'Show all' });
    expect(ada.dialog().plainText()).toMatch(/Done by ci.*ci\.example\.com\/jobs\/4711/s);
    await ada.dialog().close({ all: true });
    await message?.press('Manage…');
    await workspace.slack.until(() => ada.hasDialog && ada.dialog().title.startsWith('Manage'), { what: 'Manage' });
    await ada.dialog().press('History');
    await workspace.slack.until(() => ada.dialog().title === 'History', { what: 'the history' });
    expect(ada.dialog().plainText()).toMatch(
      /ci completed .*ci\.example\.com\/jobs\/4711[\s\S]*ci posted the checklist/,
    );
    const exported = (await api.get(`/runs/${run.id}/export`)).body;
    expect(exported.history.at(-1)).toMatchObject({ event: 'done', by: { name: 'ci' }, detail: JOB });
    const markdown = await api.get(`/runs/${run.id}/export?format=md`);
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(markdown.body).toContain(`done by ci on`);
    expect(markdown.body).toContain(`<${JOB}>`);
    expect((await api.get(`/runs/${run.id}/export?format=csv`)).body).toContain(JOB);
  });

  it('follows the rules of the item: a token has no role and approves nothing', async () => {
    const api = await client();
    const run = await start(api, { ...RELEASE, roles: { dba: 'U0BEN00002' } });
    const set = async (id: string, body: object) => {
      const { body: answer, status } = await api.post(`/runs/${run.id}/items/${id}`, body);
      return [status, answer.detail];
    };
    expect(await set('migrations', { state: 'done' })).toEqual([
      409,
      expect.stringMatching(/for the role “dba”, which .* has\. A token has no role/),
    ]);
    expect(await set('go', { state: 'done' })).toEqual([409, expect.stringContaining('A token cannot approve it')]);
    expect(await set('pipeline', { state: 'done' })).toEqual([
      409,
      expect.stringContaining('needs a link as “evidence”'),
    ]);
    expect(await set('pipeline', { state: 'done', evidence: 'green' })).toEqual([
      409,
      expect.stringContaining('web address'),
    ]);
    expect(await set('back-merge', { state: 'done' })).toEqual([409, expect.stringContaining('type is normal')]);
    expect(await set('watch', { state: 'done' })).toEqual([409, expect.stringContaining('has to wait until')]);
    expect(await set('frieze', { state: 'done' })).toEqual([
      404,
      'The run has no item “frieze”. Did you mean “freeze”?',
    ]);
    expect(await set('freeze', { state: 'skipped' })).toEqual([422, '“reason” is missing.']);
    expect(await set('freeze', { state: 'approved' })).toEqual([422, '“state” must be one of done, skipped, open.']);
    expect(await set('freeze', { state: 'skipped', reason: 'no merges today' })).toEqual([200, undefined]);
    expect(await set('freeze', { state: 'open' })).toEqual([200, undefined]);
    expect(item((await api.get(`/runs/${run.id}`)).body, 'freeze')).toMatchObject({ state: 'open' });
    const other = await client({ name: 'other' });
    expect((await other.post(`/runs/${run.id}/items/freeze`, { state: 'skipped', reason: 'x' })).body.detail).toContain(
      'This token did not start it',
    );
  });
});

describe('reading', () => {
  it('finds the newest runs by page and name', async () => {
    const api = await client();
    await start(api, LAUNCH);
    await start(api);
    const names = async (query: string) =>
      (await api.get(`/runs${query}`)).body.runs.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['shop-api 2.4', 'shop']);
    expect(await names('?page=launch&name=shop')).toEqual(['shop']);
    expect(await names('?page=Ship%20a%20version')).toEqual(['shop-api 2.4']);
    expect(await names('?limit=1')).toEqual(['shop-api 2.4']);
    expect(await names('?state=archived')).toEqual([]);
    expect(await names('?page=release&checklist=release-checklist')).toEqual(['shop-api 2.4']);
    expect(await names('?page=release&checklist=rollback-checklist')).toEqual([]);
    expect(await names(`?channel=${GENERAL}`)).toEqual([]);
    for (const wrong of ['limit=0', 'limit=51', 'state=done', 'nmae=x'])
      expect((await api.get(`/runs?${wrong}`)).status).toBe(422);
  });

  it('shows a token nothing of another channel, and does not tell that there is anything', async () => {
    const run = await start(await client());
    const other = await client({ name: 'other', channels: GENERAL });
    const calls = (id: string) => [
      other.get(`/runs/${id}`),
      other.get(`/runs/${id}/gate`),
      other.get(`/runs/${id}/gate?phase=nothing`),
      other.get(`/runs/${id}/export`),
      other.post(`/runs/${id}/items/announce`, { state: 'done' }),
      other.post(`/runs/${id}/items/nothing`, {}),
      other.post(`/runs/${id}/bypass`, { reason: 'because' }),
    ];
    const [theirs, unknown] = [await Promise.all(calls(run.id)), await Promise.all(calls('unknown'))];
    for (const [index, { status, body }] of theirs.entries()) {
      expect(status).toBe(404);
      expect(body).toEqual(unknown[index]?.body);
    }
    expect((await other.get('/runs')).body.runs).toEqual([]);
    expect((await other.get('/runs?page=release&name=shop-api%202.4')).body.runs).toEqual([]);
  });

  it('asks the gate by phase, and opens it with a reason', async () => {
    const api = await client();
    const run = await start(api, LAUNCH);
    const gate = await api.get(`/runs/${run.id}/gate`);
    expect(gate).toMatchObject({
      status: 200,
      body: { state: 'open', bypass: null, run: { id: run.id, url: run.url } },
    });
    expect(gate.body.phases[0].open).toHaveLength(2);
    expect((await api.get(`/runs/${run.id}/gate?phase=nothing`)).status).toBe(422);
    expect((await api.post(`/runs/${run.id}/bypass`, { reason: ' ' })).status).toBe(422);
    expect((await api.post(`/runs/${run.id}/bypass`, { reason: 'because', phase: 'nothing' })).body.errors).toEqual([
      { pointer: '/phase', detail: expect.stringContaining('no such phase') },
    ]);
    expect(await api.post(`/runs/${run.id}/bypass`, { reason: 'the shop is down' })).toMatchObject({
      status: 200,
      body: { state: 'complete', bypass: { by: { name: 'ci' }, reason: 'the shop is down', phase: null } },
    });
    const [message] = posted('Launch');
    await workspace.slack.until(() => message?.plainText().includes('the shop is down') ?? false, {
      what: 'the bypass',
    });
    expect(message?.plainText()).toContain('ci');
    const { history } = (await api.get(`/runs/${run.id}/export`)).body;
    expect(history.at(-1)).toMatchObject({ event: 'bypassed', by: { name: 'ci' } });
  });
});
