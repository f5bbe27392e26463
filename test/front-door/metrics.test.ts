import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { signed } from '../process/sign.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const TOKEN = 'count-me-in';
function guide() {
  return guideOf(launchFiles);
}

let workspace: TestWorkspace;
afterAll(() => workspace.stop());
function place(person: string) {
  return workspace.slack.workspace.as(person).in('#deployments');
}
function fetchMetrics(authorization = `Bearer ${TOKEN}`) {
  return fetch(workspace.url('/metrics'), { headers: { authorization } });
}
async function read(): Promise<string> {
  return (await fetchMetrics()).text();
}

/** The value of a series: its name, and labels that must be among its own. */
function value(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const line = text
    .split('\n')
    .find(
      (each) =>
        (each.startsWith(`${name}{`) || each.startsWith(`${name} `)) &&
        Object.entries(labels).every(([label, wanted]) => each.includes(`${label}="${wanted}"`)),
    );
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}
function pressOf(message: string, action: object): string {
  const { team } = workspace.slack.workspace;
  const { id, name } = workspace.slack.workspace.as('ada').person;
  const payload = {
    type: 'block_actions',
    team: { id: team.id },
    user: { id, name },
    container: { type: 'message', message_ts: message, is_ephemeral: true },
    trigger_id: '1.2.3',
    response_url: `${workspace.slack.url}/nowhere`,
    actions: [action],
  };
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
async function send(body: string): Promise<void> {
  const { status } = await fetch(workspace.eventsUrl(), { method: 'POST', ...signed(workspace.signingSecret, body) });
  expect(status).toBe(200);
}
async function postAndTick(): Promise<void> {
  await postChecklist(workspace.slack);
  const posted = place('ben').lastMessage();
  await posted.press('Done', { nth: 0 });
  await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
}

describe('/metrics', () => {
  beforeAll(async () => {
    workspace = await startWorkspace(await guide(), { metricsToken: TOKEN });
  });

  it('requires the token', async () => {
    expect((await fetchMetrics()).status).toBe(200);
    expect((await fetchMetrics()).headers.get('content-type')).toContain('text/plain; version=0.0.4');
    for (const wrong of ['', 'Bearer', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, TOKEN, `Basic ${TOKEN}`]) {
      const refused = await fetchMetrics(wrong);
      expect(refused.status).toBe(401);
      expect(await refused.text()).not.toContain('guidepost_');
    }
  });

  it('answer HEAD like GET, without a body, and only with the token', async () => {
    const head = (token: string) =>
      fetch(workspace.url('/metrics'), { method: 'HEAD', headers: { authorization: `Bearer ${token}` } });
    const allowed = await head(TOKEN);
    expect([allowed.status, await allowed.text()]).toEqual([200, '']);
    expect(Number(allowed.headers.get('content-length'))).toBeGreaterThan(100);
    expect((await head('wrong')).status).toBe(401);
  });

  it('counts requests by kind and answer, and measures how long they took', async () => {
    await place('ada').command('/guide launch');
    await place('ada').command('/guide launch');
    await place('ada').command('/guide zebra crossing');
    await workspace.slack.settled();
    const text = await read();
    expect(value(text, 'guidepost_requests_total', { kind: 'command', outcome: 'done' })).toBe(3);
    expect(value(text, 'guidepost_answers_total', { answer: 'page' })).toBe(2);
    expect(value(text, 'guidepost_answers_total', { answer: 'nothing-found' })).toBe(1);
    expect(value(text, 'guidepost_request_duration_seconds_count', { kind: 'command' })).toBe(3);
    expect(value(text, 'guidepost_acknowledgement_seconds_bucket', { kind: 'command', le: '3' })).toBe(3);
    expect(value(text, 'guidepost_http_responses_total', { code: '200' })).toBeGreaterThanOrEqual(3);
  });

  it('counts calls to Slack by method and outcome, including rate limits', async () => {
    await postAndTick();
    const card = await place('ada').command('/guide launch');
    workspace.slack.faults.next('views.open', { error: 'internal_error' });
    await card.press('Read the page');
    workspace.slack.faults.next('views.open', { error: 'ratelimited', retryAfter: 1 });
    await card.press('Read the page');
    await workspace.slack.settled();
    const text = await read();
    const calls = (method: string, outcome: string) => value(text, 'guidepost_slack_calls_total', { method, outcome });
    expect(calls('chat.postMessage', 'ok')).toBe(1);
    expect(calls('chat.update', 'ok')).toBeGreaterThanOrEqual(1);
    expect(calls('auth.test', 'ok')).toBeGreaterThanOrEqual(1);
    expect(calls('views.open', 'refused')).toBe(1);
    expect(calls('views.open', 'rate-limited')).toBe(1);
    expect(calls('response_url', 'ok')).toBeGreaterThanOrEqual(1);
    expect(value(text, 'guidepost_requests_total', { action: 'page:read', outcome: 'failed' })).toBe(2);
  });

  it('shows how long changes waited for their message, and what is pending now', async () => {
    const before = value(await read(), 'guidepost_update_lag_seconds_count') ?? 0;
    workspace.slack.faults.next('chat.update', { error: 'internal_error' });
    await postAndTick();
    await workspace.slack.settled();
    const text = await read();
    expect(value(text, 'guidepost_update_lag_seconds_count')).toBeGreaterThan(before);
    expect(value(text, 'guidepost_updates_waiting')).toBe(0);
    expect(value(text, 'guidepost_notifications_pending')).toBe(0);
    workspace.withDatabase((database) =>
      database.exec(
        'update runs set wanted_version = wanted_version + 1, leased_by = null, leased_until = 99999999999999',
      ),
    );
    expect(value(await read(), 'guidepost_updates_waiting')).toBe(2);
    workspace.withDatabase((database) =>
      database.exec('update runs set wanted_version = wanted_version - 1, leased_until = 0'),
    );
  });

  it('describes the program, the guide, the database and the event loop', async () => {
    const text = await read();
    expect(text).toMatch(/^guidepost_build_info\{version="\d+\.\d+\.\d+",node="v\d+[^"]*"\} 1$/m);
    expect(text).toMatch(/^guidepost_guide_info\{revision="[0-9a-f]+"\} 1$/m);
    expect(value(text, 'guidepost_guide_pages')).toBe(2);
    expect(value(text, 'guidepost_database_up')).toBe(1);
    expect(value(text, 'guidepost_slack_connected')).toBe(1);
    expect(value(text, 'nodejs_eventloop_lag_p99_seconds')).toEqual(expect.any(Number));
    expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('has no additional series after unexpected requests', async () => {
    const series = (text: string): Set<string> =>
      new Set(
        text
          .split('\n')
          .filter((line) => line.startsWith('guidepost_'))
          .map((line) => line.split(' ')[0] ?? ''),
      );
    const ask = async (index: number): Promise<void> => {
      const card = await place('ada').command(`/guide launch ${index} x${index}y`);
      const odd = JSON.stringify({ v: 1, do: `made-up-${index}` });
      for (const changed of [{ value: odd }, { value: `junk ${index}` }, { action_id: `id-${index}` }]) {
        await send(pressOf(card.ts, { type: 'button', action_id: 'a', block_id: 'b', action_ts: '1', ...changed }));
      }
      await fetch(workspace.url(`/nowhere-${index}`));
      await fetch(workspace.url('/slack/events'), { method: 'POST', body: `${index}` });
    };
    await ask(0);
    await workspace.slack.settled();
    const before = series(await read());
    for (let index = 1; index < 20; index += 1) await ask(index);
    await workspace.slack.settled();
    expect([...series(await read())].filter((each) => !before.has(each))).toEqual([]);
  });

  it('has every series that the alerts and the hosting docs use', async () => {
    await place('ada').command('/guide launch');
    const known = new Set([...(await read()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    for (const file of ['deploy/prometheus-rules.yaml', 'docs/hosting.md']) {
      const named = readFileSync(packageFile(file), 'utf8').matchAll(/\bguidepost_[a-z_]+/g);
      const missing = [...named].map(([name]) => name.replace(/_bucket$/, '')).filter((name) => !known.has(name));
      expect({ file, missing }).toEqual({ file, missing: [] });
    }
  });

  it('shows one guide at a time', async () => {
    await workspace.restartApp(await guideOf({ 'only.md': '---\ntitle: Only\n---\n\nOne.\n' }));
    const text = await read();
    expect(text.match(/^guidepost_guide_info\{/gm)).toHaveLength(1);
    expect(value(text, 'guidepost_guide_pages')).toBe(1);
  });
});

describe('/metrics without a token in the configuration', () => {
  it('is not served', async () => {
    await workspace.stop();
    workspace = await startWorkspace(await guide());
    for (const authorization of ['', 'Bearer ', 'Bearer undefined', `Bearer ${TOKEN}`]) {
      expect((await fetchMetrics(authorization)).status).toBe(404);
    }
  });
});

describe('/metrics in Socket Mode', () => {
  it('counts requests that came over the socket', async () => {
    await workspace.stop();
    workspace = await startWorkspace(await guide(), { metricsToken: TOKEN, over: 'socket' });
    await place('ada').command('/guide launch');
    await workspace.slack.settled();
    const text = await read();
    expect(value(text, 'guidepost_requests_total', { kind: 'command', outcome: 'done' })).toBe(1);
    expect(value(text, 'guidepost_acknowledgement_seconds_count', { kind: 'command' })).toBe(1);
    expect((await fetchMetrics('')).status).toBe(401);
  });
});
