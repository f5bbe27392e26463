import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { folderOf, runInProcess } from '../cli/run-in-process.js';
import { type Receiver, startReceiver } from '../hooks/start-receiver.js';
import { itLong } from '../long-tests.js';
import { apiClient, createToken, DEPLOYMENTS } from './api-client.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
let receiver: Receiver;
let env: { DATABASE_URL: string };
let cwd: string;

beforeEach(async () => {
  cwd = await folderOf({});
  env = { DATABASE_URL: `sqlite:${cwd}/guidepost.db` };
  receiver = await startReceiver();
  workspace = await startWorkspace(await guideOf(launchFiles), {
    databaseUrl: env.DATABASE_URL,
    metricsToken: 'metrics',
  });
});
afterEach(async () => {
  await workspace.stop();
  await receiver.stop();
});

/** Adds a hook to the receiver as an operator does. @returns its id and the secret that was shown */
async function addHook(...options: string[]): Promise<{ id: string; secret: string }> {
  const { code, out, err } = await runInProcess(['hook', 'add', receiver.url, '--allow-private', ...options], {
    cwd,
    env,
  });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { id: /^hook_\w+/.exec(out)?.[0] ?? '', secret: /whsec_\S+/.exec(out)?.[0] ?? '' };
}

const types = (): string[] => receiver.received.map(({ type }) => type);

describe('an outgoing hook', () => {
  it('is told about a checklist as people tick it in Slack, in requests that the reference library accepts', async () => {
    const { id, secret } = await addHook();
    const { posted } = await postChecklist(workspace.slack, { topic: 'launch: 2.4' });
    await posted.as('ben').press('Done', { nth: 0 });
    await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
    await posted.as('ada').press('Done', { nth: 0 });
    await receiver.until(4);
    expect(types()).toEqual(['run.started', 'item.settled', 'item.settled', 'run.complete']);

    for (const { body, headers } of receiver.received) {
      const { data } = new Webhook(secret).verify(body, headers) as { data: { run: object } };
      expect(data.run).toEqual({
        id: expect.any(String),
        url: expect.stringMatching(new RegExp(`^https://.*/archives/\\w+/p${posted.ts.replace('.', '')}$`)),
        page: 'launch',
        title: 'Launch checklist',
        name: '2.4',
        channel: workspace.slack.workspace.channel('#deployments').id,
      });
      expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    }
    const settled = receiver.received[1]?.data.item;
    const ben = workspace.slack.workspace.as('ben').person.id;
    expect(settled).toMatchObject({
      title: 'Restore a backup',
      state: 'done',
      by: { id: ben, name: 'ben' },
      phase: null,
    });

    await workspace.slack.until(() => posted.plainText().includes('2 of 2'));
    await posted.as('ben').press('Reopen', { nth: 0 });
    await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
    await posted.as('ben').press('Done', { nth: 0 });
    await receiver.until(6);
    expect(types().slice(4)).toEqual(['item.settled', 'run.complete']);
    expect(new Set(receiver.received.map((each) => each.id)).size).toBe(6);
    // The answer of the receiver is noted a moment after it was given.
    const list = async (): Promise<string> => (await runInProcess(['hook', 'list'], { cwd, env })).out;
    while (!(await list()).includes('state      nothing waiting'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await list()).toMatch(new RegExp(`^${id} .*\n(.*\n)*  delivered  last at 2`));
    const metrics = await fetch(workspace.url('/metrics'), { headers: { authorization: 'Bearer metrics' } });
    expect(await metrics.text()).toContain('\nguidepost_hook_events_pending 0\n');
  });

  it('is told about a checklist that a program starts once and ticks, with its name and its link', async () => {
    await addHook();
    const api = apiClient(workspace, await createToken(env.DATABASE_URL));
    const wanted = { page: 'launch', name: 'shop', channel: DEPLOYMENTS };
    const { body: run } = await api.post('/runs', wanted);
    expect((await api.post('/runs', wanted)).body.id).toBe(run.id);
    const [{ id }] = run.phases[0].items;
    const evidence = 'https://ci.example.com/jobs/4711';
    expect(await api.post(`/runs/${run.id}/items/${id}`, { state: 'done', evidence })).toMatchObject({ status: 200 });
    await receiver.until(2);
    expect(types()).toEqual(['run.started', 'item.settled']);
    expect(receiver.received[0]?.data.run).toMatchObject({ id: run.id, url: run.url, name: 'shop' });
    expect(receiver.received[1]?.data.item).toMatchObject({ id, evidence, by: { name: 'ci' } });
  });

  itLong('is told again after a failure, with the same id, and says in the log what happened', async () => {
    await addHook('--events', 'run.started,run.complete');
    receiver.next(500);
    const { posted } = await postChecklist(workspace.slack);
    await posted.press('Done', { nth: 0 });
    await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
    await posted.press('Done', { nth: 0 });
    await receiver.until(3);
    expect(types()).toEqual(['run.started', 'run.started', 'run.complete']);
    expect(receiver.received[0]?.id).toBe(receiver.received[1]?.id);
    expect(workspace.log.join('\n')).toMatch(/"reason":"HTTP 500".*will retry/);
    expect(workspace.log.join('\n')).not.toContain('/hooks/guidepost');
  });

  it('is told nothing of a channel that it does not have, and nothing once it is removed', async () => {
    const channel = workspace.slack.workspace.channel('#general').id;
    const { id } = await addHook('--channels', channel);
    await postChecklist(workspace.slack, { in: '#deployments' });
    await postChecklist(workspace.slack, { in: '#general' });
    await receiver.until(1);
    expect(receiver.received.map(({ data }) => data.run.channel)).toEqual([channel]);
    expect((await runInProcess(['hook', 'remove', id], { cwd, env })).code).toBe(0);
    await postChecklist(workspace.slack, { in: '#general' });
    const rows = workspace.withDatabase((database) => database.prepare('select * from hook_deliveries').all());
    expect(rows).toEqual([]);
  });

  itLong('is told after a restart what happened while it was away', async () => {
    const { secret } = await addHook();
    receiver.otherwise(() => 503);
    const { posted } = await postChecklist(workspace.slack);
    await posted.press('Done', { nth: 0 });
    await receiver.until(1);
    await workspace.stopApp();
    receiver.otherwise(() => 204);
    await workspace.restartApp();
    await receiver.until(3);
    expect(types().filter((type, index) => index === 0 || type !== 'run.started')).toEqual([
      'run.started',
      'item.settled',
    ]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2);
    for (const { body, headers } of receiver.received) expect(new Webhook(secret).verify(body, headers)).toBeDefined();
  });
});
