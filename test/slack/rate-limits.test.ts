import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { createRateLimits } from '../../src/slack/rate-limits.js';

function scene(perMinute: number) {
  let now = 1_800_000_000_000;
  const limits = createRateLimits(perMinute, () => now);
  return {
    take: (person = 'U1', installation = 'T1') => limits.take(installation, person),
    wait: (ms: number) => {
      now += ms;
    },
  };
}

afterEach(() => void jest.restoreAllMocks());

describe('the limit of a person', () => {
  it('is over as soon as ever when the machine’s clock is set back', async () => {
    const { take } = createRateLimits(600); // One each tenth of a second.
    while (take('T1', 'U1') === undefined);
    const real = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => real() - 240_000);
    while (take('T1', 'U1') !== undefined) await sleep(20);
  });

  it('allows the requests of a whole minute at once, then one at a time, and all of them again after a minute', () => {
    const { take, wait } = scene(60);
    for (let each = 0; each < 60; each += 1) expect(take()).toBeUndefined();
    expect(take()).toMatchObject({ whose: 'person', perMinute: 60, retryInMs: 1_000 });
    wait(1_000);
    expect(take()).toBeUndefined();
    expect(take()).toBeDefined();
    wait(60_000);
    for (let each = 0; each < 60; each += 1) expect(take()).toBeUndefined();
    expect(take()).toBeDefined();
  });

  it('marks the first refusal of each series', () => {
    const { take, wait } = scene(60);
    const refusals: (boolean | undefined)[] = [];
    for (let second = 0; second < 30; second += 1) {
      for (let each = 0; each < 10; each += 1) refusals.push(take()?.isFirst);
      wait(1_000);
    }
    expect(refusals.filter((isFirst) => isFirst === true)).toHaveLength(1);
    expect(refusals.filter((isFirst) => isFirst === false).length).toBeGreaterThan(100);
    wait(60_000);
    const next = Array.from({ length: 70 }, () => take()?.isFirst);
    expect(next.filter((isFirst) => isFirst === true)).toHaveLength(1);
  });

  it('does not affect other people, or the same id in another workspace', () => {
    const { take } = scene(5);
    for (let each = 0; each < 20; each += 1) take('U1', 'T1');
    expect(take('U1', 'T1')).toBeDefined();
    expect(take('U2', 'T1')).toBeUndefined();
    expect(take('U1', 'T2')).toBeUndefined();
  });

  it('is off at 0', () => {
    const { take } = scene(0);
    for (let each = 0; each < 10_000; each += 1) expect(take()).toBeUndefined();
  });

  it('never allows more than the burst plus the steady rate, whenever requests arrive', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.nat(3_000), { maxLength: 400 }),
        (perMinute, pauses) => {
          const { take, wait } = scene(perMinute);
          let [passed, elapsed] = [0, 0];
          for (const pause of pauses) {
            wait(pause);
            elapsed += pause;
            if (take() === undefined) passed += 1;
          }
          expect(passed).toBeLessThanOrEqual(perMinute + (elapsed * perMinute) / 60_000 + 1);
        },
      ),
    );
  });
});

describe('the limit of a workspace', () => {
  it('stops a flood from many people, and does not affect other workspaces', () => {
    const { take, wait } = scene(60);
    const answers = Array.from({ length: 1_000 }, (_, each) => take(`U${each}`));
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(600);
    expect(answers.filter((refusal) => refusal?.isFirst)).toEqual([
      { whose: 'workspace', isFirst: true, perMinute: 60, retryInMs: expect.any(Number) },
    ]);
    expect(take('U1', 'T2')).toBeUndefined();
    wait(1_000);
    const next = Array.from({ length: 1_000 }, (_, each) => take(`V${each}`));
    expect(next.filter((refusal) => refusal === undefined)).toHaveLength(100);
  });

  it('is not used up by requests that one person is refused', () => {
    const { take } = scene(60);
    for (let each = 0; each < 5_000; each += 1) take('U1');
    expect(take('U2')).toBeUndefined();
  });
});

describe('the memory of the limits', () => {
  it('is bounded: a person is forgotten after two times twenty thousand others', () => {
    const { take } = scene(60);
    for (let each = 0; each < 61; each += 1) take('U1', 'T1');
    expect(take('U1', 'T1')).toBeDefined();
    for (let each = 0; each < 19_000; each += 1) take(`V${each}`, `X${each % 100}`);
    expect(take('U1', 'T1')).toBeDefined();
    for (let each = 0; each < 41_000; each += 1) take(`W${each}`, `X${each % 100}`);
    expect(take('U1', 'T-new')).toBeUndefined();
    expect(take('U1', 'T1')).toBeUndefined();
  });
});
