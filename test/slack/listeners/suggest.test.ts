import { describe, expect, it } from '@jest/globals';
import { createSuggestionLimits } from '../../../src/slack/rate-limits.js';
import type { Handling } from '../../../src/slack/services.js';
import { appWithListeners } from './app-with-listeners.js';

function appThat(suggest: () => never[], suggestionLimits?: Handling['suggestionLimits']) {
  const app = appWithListeners({ answers: { suggest }, ...(suggestionLimits && { suggestionLimits }) });
  const type = async (value: string): Promise<unknown[]> => {
    const { acknowledged, done } = app.send({
      type: 'block_suggestion',
      action_id: 'search',
      block_id: 'find-1',
      value,
      team: { id: 'T1' },
      user: { id: 'U1' },
    });
    await done;
    return acknowledged;
  };
  return { type, log: app.log };
}

describe('suggestions while somebody types', () => {
  it('are empty after a failure, and the log says why', async () => {
    const { type, log } = appThat(() => {
      throw new Error('no index');
    });
    expect(await type('de')).toEqual([{ options: [] }]);
    expect(log()).toMatchObject([
      { level: 'error', message: 'The search field failed', kind: 'options', error: { message: 'no index' } },
    ]);
  });

  it('keep up with somebody who types fast, and write no line to the log', async () => {
    const { type, log } = appThat(() => [], createSuggestionLimits(1));
    for (let letter = 0; letter < 200; letter += 1) expect(JSON.stringify(await type('de'))).toContain('Search for');
    expect(log()).toEqual([]);
  });

  it('stop if the requests come faster than a person types, and start again seconds later', () => {
    let now = 0;
    const limits = createSuggestionLimits(60, () => now);
    const allowed = () =>
      Array.from({ length: 1_000 }, () => limits.take('T1', 'U1')).filter((refusal) => refusal === undefined);
    expect(allowed()).toHaveLength(300);
    now += 2_000;
    expect(allowed()).toHaveLength(10);
  });

  it('have no limit if requests have none', () => {
    const limits = createSuggestionLimits(0);
    const refusals = Array.from({ length: 1_000 }, () => limits.take('T1', 'U1'));
    expect(refusals.every((refusal) => refusal === undefined)).toBe(true);
  });
});
