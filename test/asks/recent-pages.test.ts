import { describe, expect, it } from '@jest/globals';
import { createRecentPages, type Read, type RecentPageStore } from '../../src/asks/recent-pages.js';
import type { Clock } from '../../src/outbox/clock.js';
import { createLogger } from '../../src/telemetry/logger.js';

const ada = { installation: 'T1', person: 'ada' };
const ben = { installation: 'T1', person: 'ben' };

/** Over a store in memory. A wait goes on until the writer is stopped, so that only a look or the end writes. */
function scene(
  add: (store: Read[], reads: readonly Read[]) => Promise<void> = async (all, more) => void all.push(...more),
) {
  const stored: Read[] = [];
  const store: RecentPageStore = {
    add: (reads) => add(stored, reads),
    pagesOf: async ({ person }) => stored.flatMap((read) => (read.person === person ? read.page : [])).reverse(),
    async forget({ person }) {
      const kept = stored.filter((read) => read.person !== person);
      return stored.splice(0, stored.length, ...kept).length - kept.length;
    },
    expire: async () => 0,
  };
  const clock: Clock = {
    now: () => 1_000,
    elapsed: () => 0,
    sleep: (_, signal) =>
      new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve()))),
  };
  const recent = createRecentPages({
    store,
    clock,
    logger: createLogger({ level: 'info', json: true, write: () => {} }),
  });
  recent.start();
  return { recent, stored };
}

describe('the pages that somebody read lately', () => {
  it('have what they opened a moment ago', async () => {
    const { recent } = scene();
    recent.record(ada, 'servers');
    recent.record(ben, 'logs');
    recent.record(ada, 'databases');
    expect(await recent.list(ada)).toEqual(['databases', 'servers']);
    await recent.stop();
  });

  it('are written when the app stops', async () => {
    const { recent, stored } = scene();
    for (let number = 0; number < 250; number += 1) recent.record(ada, `page-${number}`);
    await recent.stop();
    expect(stored).toHaveLength(250);
  });

  it('are forgotten also while they are being written', async () => {
    let begin = (): void => {};
    let write = (): void => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const { recent, stored } = scene(async (all, reads) => {
      begin();
      await new Promise<void>((resolve) => {
        write = resolve;
      });
      all.push(...reads);
    });
    recent.record(ada, 'servers');
    recent.record(ben, 'logs');
    const looking = recent.list(ben);
    await begun;
    const forgotten = recent.forget(ada);
    write();
    await Promise.all([looking, forgotten]);
    expect(stored.map(({ person }) => person)).toEqual(['ben']);
    await recent.stop();
  });

  it('are forgotten also if they could not be written at first', async () => {
    let isAway = true;
    const { recent, stored } = scene(async (all, reads) => {
      if (isAway) throw new Error('away');
      all.push(...reads);
    });
    recent.record(ada, 'servers');
    recent.record(ben, 'logs');
    expect(await recent.list(ada)).toEqual([]);
    await recent.forget(ada);
    isAway = false;
    expect(await recent.list(ben)).toEqual(['logs']);
    await recent.stop();
    expect(stored.map(({ person }) => person)).toEqual(['ben']);
  });

  it('say once of a person that they are new', async () => {
    const { recent } = scene();
    expect(await recent.isNew(ada)).toBe(true);
    expect(await recent.isNew(ada)).toBe(false);
    recent.record(ben, 'logs');
    expect(await recent.isNew(ben)).toBe(false);
    await recent.stop();
  });
});
