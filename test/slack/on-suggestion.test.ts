import { describe, expect, it } from '@jest/globals';
import { onSuggestion } from '../../src/slack/listeners/actions/search.js';
import { createGuard } from '../../src/slack/listeners/middleware.js';
import { createRateLimits, createSuggestionLimits } from '../../src/slack/rate-limits.js';
import { createWork } from '../../src/slack/transport/in-flight.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { noMetrics } from '../../src/telemetry/metrics.js';
import { createRequestWatch } from '../../src/telemetry/request-watch.js';
import { noTracer } from '../../src/telemetry/tracing.js';

function asked(suggest: () => never[], suggestionLimits = createRateLimits(0)) {
  const log: string[] = [];
  const logger = createLogger({ level: 'info', json: true, write: (line) => log.push(line) });
  const requests = createRequestWatch({ logger, metrics: noMetrics, tracer: noTracer });
  const listener = onSuggestion(createGuard({ logger, requests, work: createWork() }), {
    answers: { suggest },
    suggestionLimits,
  });
  const ask = async (value: string, action = 'search'): Promise<unknown[]> => {
    const replies: unknown[] = [];
    const body = { action_id: action, value, team: { id: 'T1' }, user: { id: 'U1' } };
    const ack = async (reply: unknown) => void replies.push(reply);
    await listener({ ack, body } as unknown as Parameters<typeof listener>[0]);
    return replies;
  };
  return { ask, log };
}

describe('what is offered while somebody types', () => {
  it('is nothing where it fails, and the log tells why', async () => {
    const { ask, log } = asked(() => {
      throw new Error('no index');
    });
    expect(await ask('de')).toEqual([{ options: [] }]);
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', message: 'The search field failed', kind: 'options', error: { message: 'no index' } },
    ]);
  });

  it('is nothing for a field of another release', async () => {
    expect(await asked(() => []).ask('de', 'other')).toEqual([{ options: [] }]);
  });

  it('keeps up with somebody who types fast, and writes no line for it', async () => {
    const { ask, log } = asked(() => [], createSuggestionLimits(1));
    for (let letter = 0; letter < 200; letter += 1) expect(JSON.stringify(await ask('de'))).toContain('Search for');
    expect(log).toEqual([]);
  });

  it('ends where no person types, and begins anew seconds later', () => {
    let now = 0;
    const limits = createSuggestionLimits(60, () => now);
    const taken = () =>
      Array.from({ length: 1_000 }, () => limits.take('T1', 'U1')).filter((each) => each === undefined);
    expect(taken()).toHaveLength(300);
    now += 2_000;
    expect(taken()).toHaveLength(10);
  });

  it('has no end where requests have none', () => {
    const limits = createSuggestionLimits(0);
    expect(Array.from({ length: 1_000 }, () => limits.take('T1', 'U1')).every((each) => each === undefined)).toBe(true);
  });
});
