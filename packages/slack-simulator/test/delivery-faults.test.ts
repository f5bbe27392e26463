import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeApp, type Payload, startFakeApp } from './fake-app.js';

let app: FakeApp;
let heard: Payload[];
beforeEach(async () => {
  app = await startFakeApp({ deadlineMs: 60 });
  heard = [];
  app.on['/guide'] = (request) => {
    heard.push(request);
    return { body: `answer ${heard.length}` };
  };
});
afterEach(() => app.stop());
function ask() {
  return app.slack.workspace.as('asker').in('#general').command('/guide');
}

describe('delivery faults', () => {
  it('delay a request: the person gets operation_timeout, and the app still receives it', async () => {
    app.slack.faults.nextDelivery('command', { delayMs: 90 });
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

  it('repeat a delivery: the app gets the same request twice, and one answer is shown', async () => {
    app.slack.faults.everyDelivery('command', { repeat: 1 });
    const reply = await ask();
    await app.slack.settled();
    expect(heard).toHaveLength(2);
    expect(heard[0].trigger_id).toBe(heard[1].trigger_id);
    expect(reply.all()).toHaveLength(1);
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
      sockets: 0,
    });
    expect(changes).toBe(5);
    await ask();
    expect(heard).toHaveLength(1);
  });
});
