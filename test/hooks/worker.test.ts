import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createPost } from '../../src/hooks/deliver.js';
import { itLong } from '../long-tests.js';
import { type Received, startReceiver } from './start-receiver.js';
import { type Scene, startScene } from './start-scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.stop());

const HOUR = 3_600;
const told = (received: readonly Received[] = scene.receiver.received): string[] =>
  received.map(({ data, type }) => `${data.run.id} ${type}${data.item ? ` ${data.item.id}` : ''}`);
const ids = (): string[] => scene.receiver.received.map(({ id }) => id);

describe('the worker of hooks', () => {
  it('sends what happened, signed, in order for a run', async () => {
    await scene.add();
    scene.start();
    const run = await scene.post('r1', 2);
    await scene.done(run, 'i2');
    await scene.done(run, 'i1');
    await scene.pass(5);
    expect(told()).toEqual(['r1 run.started', 'r1 item.settled i2', 'r1 item.settled i1', 'r1 run.complete']);
    expect(new Set(ids()).size).toBe(4);
    const [first] = scene.receiver.received;
    if (first === undefined) throw new Error('Nothing was received');
    const { body, data, headers } = first;
    expect(data.run.url).toBe('https://acme.slack.test/100.0');
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Guidepost/test' });
    // The reference library would refuse the time of a clock that stands still.
    const sentAt = new Date(Number(headers['webhook-timestamp']) * 1_000);
    const signature = new Webhook('whsec_c2VjcmV0').sign(headers['webhook-id'] ?? '', sentAt, body);
    expect(headers['webhook-signature']).toBe(signature);
  });

  it('sends again with the same id after an error, and nothing of the run before that', async () => {
    await scene.add();
    scene.receiver.next(500, 503);
    scene.start();
    const run = await scene.post('r1', 1);
    await scene.done(run, 'i1');
    await scene.pass(3);
    expect(told()).toEqual(['r1 run.started']);
    expect(scene.log).toEqual([expect.stringMatching(/could not be told.*will retry.*"run.started".*"HTTP 500"/)]);
    await scene.pass(5);
    expect(told()).toHaveLength(2);
    await scene.pass(40);
    expect(told()).toEqual([
      ...['r1 run.started', 'r1 run.started', 'r1 run.started'],
      ...['r1 item.settled i1', 'r1 run.complete'],
    ]);
    expect(new Set(ids().slice(0, 3)).size).toBe(1);
    expect(new Set(ids()).size).toBe(3);
  });

  it('waits as long as Retry-After says, up to four hours, and never shorter than without it', async () => {
    await scene.add();
    const busy = (after: string) => (response: ServerResponse) =>
      void response.writeHead(429, { 'retry-after': after }).end();
    scene.receiver.next(busy('60'), busy('1'), busy('Mon, 30 Nov 2099 09:00:00 GMT'), busy('999999'));
    scene.start();
    await scene.post('r1', 1);
    const attempts: number[] = [];
    for (const seconds of [57, 10, 35, 125]) {
      await scene.pass(seconds);
      attempts.push(told().length);
    }
    expect(attempts).toEqual([1, 2, 3, 4]);
    expect(scene.log.map((line) => /"inMs":(\d+)/.exec(line)?.[1])).toEqual(['60000', '30000', '120000', '14400000']);
    expect(new Set(ids()).size).toBe(1);
  });

  it('ends an attempt that hangs, and sends again with the same id', async () => {
    await scene.add();
    scene.receiver.next(() => {});
    scene.start();
    await scene.post('r1', 1);
    await scene.pass(2, { hangs: true });
    await scene.receiver.until(1);
    await scene.pass(14, { hangs: true });
    await scene.pass(10);
    expect(told()).toEqual(['r1 run.started', 'r1 run.started']);
    expect(new Set(ids()).size).toBe(1);
    expect(scene.log[0]).toContain('no answer in time');
  });

  it('does not read an answer that never ends', async () => {
    await scene.add();
    const ended: string[] = [];
    scene.receiver.next((response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.on('close', () => {
        clearInterval(more);
        ended.push('closed by the sender');
      });
    });
    scene.start();
    await scene.post('r1', 1);
    await scene.pass(3);
    while (ended.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told()).toHaveLength(1);
    expect((await scene.hooks.list())[0]).toMatchObject({ waiting: 0 });
  });

  it.each(['http://127.0.0.1:9/', 'http://169.254.169.254/latest/meta-data/', 'the receiver itself'])(
    'does not follow a redirect to %s',
    async (to) => {
      const target = await startReceiver();
      try {
        await scene.add();
        const location = to.startsWith('http') ? to : target.url;
        scene.receiver.next((response) => response.writeHead(307, { location }).end());
        scene.start();
        await scene.post('r1', 1);
        await scene.pass(3);
        expect(scene.log).toEqual([expect.stringContaining('HTTP 307, a redirect, which is not followed')]);
        await scene.pass(6);
        expect(told()).toHaveLength(2);
        expect(new Set(ids()).size).toBe(1);
        expect(target.received).toEqual([]);
      } finally {
        await target.stop();
      }
    },
  );

  itLong(
    'delivers everything when a receiver comes back after an hour, in order, with the ids of the first attempts',
    async () => {
      await scene.add();
      scene.receiver.otherwise(() => 502);
      scene.start();
      const [one, two] = [await scene.post('r1', 1), await scene.post('r2', 1)];
      await scene.done(one, 'i1');
      await scene.pass(HOUR);
      const during = scene.receiver.received.length;
      expect(during).toBeLessThanOrEqual(12);
      expect((await scene.hooks.list())[0]).toMatchObject({
        waiting: 4,
        waitingSince: new Date(0),
        lastError: 'HTTP 502',
      });
      scene.receiver.otherwise(() => 204);
      await scene.done(two, 'i1');
      await scene.pass(HOUR);
      const after = scene.receiver.received.slice(during);
      expect(told(after).filter((line) => line.startsWith('r1'))).toEqual([
        ...['r1 run.started', 'r1 item.settled i1', 'r1 run.complete'],
      ]);
      expect(told(after).filter((line) => line.startsWith('r2'))).toEqual([
        ...['r2 run.started', 'r2 item.settled i1', 'r2 run.complete'],
      ]);
      const started = scene.receiver.received.filter(({ type }) => type === 'run.started');
      expect(new Set(started.map(({ id }) => id)).size).toBe(2);
      expect((await scene.hooks.list())[0]).toMatchObject({ waiting: 0, givenUp: 0 });
      expect((await scene.hooks.list())[0]).not.toHaveProperty('lastError');
    },
  );

  it('holds up neither other hooks nor other runs while one of them fails', async () => {
    const other = await startReceiver();
    try {
      await scene.add();
      await scene.add({ url: other.url });
      scene.receiver.otherwise(({ data }) => (data.run.id === 'bad' ? 500 : 204));
      scene.start();
      const bad = await scene.post('bad', 1);
      const good = await scene.post('good', 1);
      await scene.done(bad, 'i1');
      await scene.done(good, 'i1');
      await scene.pass(4);
      expect(told().filter((line) => line.startsWith('good'))).toHaveLength(3);
      expect(new Set(told().filter((line) => line.startsWith('bad')))).toEqual(new Set(['bad run.started']));
      expect(told(other.received)).toHaveLength(6);
    } finally {
      await other.stop();
    }
  });

  it('sends to other hooks while the receiver of one hangs with many runs', async () => {
    const other = await startReceiver();
    try {
      await scene.add();
      scene.receiver.otherwise(() => () => {});
      scene.start();
      for (let run = 0; run < 20; run += 1) await scene.post(`r${run}`, 1);
      await scene.pass(1, { hangs: true });
      await scene.add({ url: other.url });
      await scene.post('last', 1);
      await scene.pass(2, { hangs: true });
      await other.until(1);
      expect(told(other.received)).toEqual(['last run.started']);
      expect(scene.receiver.received.length).toBeLessThanOrEqual(5);
    } finally {
      await other.stop();
    }
  });

  it('sends once from two processes', async () => {
    await scene.add();
    scene.start();
    scene.start();
    for (let count = 0; count < 5; count += 1) {
      const run = await scene.post(`r${count}`, 2);
      await scene.done(run, 'i1');
      await scene.pass(1);
      await scene.done(run, 'i2');
    }
    await scene.pass(5);
    expect(told()).toHaveLength(20);
    expect(new Set(ids()).size).toBe(20);
    for (let count = 0; count < 5; count += 1) {
      expect(told().filter((line) => line.startsWith(`r${count} `))).toEqual(
        ['run.started', 'item.settled i1', 'item.settled i2', 'run.complete'].map((what) => `r${count} ${what}`),
      );
    }
  });

  it('sends the same id again when the process was killed between the answer and its record', async () => {
    await scene.add();
    // Nothing that this process records arrives, and it takes nothing more.
    let bury = (): void => {};
    const death = new Promise<void>((resolve) => {
      bury = resolve;
    });
    const killed = scene.start((store) => ({
      ...store,
      record: async () => {
        void killed.stop();
        await death;
        return { kind: 'ignored' };
      },
    }));
    const run = await scene.post('r1', 1);
    await scene.pass(3);
    expect(told()).toEqual(['r1 run.started']);
    await scene.done(run, 'i1');
    scene.start();
    await scene.pass(50);
    expect(told()).toHaveLength(1);
    await scene.pass(20);
    expect(told()).toEqual(['r1 run.started', 'r1 run.started', 'r1 item.settled i1', 'r1 run.complete']);
    expect(ids()[0]).toBe(ids()[1]);
    expect(new Set(ids()).size).toBe(3);
    bury();
  });

  it('records the answer once the database is back, without sending again', async () => {
    await scene.add();
    let failing = 3;
    scene.start((store) => ({
      ...store,
      record: async (delivery, result) => {
        failing -= 1;
        if (failing >= 0) throw new Error('the database is away');
        return store.record(delivery, result);
      },
    }));
    await scene.post('r1', 1);
    await scene.pass(30);
    expect(told()).toEqual(['r1 run.started']);
    expect((await scene.hooks.list())[0]).toMatchObject({ waiting: 0, deliveredAt: expect.any(Date) });
  });

  it('switches a hook off whose receiver answers 410 Gone', async () => {
    await scene.add();
    scene.receiver.next(410);
    scene.start();
    const run = await scene.post('r1', 1);
    await scene.done(run, 'i1');
    await scene.pass(60);
    expect(told()).toEqual(['r1 run.started']);
    expect(scene.log).toEqual([expect.stringContaining('switched off')]);
    expect((await scene.hooks.list())[0]?.disabled).toBeDefined();
  });

  it('gives an event up after a day, says so, and goes on', async () => {
    await scene.add();
    scene.receiver.otherwise(({ type }) => (type === 'run.started' ? 500 : 204));
    const run = await scene.post('r1', 1);
    await scene.done(run, 'i1');
    // From one attempt to the next, without the looks in between.
    for (const seconds of [0, 5, 30, 120, 600, 1_800, HOUR, 2 * HOUR, ...Array(6).fill(4 * HOUR)]) {
      await scene.clock.advance(seconds * 1_000);
      const worker = scene.start();
      await scene.pass(2);
      await worker.stop();
    }
    expect(scene.log.at(-1)).toMatch(/for a day; given up.*"failures":1\d/);
    expect(told().slice(-2)).toEqual(['r1 item.settled i1', 'r1 run.complete']);
    expect(new Set(ids()).size).toBe(3);
    expect((await scene.hooks.list())[0]).toMatchObject({ givenUp: 1, waiting: 0, lastError: 'HTTP 500' });
  });

  it('does not connect to a private address that a name leads to by now, nor log what the address of a hook contains', async () => {
    const { port } = new URL(scene.receiver.url);
    let now = '93.184.216.34';
    const asked: string[] = [];
    const post = createPost((hostname, _, callback) => {
      asked.push(hostname);
      callback(null, [{ address: now, family: 4 }]);
    });
    await scene.add({ url: `https://rebinding.test:${port}/in?token=planted`, allowPrivate: false });
    await scene.add({ url: `http://127.0.0.1:${port}/planted`, allowPrivate: false });
    await scene.add({ url: `https://127.0.0.1:${port}/planted`, allowPrivate: false });
    now = '127.0.0.1';
    scene.start((store) => store, post);
    await scene.post('r1', 1);
    await scene.pass(2);
    expect(asked).toEqual(['rebinding.test']);
    expect(scene.receiver.received).toEqual([]);
    expect(scene.log.map((line) => /"reason":"([^"]*)"/.exec(line)?.[1]).toSorted()).toEqual([
      '127.0.0.1 is in a private network',
      '127.0.0.1 is in a private network',
      'the address does not begin with https://',
    ]);
    expect(scene.log.join()).not.toContain('planted');
  });

  it('stops within some seconds although a receiver hangs', async () => {
    await scene.add();
    scene.receiver.next(() => {});
    const worker = scene.start();
    await scene.post('r1', 1);
    await scene.pass(1, { hangs: true });
    await scene.receiver.until(1);
    const stopped = worker.stop();
    await scene.pass(4, { hangs: true });
    await stopped;
    expect(scene.log.at(-1)).toContain('the app stopped during the attempt');
    scene.start();
    await scene.pass(8);
    expect(told()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
  });
});
