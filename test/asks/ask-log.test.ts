import { describe, expect, it } from '@jest/globals';
import { type AskEvent, type AskStore, createAskLog, type StoredAsk } from '../../src/asks/ask-log.js';
import type { Clock } from '../../src/outbox/clock.js';
import { createLogger } from '../../src/telemetry/logger.js';

const asked = (question: string, person = 'ada'): AskEvent => ({
  kind: 'asked',
  installation: 'T1',
  person,
  surface: 'command',
  question,
  outcome: { kind: 'page', pages: ['servers'] },
});

/** A log over a store in memory that can be taken away. Its waits end at once. */
function makeLog({ isAway = () => false }: { isAway?: () => boolean } = {}) {
  const stored: StoredAsk[] = [];
  const lines: string[] = [];
  const counts = { written: 0, dropped: 0 };
  const store: Pick<AskStore, 'add' | 'forget'> = {
    async add(events) {
      if (isAway()) throw new Error('away');
      stored.push(...events);
    },
    async forget({ person }) {
      const kept = stored.filter((event) => event.person !== person);
      return stored.splice(0, stored.length, ...kept).length - kept.length;
    },
  };
  // A wait that goes on until the log is stopped: nothing is written before.
  const clock: Clock = {
    now: () => 1_000,
    elapsed: () => 0,
    sleep: (_, signal) =>
      new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve()))),
  };
  const log = createAskLog({
    store: store as AskStore,
    scrub: (text) => text.replaceAll('hunter2', '[secret]'),
    clock,
    metrics: {
      asks(outcome, count) {
        counts[outcome] += count;
      },
    },
    logger: createLogger({ level: 'info', json: true, write: (line) => lines.push(line) }),
  });
  log.start();
  return { log, stored, lines, counts };
}

describe('the ask log', () => {
  it('writes what is left when it stops, scrubbed, in its order and with different times', async () => {
    const { log, stored, counts } = makeLog();
    for (let number = 0; number < 250; number += 1) log.record(asked(`hunter2 ${number}`));
    await log.stop();
    expect(stored.map((event) => event.kind === 'asked' && event.question)).toEqual(
      Array.from({ length: 250 }, (_, number) => `[secret] ${number}`),
    );
    expect(new Set(stored.map(({ at }) => at.getTime())).size).toBe(250);
    expect(counts).toEqual({ written: 250, dropped: 0 });
  });

  it('scrubs before it cuts', async () => {
    const { log, stored } = makeLog();
    log.record(asked(`${'x'.repeat(496)}hunter2`));
    await log.stop();
    expect(stored[0]).toMatchObject({ question: `${'x'.repeat(496)}[sec` });
  });

  it('keeps no more than it has room for, and counts what it drops', async () => {
    const { log, stored, lines, counts } = makeLog({ isAway: () => true });
    for (let number = 0; number < 2_500; number += 1) log.record(asked(String(number)));
    await log.stop();
    expect(stored).toEqual([]);
    expect(counts).toEqual({ written: 0, dropped: 2_500 });
    expect(lines.join('\n')).toContain('could not be written');
  });

  it('forgets a person, also what is still to be written', async () => {
    const { log, stored } = makeLog();
    log.record(asked('one'));
    log.record(asked('two', 'ben'));
    expect(await log.forget({ installation: 'T1', person: 'ada' })).toBe(1);
    await log.stop();
    expect(stored.map(({ person }) => person)).toEqual(['ben']);
  });
});
