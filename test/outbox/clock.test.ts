import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/outbox/clock.js';
import { builtFile } from '../built-file.js';

describe("the machine's clock", () => {
  it('ends a wait at once when it is aborted, before or during it', async () => {
    await systemClock.sleep(3_600_000, AbortSignal.abort());
    const controller = new AbortController();
    const wait = systemClock.sleep(3_600_000, controller.signal);
    controller.abort();
    await wait;
    expect(controller.signal.aborted).toBe(true);
  });

  it('does not mistake a very long wait for a very short one', async () => {
    const controller = new AbortController();
    let over = false;
    const wait = systemClock.sleep(2 ** 40, controller.signal).then(() => {
      over = true;
    });
    await systemClock.sleep(20, new AbortController().signal).catch(() => {});
    expect(over).toBe(false);
    controller.abort();
    await wait;
  });

  it('does not keep the process alive', async () => {
    const script = builtFile('test/outbox/processes/wait-for-an-hour.js');
    const [code] = await once(fork(script, { execArgv: [] }), 'exit');
    expect(code).toBe(0);
  });
});
