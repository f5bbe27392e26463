import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actions, button, type FakeApp, type Payload, plain, section, startFakeApp } from './fake-app.js';

let app: FakeApp;
let heard: Payload[];
afterEach(() => app.stop());
async function start(deadlineMs: number): Promise<void> {
  app = await startFakeApp({ deadlineMs });
  heard = [];
  app.on['/guide'] = (request) => {
    heard.push(request);
    return { body: `answer ${heard.length}` };
  };
}
function ask() {
  return app.slack.workspace.as('asker').in('#general').command('/guide');
}

describe('delivery faults that outlast the deadline', () => {
  // It has to pass, but a slow machine must not miss it.
  beforeEach(() => start(1_000));

  it('delay a request: the person gets operation_timeout, and the app still receives it', async () => {
    app.slack.faults.nextDelivery('command', { delayMs: 1_200 });
    const reply = await ask();
    expect(reply.outcome).toEqual({ kind: 'operation_timeout' });
    expect(reply.plainText()).toContain('operation_timeout');
    await app.slack.until(() => heard.length === 1);
    expect((await ask()).outcome).toEqual({ kind: 'ok' });
  });

  it('lose a reply: the app has answered, and the person gets operation_timeout', async () => {
    app.slack.faults.nextDelivery('*', { loseReply: true });
    expect((await ask()).outcome).toEqual({ kind: 'operation_timeout' });
    expect(heard).toHaveLength(1);
  });

  it('make an event be delivered again, with retry headers', async () => {
    app.on.app_mention = (request) => {
      heard.push(request.headers);
      return {};
    };
    app.slack.faults.nextDelivery('event', { loseReply: true });
    expect(await app.slack.event({ type: 'app_mention', text: 'hi' })).toEqual({ kind: 'ok' });
    expect(heard.map((headers) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_timeout'],
    ]);
  });
});

describe('delivery faults', () => {
  beforeEach(() => start(60_000));

  it('repeat a delivery: the app gets the same request twice, and one answer is shown', async () => {
    app.slack.faults.everyDelivery('command', { repeat: 1 });
    const reply = await ask();
    await app.slack.settled();
    expect(heard).toHaveLength(2);
    expect(heard[0].trigger_id).toBe(heard[1].trigger_id);
    expect(reply.all()).toHaveLength(1);
  });

  it('are listed while they are active, and end with one call', async () => {
    const { faults, workspace } = app.slack;
    let changes = 0;
    workspace.subscribe(({ kind }) => {
      if (kind === 'faults') changes += 1;
    });
    faults.everyDelivery('*', { repeat: 2 });
    faults.every('chat.update', { delayMs: 1 });
    faults.next('*', { status: 500 });
    faults.limitRates(true);
    expect(faults.active).toMatchObject({
      deliveries: { '*': { repeat: 2 } },
      calls: { 'chat.update': { delayMs: 1 } },
      queued: 1,
      rateLimits: true,
    });
    faults.off();
    expect(faults.active).toEqual({
      calls: {},
      deliveries: {},
      queued: 0,
      refusing: false,
      rateLimits: false,
      clockShiftMs: 0,
      sockets: 0,
    });
    expect(changes).toBe(5);
    await ask();
    expect(heard).toHaveLength(1);
  });
});

describe('a shifted clock', () => {
  beforeEach(() => start(60_000));

  const second = (ts: string) => Math.floor(Number(ts));

  it.each([90, -90])('moves all times that Slack states by %s seconds, and can be set right again', async (seconds) => {
    const { slack } = app;
    const now = Date.now();
    const near = { least: Math.floor(now / 1000) + seconds, most: Math.floor(now / 1000) + seconds + 60 };
    const pressed: Payload[] = [];
    app.on['/guide'] = () => ({
      body: { text: 'a button', response_type: 'in_channel', blocks: [actions(button('Done'))] },
    });
    app.on.block_actions = (request) => {
      pressed.push(request);
      return {};
    };
    app.on.app_mention = (request) => {
      heard.push(request);
      return {};
    };
    slack.faults.shiftClock(seconds * 1000);
    expect(slack.faults.active.clockShiftMs).toBe(seconds * 1000);
    const reply = await ask();
    await reply.press('Done');
    await slack.event({ type: 'app_mention', text: 'hi' });
    slack.faults.off();
    await reply.press('Done');

    const [first, later] = pressed;
    const stated = [
      second(reply.ts),
      second(first.actions[0].action_ts),
      heard[0].event_time,
      Number(first.headers['x-slack-request-timestamp']),
    ];
    for (const time of stated) {
      expect(time).toBeGreaterThanOrEqual(near.least);
      expect(time).toBeLessThan(near.most);
    }
    expect(app.badSignatures).toBe(0);
    expect(Math.abs(second(later.actions[0].action_ts) - Math.floor(now / 1000))).toBeLessThan(60);
  });

  it('leaves the lifetime of a trigger_id as it is', async () => {
    app.on['/guide'] = (request) => {
      heard.push(request);
      return {};
    };
    app.slack.faults.shiftClock(-3_600_000);
    await ask();
    app.slack.faults.shiftClock(3_600_000);
    const view = { type: 'modal', title: plain('Hello'), blocks: [section('Hello')] };
    expect((await app.api('views.open', { trigger_id: heard[0].trigger_id, view })).ok).toBe(true);
  });
});
